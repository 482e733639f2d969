import Testing

@testable import Screen

@Suite struct MouseUpdateTests {
  @Test func `the mouse is the terminal's until it is asked for`() {
    var state = SampleHerd.atRest(80, 24)
    #expect(state.handle(.key(.character("m"))) == [.captureMouse(true)])
    #expect(state.handle(.key(.character("m"))) == [.captureMouse(false)])
  }

  @Test(arguments: [(80, 24, 45, 5), (40, 12, 10, 3)])
  func `a click selects a card, and starts nothing`(_ width: Int, _ height: Int, _ x: Int, _ y: Int) {
    var state = SampleHerd.atRest(width, height)
    #expect(state.handle(.mouse(.click(x: x, y: y))).isEmpty)
    #expect(state.selectedCard?.name == "pve3")
    for (x, y) in [(-1, -1), (width, height), (5, height - 2), (.max, .max)] {
      #expect(state.handle(.mouse(.click(x: x, y: y))).isEmpty)
    }
    #expect(state.selectedCard?.name == "pve3")
  }

  @Test func `the wheel scrolls the pane, and the dialog that lies over it`() {
    var state = SampleHerd.running(80, 24)
    _ = state.handle(.mouse(.wheel(lines: -3)))
    #expect(state.pane.bottom != nil)
    _ = state.handle(.mouse(.wheel(lines: 300)))
    #expect(state.pane.bottom == nil)
    _ = state.handle(.key(.character("?")))
    _ = state.handle(.mouse(.wheel(lines: 3)))
    #expect(state.dialog?.scroll == 3)
    _ = state.handle(.mouse(.click(x: 5, y: 5)))
    #expect(state.dialog != nil)
  }
}
