import FoundationEssentials

/// Themes by name: those in folders, in their order, and those built in.
public enum ThemeShelf {
  /// Themes that need no file.
  public static let builtIn: [Theme] = [.amber, .green, .paper]

  /// The theme of that name, from the first folder that has `NAME.toml`, else built in.
  /// - Throws: what is wrong with its file, or that there is none.
  public static func theme(_ name: String, folders: [String]) throws(ThemeError) -> Theme {
    // A name is a file's name and never a way out of the folder.
    guard !name.isEmpty, name.utf8.allSatisfy({ isPlain($0) }) else {
      throw ThemeError(file: name, line: nil, message: "a theme's name has letters, digits, '-' and '_' only")
    }
    for folder in folders {
      let path = "\(folder)/\(name).toml"
      guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { continue }
      return try ThemeFile.read(text, file: path)
    }
    if let theme = builtIn.first(where: { $0.name == name }) { return theme }
    let names = builtIn.map(\.name).joined(separator: ", ")
    throw ThemeError(
      file: "\(name).toml", line: nil,
      message: "no such theme in \(folders.joined(separator: ", ")); built in are \(names)")
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D
      || byte == 0x5F
  }
}

extension Theme {
  /// The green of older terminals.
  public static let green = Theme(
    name: "green",
    text: Ink(RGB(0x33, 0xFF, 0x33), color256: 83, color16: 2),
    others: [
      .bright: Ink(RGB(0xAF, 0xFF, 0xAF), color256: 157, color16: 10, mono: .bold),
      .dim: Ink(RGB(0x00, 0xD7, 0x00), color256: 40, color16: 2),
      .line: Ink(RGB(0x00, 0x87, 0x00), color256: 28, color16: 2, mono: .dim),
      .ghost: Ink(RGB(0x00, 0x5F, 0x00), color256: 22, color16: 2, mono: .dim),
      .danger: Ink(RGB(0xFF, 0x5F, 0x00), color256: 202, color16: 9, mono: .bold),
    ])

  /// Ink on paper; blue for danger, which also those see who can't tell red from green.
  public static let paper = Theme(
    name: "paper",
    background: Ink(RGB(0xFF, 0xFF, 0xEE), color256: 230, color16: 15),
    text: Ink(RGB(0x30, 0x30, 0x30), color256: 236, color16: 0),
    others: [
      .bright: Ink(RGB(0x00, 0x00, 0x00), color256: 16, color16: 0, mono: .bold),
      .dim: Ink(RGB(0x58, 0x58, 0x58), color256: 240, color16: 0),
      .line: Ink(RGB(0x94, 0x94, 0x94), color256: 246, color16: 8, mono: .dim),
      .ghost: Ink(RGB(0xBC, 0xBC, 0xBC), color256: 250, color16: 7, mono: .dim),
      .danger: Ink(RGB(0x00, 0x00, 0xD7), color256: 20, color16: 4, mono: .bold),
    ])
}
