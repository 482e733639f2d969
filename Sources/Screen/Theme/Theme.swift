/// How each meaning looks, on every kind of terminal.
public struct Theme: Hashable, Sendable {
  /// How a meaning looks where there is no colour.
  public enum Mono: String, Sendable, CaseIterable {
    /// As the terminal writes.
    case normal
    /// Bold.
    case bold
    /// Half bright.
    case dim
    /// Underlined.
    case underline
  }

  /// How one meaning looks.
  public struct Ink: Hashable, Sendable {
    /// The colour.
    public var color: RGB
    /// Its place among 256 colours.
    public var color256: Int
    /// Its place among 16 colours.
    public var color16: Int
    /// Its place among 8 colours; where `color16` is one of the bright ones, bold tells it from its dark twin.
    public var color8: Int
    /// Its look without colour.
    public var mono: Mono

    /// A look; what is not given follows from the colour.
    public init(
      _ color: RGB, color256: Int? = nil, color16: Int? = nil, color8: Int? = nil, mono: Mono = .normal
    ) {
      self.color = color
      self.color256 = color256 ?? Palette.nearest256(color)
      self.color16 = color16 ?? Palette.nearest16(color)
      self.color8 = color8 ?? self.color16 % 8
      self.mono = mono
    }

    /// A look by `0xRRGGBB` and its place among 16 colours.
    init(_ number: UInt32, _ color16: Int, mono: Mono = .normal) {
      self.init(RGB(number), color16: color16, mono: mono)
    }
  }

  /// Its name.
  public var name: String
  /// What lies behind; nil for the terminal's own background.
  public var background: Ink?
  private var inks: [Ink]

  /// A theme; what is not given follows from the colour of text.
  public init(name: String, background: Ink? = nil, text: Ink, others: [Role: Ink] = [:]) {
    self.name = name
    self.background = background
    let color = text.color
    inks = []
    for role in Role.allCases {
      let derived: Ink =
        switch role {
        case .text: text
        case .bright: Ink(color.lightened(0.3), mono: .bold)
        case .dim: Ink(color.scaled(0.8), color16: text.color16)
        case .line: Ink(color.scaled(0.62), color16: text.color16, mono: .dim)
        case .ghost: Ink(color.scaled(0.5), color16: text.color16, mono: .dim)
        case .danger: Ink(RGB(0xFF, 0x5F, 0x00), color16: 9, mono: .bold)
        case .red: coloured(like: .danger)
        case .yellow, .magenta: coloured(like: .bright)
        case .green, .cyan: coloured(like: .text)
        case .blue: coloured(like: .dim)
        }
      inks.append(others[role] ?? derived)
    }
  }

  // What a node coloured is no meaning of ours: where there is no colour, it looks like the rest of its output.
  private func coloured(like role: Role) -> Ink {
    var ink = self[role]
    ink.mono = self[.dim].mono
    return ink
  }

  /// How a meaning looks.
  public subscript(role: Role) -> Ink { inks[Int(role.rawValue)] }
}
