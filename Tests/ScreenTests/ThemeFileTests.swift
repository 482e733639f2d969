import FoundationEssentials
import Testing

@testable import Screen

@Suite struct ThemeFileTests {
  private static let folder =
    #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" } + "/themes"

  @Test(arguments: Theme.builtIn) func `a built-in theme is the same as its file`(_ theme: Theme) throws {
    let text = try String(contentsOfFile: "\(Self.folder)/\(theme.name).toml", encoding: .utf8)
    #expect(try ThemeFile.read(text, file: "\(theme.name).toml") == theme)
  }

  @Test func `one colour makes a theme`() throws {
    let theme = try ThemeFile.read("text = \"#00ff00\"\n", file: "/themes/mine.toml")
    #expect(theme.name == "mine")
    #expect(theme.background == nil)
    #expect(theme[.text].color256 == 46)
    #expect(theme[.text].color16 == 10)
    #expect(theme[.dim].color == RGB(0, 204, 0))
    #expect(theme[.bright].mono == .bold)
    #expect(theme[.danger] == Theme.amber[.danger])
  }

  @Test(arguments: [
    ("text = \"#ffb000\"\ncolour = \"#ffffff\"", 2, "unknown key 'colour'"),
    ("\n\ntext = \"amber\"", 3, "'amber' is no colour"),
    ("text = \"#ffb0\"", 1, "is no colour"),
    ("text = \"#+fb000\"", 1, "is no colour"),
    ("text = \"#ffb000\"\ndim = 4", 2, "'dim' must be a colour"),
    ("text = \"#ffb000\"\n# note\n[danger]\ncolor = \"#ff0000\"\ncolor256 = 900", 5, "from 0 to 255"),
    ("text = \"#ffb000\"\ndim = { color = \"#ff0000\", mono = \"blink\" }", 2, "'mono' must be one of"),
    ("text = { color = \"#ffb000\", color8 = 8 }", 1, "'color8' must be a number from 0 to 7"),
    ("text = \"#ffb000\"\n[line]\ncolor16 = 3", 2, "'line' needs color"),
    ("text = \"#ffb000\"\nname = 7", 2, "'name' must be text"),
    ("text = \"#ffb000\nbright = 1", 1, ""),
    ("a = 1\na = 2", 2, ""),
  ]) func `what is wrong is told with its line`(_ text: String, _ line: Int, _ words: String) {
    let error = #expect(throws: ThemeError.self) { try ThemeFile.read(text, file: "t.toml") }
    #expect(error?.line == line)
    #expect(error?.description.hasPrefix("t.toml:\(line): ") == true)
    #expect(words.isEmpty || error?.message.contains(words) == true)
  }

  @Test func `text without a colour is told`() {
    let error = #expect(throws: ThemeError.self) { try ThemeFile.read("dim = \"#ffb000\"", file: "t.toml") }
    #expect(error?.message.contains("'text' is missing") == true)
  }

  @Test func `eight colours follow from sixteen, unless the file says otherwise`() throws {
    let theme = try ThemeFile.read("text = { color = \"#ffb000\", color16 = 11 }", file: "t.toml")
    #expect(theme[.text].color8 == 3)
    let other = try ThemeFile.read("text = { color = \"#ffb000\", color16 = 11, color8 = 6 }", file: "t.toml")
    #expect(other[.text].color8 == 6)
  }

  @Test(arguments: Theme.builtIn) func `what is to be read can be read`(_ theme: Theme) {
    // WCAG asks for 4.5 of text, and for 7 of text that everybody can read; lines may have less.
    let least = theme == .highContrast ? 7.0 : 4.5
    for role in [Role.text, .bright, .dim, .danger] + (theme == .highContrast ? [.line, .ghost] : []) {
      #expect(contrast(theme[role].color, theme.background?.color ?? RGB(0, 0, 0)) >= least, "\(role)")
    }
  }

  private func contrast(_ one: RGB, _ other: RGB) -> Double {
    func luminance(_ color: RGB) -> Double {
      func part(_ value: UInt8) -> Double {
        let part = Double(value) / 255
        // The curve of sRGB, near enough without a power function: its square lies within 0.02 of it.
        return part <= 0.04 ? part / 12.92 : part * part * (0.75 + 0.25 * part)
      }
      return 0.2126 * part(color.red) + 0.7152 * part(color.green) + 0.0722 * part(color.blue)
    }
    let (light, dark) = (max(luminance(one), luminance(other)), min(luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
  }
}
