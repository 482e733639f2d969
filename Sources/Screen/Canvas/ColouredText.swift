/// Text from a node made harmless; of its escape sequences only the colours are left, as meanings that a theme has
/// colours for.
struct ColouredText {
  /// A stretch of text that a node coloured.
  struct Tint: Hashable, Sendable {
    /// Offsets in scalars of the harmless text.
    var range: Range<Int>
    /// Which colour.
    var role: Role
  }

  // A progress bar colours each of its cells; more than a row can show is not kept.
  static let tintsMax = 32

  private(set) var scalars = String.UnicodeScalarView()
  private(set) var tints: [Tint] = []
  private var count = 0
  private var colour: Role?
  private var since = 0

  var text: String { String(scalars) }

  mutating func append(_ scalar: Unicode.Scalar) {
    scalars.append(scalar)
    count += 1
  }

  /// Begins the line anew; the colour stays.
  mutating func restart() {
    scalars = String.UnicodeScalarView()
    tints = []
    (count, since) = (0, 0)
  }

  /// Ends what is coloured up to here.
  mutating func finish() { change(to: nil) }

  /// Takes the numbers of a colour sequence, such as `1;31`.
  mutating func colour(by parameters: some StringProtocol) {
    var numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map { UInt16($0) ?? 0 }[...]
    while let number = numbers.popFirst() {
      switch number {
      case 0, 39: change(to: nil)
      case 30...37: change(to: TerminalColour.role(basic: Int(number - 30)))
      case 90...97: change(to: TerminalColour.role(basic: Int(number - 90)))
      case 38, 48:
        let role = TerminalColour.role(extended: &numbers)
        if number == 38 { change(to: role) }
      // Bold, blinking, hidden, backgrounds: none of them is a colour of text.
      default: break
      }
    }
  }

  private mutating func change(to role: Role?) {
    if let colour, since < count, tints.count < ColouredText.tintsMax {
      tints.append(Tint(range: since..<count, role: colour))
    }
    (colour, since) = (role, count)
  }
}

/// The colours of terminals by their numbers, as meanings.
enum TerminalColour {
  /// One of the eight colours. Black, and white, which is the usual colour of text, are none.
  static func role(basic number: Int) -> Role? {
    let roles: [Role?] = [nil, .red, .green, .yellow, .blue, .magenta, .cyan, nil]
    return roles.indices.contains(number) ? roles[number] : nil
  }

  /// The colour that follows a 38: `5;N` of 256, or `2;R;G;B`; takes its numbers away.
  static func role(extended numbers: inout ArraySlice<UInt16>) -> Role? {
    switch numbers.popFirst() {
    case 5:
      guard let number = numbers.popFirst() else { return nil }
      return number < 16 ? role(basic: Int(number) % 8) : role(nearest: Palette.entry(Int(min(number, 255))))
    case 2:
      let parts = numbers.prefix(3).map { UInt8(clamping: $0) }
      numbers = numbers.dropFirst(3)
      return parts.count == 3 ? role(nearest: RGB(parts[0], parts[1], parts[2])) : nil
    default: return nil
    }
  }

  private static func role(nearest color: RGB) -> Role? { role(basic: Palette.nearest16(color) % 8) }
}
