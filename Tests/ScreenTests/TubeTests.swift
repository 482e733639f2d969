import Testing

@testable import Screen

@Suite struct TubeTests {
  private func canvas(_ lines: [String], style: Style = .dim) -> Canvas {
    var canvas = Canvas(size: Size(width: 20, height: 8))
    for (y, line) in lines.enumerated() { canvas.put(line, x: 0, y: y, style: style) }
    return canvas
  }

  @Test func `what has changed is bright, then text, then at rest`() {
    var tube = Tube(.phosphor)
    let before = canvas(["clock", "mem 23%"])
    #expect(tube.picture(of: before, at: 0).styleLines[1] == "ddd ddd")
    let after = canvas(["tick!", "mem 24%"])
    #expect(tube.picture(of: after, at: 1000).styleLines[1] == "ddd dbd")
    #expect(tube.picture(of: after, at: 1000).styleLines[0] == "ddddd")
    #expect(tube.rest(at: 1000) == Tube.step)
    #expect(tube.picture(of: after, at: 1000 + Tube.step).styleLines[1] == "ddd dtd")
    #expect(tube.picture(of: after, at: 1000 + 2 * Tube.step).styleLines[1] == "ddd ddd")
    #expect(tube.rest(at: 1000 + 2 * Tube.step) == nil)
  }

  @Test func `a log that moves up has changed only where it is new`() {
    var tube = Tube(.phosphor)
    _ = tube.picture(of: canvas(["", "one", "two", "three", "four", "five", "six", "seven"]), at: 0)
    let picture = tube.picture(of: canvas(["", "two", "three", "four", "five", "six", "seven", "8"]), at: 500)
    #expect(picture.styleLines.dropFirst() == ["ddd", "ddddd", "dddd", "dddd", "ddd", "ddddd", "b"])
  }

  @Test func `another page, another size, danger and reverse do not glow`() {
    var tube = Tube(.phosphor)
    let full = String(repeating: "x", count: 20)
    _ = tube.picture(of: canvas([]), at: 0)
    let page = canvas(Array(repeating: full, count: 8))
    #expect(tube.picture(of: page, at: 10) == page)
    let small = Canvas(size: Size(width: 3, height: 2))
    #expect(tube.picture(of: small, at: 20) == small)
    _ = tube.picture(of: canvas([], style: .danger), at: 30)
    let danger = canvas(["", "FAILED"], style: .danger)
    #expect(tube.picture(of: danger, at: 40) == danger)
    let reversed = canvas(["", "FAILED", "PAUSED"], style: .dim.reversed)
    #expect(tube.picture(of: reversed, at: 50) == reversed)
  }

  @Test func `the first picture comes up from the dark, and any key skips that`() {
    var tube = Tube(.boot)
    let first = canvas(["HERDMON", "text"], style: .text)
    #expect(tube.picture(of: first, at: 100).styleLines == ["ggggggg", "gggg", "", "", "", "", "", ""])
    #expect(tube.picture(of: first, at: 100 + Tube.step).styleLines[1] == "dddd")
    #expect(tube.picture(of: first, at: 100 + 2 * Tube.step) == first)
    #expect(2 * Tube.step < 400)
    var skipped = Tube(.boot)
    _ = skipped.picture(of: first, at: 100)
    skipped.skipBoot()
    #expect(skipped.picture(of: first, at: 101) == first)
    #expect(skipped.rest(at: 101) == nil)
  }

  @Test func `every other row is darker, but never too dark to read`() {
    var tube = Tube(.scanlines)
    #expect(tube.picture(of: canvas(["a", "b"], style: .text), at: 0).styleLines.prefix(2) == ["t", "d"])
    #expect(tube.picture(of: canvas(["a", "b"]), at: 0).styleLines.prefix(2) == ["d", "d"])
    #expect(tube.picture(of: canvas(["a", "b"], style: .danger), at: 0).styleLines.prefix(2) == ["x", "x"])
  }

  @Test func `a tube without effects, or of no size, changes nothing`() {
    var plain = Tube([])
    #expect(plain.picture(of: canvas(["a"]), at: 0) == canvas(["a"]))
    var all = Tube([.phosphor, .boot, .scanlines])
    for size in [Size(width: 0, height: 0), Size(width: 1, height: 1), Size(width: 0, height: 5)] {
      for moment in 0..<3 { #expect(all.picture(of: Canvas(size: size), at: moment * 50).size == size) }
    }
  }
}
