import Testing

@testable import Screen

@Suite struct PlainTextTests {
  @Test(arguments: [
    ("plain", "plain"),
    ("\u{1B}[31mred\u{1B}[0m", "red"),
    ("\u{1B}[2J\u{1B}[1;1Hgone", "gone"),
    ("\u{1B}]0;title\u{07}after", "after"),
    ("\u{1B}]52;c;ZXZpbA==\u{1B}\\after", "after"),
    ("\u{1B}]0;never ends", ""),
    ("\u{1B}P1$r0m\u{1B}\\after", "after"),
    ("\u{9B}31mred", "red"),
    ("\u{9D}0;title\u{9C}after", "after"),
    ("\u{1B}(Bcharset", "charset"),
    ("\u{1B}cfull reset", "full reset"),
    ("\u{1B}", ""),
    ("\u{1B}[", ""),
    ("a\tb", "a b"),
    ("a\nb\u{2028}c", "a b c"),
    ("a\u{07}\u{08}\u{00}b\u{7F}", "ab"),
    ("10%\r50%\r100%", "100%"),
    ("line\r\n", "line "),
    ("line\r", "line"),
    ("user\u{202E}gpj.exe", "usergpj.exe"),
    ("zero\u{200B}width\u{FEFF}", "zerowidth"),
    ("soft\u{AD}hyphen", "softhyphen"),
    ("private \u{E000}", "private ?"),
    ("flag \u{1F1E9}\u{1F1EA}", "flag ??"),
    ("café e\u{301} 漢字", "café e\u{301} 漢字"),
    ("♥\u{FE0F}", "♥"),
  ]) func `text from outside becomes harmless`(_ text: String, _ clean: String) {
    #expect(Array(PlainText.clean(text).unicodeScalars) == Array(clean.unicodeScalars))
  }

  @Test func `what is clean stays so, whatever it was`() {
    var generator = Dice(seed: 7)
    for _ in 0..<3000 {
      let text = generator.text(scalars: 24)
      let clean = PlainText.clean(text)
      #expect(PlainText.clean(clean) == clean)
      #expect(!clean.unicodeScalars.contains { $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) })
    }
  }

  @Test func `a hostile name reaches no cell of the screen`() {
    var inventory = SampleHerd.inventory()
    inventory.clusterName = "home\u{1B}]0;owned\u{07}\u{1B}[2Jlab\u{202E}"
    for index in inventory.guests.indices { inventory.guests[index].name = "x\u{1B}[31m\u{0D}\u{9B}5m漢\u{300}\u{301}" }
    inventory.nodes[0].problems = ["\u{1B}[?1049l\u{1B}[5;5Hproblem\u{0E}"]
    var state = SampleHerd.state(80, 24)
    _ = state.handle(.inventory(inventory))
    _ = state.handle(.key(.enter))
    _ = state.handle(.message("\u{1B}[H\u{1B}[2Jcleared"))
    for scene in [state, SampleHerd.pressing("A", in: state)] {
      let canvas = scene.canvas()
      expectWhole(canvas)
      for y in 0..<24 {
        for x in 0..<80 {
          let cell = canvas[x, y]
          #expect(cell.width == 0 || cell.scalar.value >= 0x20)
          #expect(!(0x7F..<0xA0).contains(cell.scalar.value) && cell.scalar != "\u{202E}")
        }
      }
    }
  }
}

/// Repeatable random text with a taste for trouble.
struct Dice {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next(below limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(max(limit, 1)))
  }

  mutating func text(scalars count: Int) -> String {
    let troubles: [Unicode.Scalar] = [
      "\u{1B}", "[", "]", "m", ";", "\u{07}", "\\", "\r", "\n", "\t", "a", " ", "漢", "\u{301}", "\u{200D}", "\u{9B}",
      "▓",
      "é", "\u{202E}", "\u{1100}", "\u{1161}", "😀", "\u{FE0F}", "?", "\u{1F1E9}",
    ]
    var text = String.UnicodeScalarView()
    for _ in 0..<next(below: count) {
      if next(below: 4) == 0, let scalar = Unicode.Scalar(UInt32(next(below: 0x11_0000))) {
        text.append(scalar)
      } else {
        text.append(troubles[next(below: troubles.count)])
      }
    }
    return String(text)
  }
}
