import Testing

@testable import Screen

@Suite struct CanvasTests {
  @Test func `text that does not fit is dropped, not wrapped`() {
    var canvas = Canvas(size: Size(width: 5, height: 2))
    canvas.put("abcdefgh", x: 2, y: 0, style: .text)
    canvas.put("xyz", x: 0, y: 1, style: .text, limit: 2)
    #expect(canvas.glyphLines == ["  abc", "xy"])
  }

  @Test func `half of a wide character never stays`() {
    var canvas = Canvas(size: Size(width: 6, height: 1))
    canvas.put("漢字漢", x: 0, y: 0, style: .text)
    canvas.put("x", x: 1, y: 0, style: .text)
    canvas.put("y", x: 2, y: 0, style: .text)
    #expect(canvas.glyphLines == [" xy 漢"])
    expectWhole(canvas)
  }

  @Test func `a wide character does not hang over the edge`() {
    var canvas = Canvas(size: Size(width: 3, height: 1))
    canvas.put("a漢字", x: 0, y: 0, style: .text)
    #expect(canvas.glyphLines == ["a漢"])
    canvas.put("漢", x: 2, y: 0, style: .text)
    #expect(canvas.glyphLines == ["a漢"])
  }

  @Test func `marks stay with their letter, and only so many`() {
    var canvas = Canvas(size: Size(width: 4, height: 1))
    canvas.put("e" + String(repeating: "\u{301}", count: 50) + "x", x: 0, y: 0, style: .text)
    #expect(canvas[0, 0].marks.count == Cell.marksMax)
    #expect(canvas[1, 0].scalar == "x")
    canvas.put("\u{301}", x: 0, y: 0, style: .text)
    #expect(canvas[0, 0].marks.count == Cell.marksMax)
  }

  @Test func `drawing anything anywhere leaves whole characters`() {
    var dice = Dice(seed: 5)
    for _ in 0..<300 {
      var canvas = Canvas(size: Size(width: dice.next(below: 12), height: dice.next(below: 4)))
      for _ in 0..<12 {
        let (x, y) = (dice.next(below: 16) - 2, dice.next(below: 6) - 1)
        if dice.next(below: 3) == 0 {
          canvas.fill(Rect(x: x, y: y, width: dice.next(below: 6), height: 2), with: "─", style: .line)
        } else {
          canvas.put(dice.text(scalars: 10), x: x, y: y, style: .text)
        }
      }
      expectWhole(canvas)
    }
  }

  @Test func `styles are told by letters`() {
    var canvas = Canvas(size: Size(width: 8, height: 1))
    canvas.put("ab", x: 0, y: 0, style: .text)
    canvas.put("cd", x: 2, y: 0, style: .danger.reversed)
    canvas.put(" ", x: 5, y: 0, style: .bright.reversed)
    #expect(canvas.styleLines == ["ttXX B"])
  }
}
