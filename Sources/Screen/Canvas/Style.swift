/// What a cell means; a theme decides how that looks.
public enum Role: UInt8, Sendable, Hashable, CaseIterable {
  /// What is to be read.
  case text
  /// What just changed, has the focus, or is at work.
  case bright
  /// Labels and everything that may wait; the darkest that still carries text.
  case dim
  /// Borders, rules and empty parts of bars.
  case line
  /// What fades away; never text.
  case ghost
  /// What needs somebody.
  case danger
  /// What a node wrote in red.
  case red
  /// What a node wrote in green.
  case green
  /// What a node wrote in yellow.
  case yellow
  /// What a node wrote in blue.
  case blue
  /// What a node wrote in magenta.
  case magenta
  /// What a node wrote in cyan.
  case cyan

  /// The colours of nodes.
  static let ofNodes: [Role] = [.red, .green, .yellow, .blue, .magenta, .cyan]
}

/// Meaning of a cell, and whether it stands out by reverse video.
public struct Style: Hashable, Sendable {
  /// What the cell means.
  public var role: Role
  /// Whether foreground and background are exchanged.
  public var isReversed: Bool

  /// A meaning, reversed or not.
  public init(_ role: Role, reversed: Bool = false) {
    self.role = role
    isReversed = reversed
  }

  /// What is to be read.
  public static let text = Style(.text)
  /// What just changed, has the focus, or is at work.
  public static let bright = Style(.bright)
  /// Labels and everything that may wait.
  public static let dim = Style(.dim)
  /// Borders and rules.
  public static let line = Style(.line)
  /// What fades away.
  public static let ghost = Style(.ghost)
  /// What needs somebody.
  public static let danger = Style(.danger)

  /// The same meaning in reverse video.
  public var reversed: Style { Style(role, reversed: true) }

  /// The letter that stands for this style where a screen is written as text: lower case as it is, upper case reversed.
  public var letter: Character {
    let letter =
      switch role {
      case .text: "t"
      case .bright: "b"
      case .dim: "d"
      case .line: "l"
      case .ghost: "g"
      case .danger: "x"
      case .red: "r"
      case .green: "n"
      case .yellow: "y"
      case .blue: "u"
      case .magenta: "m"
      case .cyan: "c"
      }
    return Character(isReversed ? letter.uppercased() : letter)
  }
}
