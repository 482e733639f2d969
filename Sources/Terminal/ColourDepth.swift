import CNcurses
import Screen

/// How many colours a terminal shows.
public enum ColourDepth: Int, Sendable, Comparable, CaseIterable {
  /// None: bold, dim, underline and reverse must do.
  case mono = 0
  /// Eight, and bold for the bright ones.
  case eight = 8
  /// Sixteen.
  case sixteen = 16
  /// The palette of 256.
  case palette = 256
  /// Any, by red, green and blue.
  case full = 16_777_216

  /// Order of richness.
  public static func < (left: ColourDepth, right: ColourDepth) -> Bool { left.rawValue < right.rawValue }

  /// What a terminal with so many colours can show.
  public init(colours: Int) {
    self = ColourDepth.allCases.last { $0.rawValue <= colours } ?? .mono
  }

  /// Whether the environment asks for no colour: `NO_COLOR` or `HERDMON_NO_COLOR` set and not empty (no-color.org).
  public static func isRefused(by environment: [String: String]) -> Bool {
    ["NO_COLOR", "HERDMON_NO_COLOR"].contains { environment[$0]?.isEmpty == false }
  }
}

/// What a meaning looks like on a terminal of some depth: numbers for curses.
struct Look: Hashable {
  /// Number of the colour; -1 for the terminal's own.
  var foreground = -1
  /// Whether a colour beyond the eighth must be shown as bold.
  var mono: Theme.Mono = .normal
  var background = -1

  init(_ ink: Theme.Ink, background: Theme.Ink?, depth: ColourDepth) {
    foreground = Look.number(ink, depth)
    self.background = background.map { Look.number($0, depth) } ?? -1
    switch depth {
    case .mono: mono = ink.mono
    case .eight:
      mono = ink.color16 >= 8 ? .bold : ink.mono
    // Several meanings share a colour here, and only dim tells a border from a text.
    case .sixteen: mono = ink.mono == .dim ? .dim : .normal
    case .palette, .full: mono = .normal
    }
  }

  private static func number(_ ink: Theme.Ink, _ depth: ColourDepth) -> Int {
    switch depth {
    case .mono: -1
    case .eight: ink.color8
    case .sixteen: ink.color16
    case .palette: ink.color256
    // The first eight numbers are the palette's there (terminfo xterm-direct), so a blue that dark is rounded up.
    case .full: max(Int(ink.color.red) << 16 | Int(ink.color.green) << 8 | Int(ink.color.blue), 8)
    }
  }

  /// The look as curses attributes.
  func attributes(reversed: Bool) -> attr_t {
    var attributes = attr_t(0)
    switch mono {
    case .normal: break
    case .bold: attributes |= hm_attribute_bold()
    case .dim: attributes |= hm_attribute_dim()
    case .underline: attributes |= hm_attribute_underline()
    }
    if reversed { attributes |= hm_attribute_reverse() }
    return attributes
  }
}
