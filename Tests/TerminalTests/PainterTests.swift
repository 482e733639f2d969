import Testing

@testable import Screen
@testable import Terminal

extension CursesSuites {
  @Suite struct PainterTests {
    private static let xterm = {
      var all = Capabilities()
      all.right = "\u{1B}[%p1%dC"
      all.eraseToEnd = "\u{1B}[K"
      all.reset = "\u{1B}[m"
      all.reverse = "\u{1B}[7m"
      all.foreground = "\u{1B}[38;5;%p1%dm"
      all.background = "\u{1B}[48;5;%p1%dm"
      all.colours = 256
      return all
    }()

    private static func painter(_ capabilities: Capabilities = xterm, _ depth: ColourDepth = .palette) -> Painter {
      Painter(capabilities: capabilities, depth: depth) { TextWidth.of($0) }
    }

    @Test(arguments: [Theme.amber, .paper], [ColourDepth.palette, .full, .mono])
    func `whatever is drawn after whatever, the terminal shows it`(_ theme: Theme, _ depth: ColourDepth) throws {
      var random = SystemRandomNumberGenerator()
      var painter = PainterTests.painter(PainterTests.xterm, depth)
      for _ in 0..<20 {
        let size = Size(width: .random(in: 1...30, using: &random), height: .random(in: 1...6, using: &random))
        var paper = PaperTerminal(width: size.width, height: size.height)
        painter.forget()
        var canvas = Canvas(size: size)
        for _ in 0..<20 {
          scribble(on: &canvas, &random)
          try paper.take(painter.paint(canvas, theme: theme)) { TextWidth.of($0) }
          try expect(paper, shows: canvas, theme, depth)
        }
      }
    }

    private func scribble(on canvas: inout Canvas, _ random: inout SystemRandomNumberGenerator) {
      let words = ["pve1", "漢字", "e\u{301}x", "▓▓░", "   ", "a b c d e f", "→", String(repeating: " ", count: 40)]
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        let style = Style(Role.allCases.randomElement(using: &random) ?? .text, reversed: .random(using: &random))
        canvas.put(
          words.randomElement(using: &random) ?? "", x: .random(in: -1..<canvas.size.width, using: &random),
          y: .random(in: 0..<canvas.size.height, using: &random), style: style)
      }
      canvas.cursor = Bool.random(using: &random) ? Canvas.Position(x: 0, y: canvas.size.height - 1) : nil
    }

    private func expect(
      _ paper: PaperTerminal, shows canvas: Canvas, _ theme: Theme, _ depth: ColourDepth
    ) throws {
      for y in 0..<canvas.size.height {
        for x in 0..<canvas.size.width {
          let (cell, place) = (canvas[x, y], paper.places[y][x])
          try #require(place.glyph == cell.glyph, "\(x), \(y)")
          guard depth == .palette, cell.width > 0, cell.scalar != " " || cell.style.isReversed else { continue }
          try #require(place.isReversed == cell.style.isReversed, "\(x), \(y)")
          try #require(place.foreground == String(theme[cell.style.role].color256), "\(x), \(y)")
        }
      }
      if let cursor = canvas.cursor { #expect(paper.x == cursor.x && paper.y == cursor.y) }
    }

    @Test func `nothing that a node says reaches the terminal as a command`() throws {
      let pieces = [
        "\u{1B}[2J", "\u{1B}]52;c;QQ==\u{07}", "\u{1B}P$q\u{1B}\\", "\u{9B}31m", "\u{1B}", "[H", "\u{07}", "\u{8}",
        "\r",
        "\u{0E}",
        "\u{1B}[?1049l", "\u{202E}", "\u{200B}", "\u{1B}(0", "\u{7F}", "\u{0}", "pve1", "漢", "e\u{301}", ";", "m",
        "\u{1B}c",
      ]
      var painter = PainterTests.painter()
      var paper = PaperTerminal(width: 24, height: 3)
      for _ in 0..<2000 {
        var canvas = Canvas(size: Size(width: 24, height: 3))
        let text = (0..<Int.random(in: 1...12)).compactMap { _ in pieces.randomElement() }.joined()
        canvas.put(text, x: 0, y: .random(in: 0...2), style: .text)
        try paper.take(painter.paint(canvas, theme: .amber)) { TextWidth.of($0) }
        try expect(paper, shows: canvas, .amber, .palette)
      }
    }

    @Test func `what is shown already is not sent again`() {
      var painter = PainterTests.painter()
      var canvas = Canvas(size: Size(width: 80, height: 24))
      canvas.put("HERDMON", x: 1, y: 0, style: .bright)
      canvas.put("07:04:12", x: 71, y: 0, style: .text)
      _ = painter.paint(canvas, theme: .amber)
      #expect(painter.paint(canvas, theme: .amber).isEmpty)
      canvas.put("07:04:13", x: 71, y: 0, style: .text)
      #expect(painter.paint(canvas, theme: .amber).count <= 8)
      #expect(!painter.paint(canvas, theme: .green).isEmpty)
    }

    @Test func `a clock that shows seconds costs less than a kilobyte a minute`() {
      var painter = PainterTests.painter()
      var canvas = Canvas(size: Size(width: 80, height: 24))
      canvas.cursor = Canvas.Position(x: 3, y: 9)
      _ = painter.paint(canvas, theme: .amber)
      var bytes = 0
      for second in 0...60 {
        canvas.put("07:0\(second / 60):\(second % 60 / 10)\(second % 10)", x: 71, y: 0, style: .text)
        let sent = painter.paint(canvas, theme: .amber).count
        bytes += second == 0 ? 0 : sent
      }
      #expect(bytes < 1024, "\(bytes)")
    }

    @Test func `a terminal that would scroll never gets its last corner`() throws {
      var capabilities = PainterTests.xterm
      capabilities.holdsAtCorner = false
      var painter = PainterTests.painter(capabilities)
      var canvas = Canvas(size: Size(width: 4, height: 2))
      canvas.fill(Rect(canvas.size), with: "x")
      var paper = PaperTerminal(width: 4, height: 2)
      try paper.take(painter.paint(canvas, theme: .amber)) { _ in 1 }
      #expect(paper.lines == ["xxxx", "xxx"])
    }

    @Test func `what the C library measures otherwise is a question mark`() throws {
      var painter = Painter(capabilities: PainterTests.xterm, depth: .palette) { $0 == "漢" ? 1 : TextWidth.of($0) }
      var canvas = Canvas(size: Size(width: 8, height: 1))
      canvas.put("漢字x", x: 0, y: 0, style: .text)
      var paper = PaperTerminal(width: 8, height: 1)
      try paper.take(painter.paint(canvas, theme: .amber)) { TextWidth.of($0) }
      #expect(paper.lines == ["??字x"])
    }

    @Test func `colours are as many as the terminal has`() {
      func sent(_ depth: ColourDepth, _ capability: String = PainterTests.xterm.foreground) -> String {
        var capabilities = PainterTests.xterm
        capabilities.foreground = capability
        return Look(.bright, theme: .amber, depth: depth, capabilities: capabilities).foreground
      }
      #expect(sent(.full) == "\u{1B}[38;2;255;204;0m")
      #expect(sent(.palette) == "\u{1B}[38;5;220m")
      #expect(sent(.sixteen) == "\u{1B}[38;5;11m")
      #expect(sent(.eight, "\u{1B}[3%p1%dm") == "\u{1B}[33m")
      #expect(sent(.mono).isEmpty)
    }

    @Test func `without colour, and with few, meanings differ by intensity`() {
      var capabilities = PainterTests.xterm
      (capabilities.bold, capabilities.dim, capabilities.underline) = ("BOLD", "DIM", "LINE")
      func base(_ style: Style, _ depth: ColourDepth, _ theme: Theme = .amber) -> String {
        Look(style, theme: theme, depth: depth, capabilities: capabilities).base
      }
      #expect(base(.text, .mono).isEmpty)
      #expect(base(.bright, .mono) == "BOLD")
      #expect(base(.line, .mono) == "DIM")
      #expect(base(.danger.reversed, .mono) == "BOLD\u{1B}[7m")
      #expect(base(.danger, .mono, .highContrast) == "LINE")
      #expect(base(.bright, .eight) == "BOLD")
      #expect(base(.bright, .sixteen).isEmpty)
      #expect(base(.line, .sixteen) == "DIM")
      #expect(base(.text, .palette, .paper) == "\u{1B}[48;5;230m")
    }
  }
}
