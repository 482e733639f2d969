import Screen
import Testing

@testable import Terminal

@Suite struct ColourDepthTests {
  @Test(arguments: [
    (0, ColourDepth.mono), (-1, .mono), (7, .mono), (8, .eight), (16, .sixteen), (88, .sixteen), (256, .palette),
    (65_536, .palette), (16_777_216, .full),
  ]) func `a depth is the best that so many colours allow`(_ colours: Int, _ depth: ColourDepth) {
    #expect(ColourDepth(colours: colours) == depth)
  }

  @Test func `no colour is asked for with a word that is not empty`() {
    #expect(ColourDepth.isRefused(by: ["NO_COLOR": "1"]))
    #expect(ColourDepth.isRefused(by: ["HERDMON_NO_COLOR": "x"]))
    #expect(!ColourDepth.isRefused(by: ["NO_COLOR": ""]))
    #expect(!ColourDepth.isRefused(by: [:]))
  }

  @Test(
    arguments: [
      (256, false, [:], .palette), (256, true, [:], .full), (256, false, ["COLORTERM": "truecolor"], .full),
      (256, false, ["COLORTERM": "24bit"], .full), (256, false, ["COLORTERM": "yes"], .palette),
      (256, false, ["COLORTERM": "truecolor", "TERM": "screen-256color"], .palette),
      (256, false, ["COLORTERM": "truecolor", "TERM": "screen-256color", "TMUX": "/tmp/x"], .full),
      (0, false, ["COLORTERM": "truecolor"], .mono), (8, false, [:], .eight), (16_777_216, false, [:], .palette),
    ] as [(Int, Bool, [String: String], ColourDepth)])
  func `all colours are used where the terminal says that it has them`(
    _ colours: Int, _ hasFullColour: Bool, _ environment: [String: String], _ depth: ColourDepth
  ) {
    var capabilities = Capabilities()
    (capabilities.colours, capabilities.hasFullColour) = (colours, hasFullColour)
    #expect(capabilities.depth(environment: environment) == depth)
  }
}
