import CNcurses
import Testing

@testable import Terminal

extension CursesSuites {
  @Suite struct CapabilitiesTests {
    @Test(arguments: [("xterm-256color", 256), ("screen", 8), ("tmux-256color", 256), ("linux", 8), ("vt100", 0)])
    func `every terminal that we promise can be drawn on`(_ type: String, _ colours: Int) throws {
      try #require(setupterm(type, 1, nil) == 0)
      let capabilities = Capabilities.current()
      #expect(capabilities.colours == colours)
      #expect(Capabilities.fill(capabilities.place, 4, 9).hasPrefix("\u{1B}[5;10H"))
      #expect(!capabilities.reset.isEmpty && !capabilities.reverse.isEmpty)
      #expect(capabilities.holdsAtCorner)
      for text in [capabilities.place, capabilities.clear, capabilities.bold, capabilities.reset] {
        #expect(!text.contains("$<"))
      }
    }

    @Test(arguments: [("a$<5>b$<50/>", "ab"), ("$<", "$<"), ("plain", "plain"), ("", "")])
    func `pauses for old machines are left out`(_ text: String, _ kept: String) {
      #expect(Capabilities.withoutPadding(text) == kept)
    }
  }
}
