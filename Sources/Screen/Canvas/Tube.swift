/// What a cathode ray tube makes of a picture: it warms up, what has changed glows for a moment, and every other row is
/// a little darker. Only colours change, so nothing has to be waited for. Moments are milliseconds of any clock.
public struct Tube: Sendable {
  /// What it does.
  public struct Effects: OptionSet, Sendable {
    /// Bits of the effects.
    public let rawValue: UInt8

    /// Effects by their bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// What has changed glows, and decays in steps.
    public static let phosphor = Effects(rawValue: 1)
    /// The first picture comes up from the dark.
    public static let boot = Effects(rawValue: 2)
    /// Every other row is darker.
    public static let scanlines = Effects(rawValue: 4)
  }

  /// How long a step of decay or of warming up takes. Two of them, 240 ms, are over before anybody waits.
  static let step = 120
  // A log moves up by a few lines at once; what moved has not changed.
  private static let scrollMax = 12

  private let effects: Effects
  private var last: Canvas?
  /// When each cell changed.
  private var changes: [Int] = []
  private var warmSince: Int?
  private var newest = Int.min

  /// A cold tube.
  public init(_ effects: Effects) { self.effects = effects }

  /// Ends warming up, because somebody can't wait.
  public mutating func skipBoot() { if warmSince != nil { warmSince = .min } }

  /// The picture that a canvas gives now.
  public mutating func picture(of canvas: Canvas, at moment: Int) -> Canvas {
    if effects.isEmpty { return canvas }
    if warmSince == nil { warmSince = effects.contains(.boot) ? moment : .min }
    if effects.contains(.phosphor) { note(canvas, at: moment) }
    last = canvas
    // Most of the time nothing glows, and the picture is what was drawn.
    if !effects.contains(.scanlines), rest(at: moment) == nil { return canvas }
    var picture = canvas
    for y in 0..<canvas.size.height {
      let isDark = effects.contains(.scanlines) && y % 2 == 1
      for x in 0..<canvas.size.width {
        picture.recolour(x: x, y: y) { role in
          shade(role, age: age(x, y, at: moment), warmth: warmth(at: moment), isDark: isDark)
        }
      }
    }
    return picture
  }

  /// Milliseconds until the picture changes though the canvas does not; nil when it is at rest.
  public func rest(at moment: Int) -> Int? {
    let ages = [warmSince, newest == .min ? nil : newest].compactMap { $0 }.filter { $0 != .min }.map { moment - $0 }
    let left = ages.filter { (0..<(2 * Tube.step)).contains($0) }.map { Tube.step - $0 % Tube.step }
    return left.min()
  }

  private func warmth(at moment: Int) -> Int {
    guard let warmSince, warmSince != .min else { return 2 }
    return (moment - warmSince) / Tube.step
  }

  private func age(_ x: Int, _ y: Int, at moment: Int) -> Int {
    guard let last, !changes.isEmpty else { return 2 }
    let since = changes[y * last.size.width + x]
    return since == .min ? 2 : (moment - since) / Tube.step
  }

  private func shade(_ role: Role, age: Int, warmth: Int, isDark: Bool) -> Role {
    if role == .danger { return role }
    if warmth <= 0 { return .ghost }
    if warmth == 1 { return role == .line || role == .ghost ? .ghost : .dim }
    if age <= 0 { return .bright }
    if age == 1, role != .bright { return .text }
    guard isDark else { return role }
    switch role {
    case .bright: return .text
    case .text: return .dim
    case .line: return .ghost
    case .dim, .ghost, .danger, .red, .green, .yellow, .blue, .magenta, .cyan: return role
    }
  }

  private mutating func note(_ canvas: Canvas, at moment: Int) {
    let size = canvas.size
    guard let last, last.size == size, changes.count == size.width * size.height else {
      changes = Array(repeating: .min, count: size.width * size.height)
      return
    }
    var new = changes
    var count = 0
    // The first row has the clock, which never rests.
    for y in 1..<max(size.height, 1) where canvas.row(y) != last.row(y) {
      let row = y * size.width
      if let from = source(of: y, in: canvas, last) {
        new.replaceSubrange(row..<(row + size.width), with: changes[(from * size.width)..<((from + 1) * size.width)])
        continue
      }
      for x in 0..<size.width where canvas[x, y].scalar != last[x, y].scalar {
        let isVisible = canvas[x, y].scalar != " "
        new[row + x] = isVisible ? moment : .min
        count += isVisible ? 1 : 0
      }
    }
    // Another page is no news.
    let isPage = count > changes.count / 4
    changes = isPage ? changes.map { _ in .min } : new
    if count > 0, !isPage { newest = moment }
  }

  private func source(of y: Int, in canvas: Canvas, _ last: Canvas) -> Int? {
    (y + 1..<min(y + 1 + Tube.scrollMax, canvas.size.height)).first { canvas.row(y) == last.row($0) }
  }
}
