/// The themes that need no file. Each is also a file in `themes/`, to begin one's own from.
extension Theme {
  static let builtIn = [amber, green, white, blue, paper, highContrast, colorblind]

  /// One hue in five strengths, and a second one for danger: phosphor P3, the screen of an amber terminal.
  public static let amber = Theme(
    name: "amber", text: Ink(0xFFB000, 3),
    others: [
      .bright: Ink(0xFFCC00, 11, mono: .bold), .dim: Ink(0xD78700, 3), .line: Ink(0xAF5F00, 3, mono: .dim),
      .ghost: Ink(0x875F00, 3, mono: .dim), .danger: Ink(0xFF5F00, 9, mono: .bold),
    ])

  /// Phosphor P1, the green of older terminals.
  public static let green = Theme(
    name: "green", text: Ink(0x33FF33, 2),
    others: [
      .bright: Ink(0xAFFFAF, 10, mono: .bold), .dim: Ink(0x00D700, 2), .line: Ink(0x008700, 2, mono: .dim),
      .ghost: Ink(0x005F00, 2, mono: .dim), .danger: Ink(0xFF5F00, 9, mono: .bold),
    ])

  /// Phosphor P4, the cool white of television tubes.
  public static let white = Theme(
    name: "white", text: Ink(0xD0D8E0, 7),
    others: [
      .bright: Ink(0xFFFFFF, 15, mono: .bold), .dim: Ink(0xA0A8B0, 7), .line: Ink(0x707880, 8, mono: .dim),
      .ghost: Ink(0x505860, 8, mono: .dim), .danger: Ink(0xFF5F5F, 9, mono: .bold),
    ])

  /// Ice on deep water; the warm danger is the only thing that is not blue.
  public static let blue = Theme(
    name: "blue", text: Ink(0x8AB4FF, 6),
    others: [
      .bright: Ink(0xD0E4FF, 14, mono: .bold), .dim: Ink(0x6A94E0, 6), .line: Ink(0x4468B0, 4, mono: .dim),
      .ghost: Ink(0x34508A, 4, mono: .dim), .danger: Ink(0xFFAF00, 11, mono: .bold),
    ])

  /// Ink on paper; blue for danger, which also those see who can't tell red from green.
  public static let paper = Theme(
    name: "paper", background: Ink(RGB(0xFFFFEE), color256: 230, color16: 15), text: Ink(0x303030, 0),
    others: [
      .bright: Ink(0x000000, 0, mono: .bold), .dim: Ink(0x585858, 0), .line: Ink(0x949494, 8, mono: .dim),
      .ghost: Ink(0xBCBCBC, 7, mono: .dim), .danger: Ink(0x0000D7, 4, mono: .bold),
    ])

  /// As much contrast as a screen has: whatever is to be read has 7 to 1 at least, borders too.
  public static let highContrast = Theme(
    name: "high-contrast", background: Ink(0x000000, 0), text: Ink(0xFFFFFF, 15),
    others: [
      .bright: Ink(0xFFFF00, 11, mono: .bold), .dim: Ink(0xFFFFFF, 15), .line: Ink(0xC0C0C0, 7),
      .ghost: Ink(0xA0A0A0, 7, mono: .dim), .danger: Ink(0xFF8787, 9, mono: .underline),
    ])

  /// The colours of Okabe and Ito, told apart with any kind of colour vision.
  public static let colorblind = Theme(
    name: "colorblind", text: Ink(0xE6E6E6, 7),
    others: [
      .bright: Ink(0xF0E442, 11, mono: .bold), .dim: Ink(0xB3B3B3, 7), .line: Ink(0x0072B2, 4, mono: .dim),
      .ghost: Ink(0x666666, 8, mono: .dim), .danger: Ink(0xE69F00, 3, mono: .underline),
    ])
}
