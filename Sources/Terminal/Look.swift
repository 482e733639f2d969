import Screen

/// What a meaning looks like on a terminal: what to send so that text comes out that way.
struct Look: Hashable {
  /// Attributes and background; sent after all others are ended.
  let base: String
  /// The colour of text, which can change without touching the rest.
  let foreground: String
  /// Whether a blank looks like any other blank.
  let leavesBlanksAlone: Bool

  init(_ style: Style, theme: Theme, depth: ColourDepth, capabilities: Capabilities) {
    let ink = theme[style.role]
    let mono = Look.mono(ink, depth)
    var base = ""
    switch mono {
    case .normal: break
    case .bold: base += capabilities.bold
    case .dim: base += capabilities.dim
    case .underline: base += capabilities.underline
    }
    if style.isReversed { base += capabilities.reverse }
    if let background = theme.background {
      base += Look.colour(background, depth, by: capabilities.background, full: "48")
    }
    self.base = base
    foreground = Look.colour(ink, depth, by: capabilities.foreground, full: "38")
    leavesBlanksAlone = !style.isReversed && mono != .underline
  }

  // Where several meanings share a colour, only an attribute tells them apart.
  private static func mono(_ ink: Theme.Ink, _ depth: ColourDepth) -> Theme.Mono {
    switch depth {
    case .mono: ink.mono
    case .eight: ink.color16 >= 8 ? .bold : ink.mono
    case .sixteen: ink.mono == .bold ? .normal : ink.mono
    case .palette, .full: .normal
    }
  }

  private static func colour(_ ink: Theme.Ink, _ depth: ColourDepth, by capability: String, full: String) -> String {
    switch depth {
    case .mono: ""
    case .eight: Capabilities.fill(capability, ink.color8)
    case .sixteen: Capabilities.fill(capability, ink.color16)
    case .palette: Capabilities.fill(capability, ink.color256)
    case .full: "\u{1B}[\(full);2;\(ink.color.red);\(ink.color.green);\(ink.color.blue)m"
    }
  }
}
