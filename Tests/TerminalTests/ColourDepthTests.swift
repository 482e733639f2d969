import CNcurses
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

  @Test func `without colour, meanings differ by intensity`() {
    let theme = Theme.amber
    func attributes(_ role: Role) -> attr_t {
      Look(theme[role], background: theme.background, depth: .mono).attributes(reversed: false)
    }
    #expect(attributes(.text) == 0)
    #expect(attributes(.bright) == hm_attribute_bold())
    #expect(attributes(.line) == hm_attribute_dim())
    #expect(attributes(.danger) == hm_attribute_bold())
    #expect(Look(theme[.text], background: nil, depth: .mono).foreground == -1)
  }

  @Test func `with eight colours the bright ones are bold`() {
    let bright = Look(Theme.amber[.bright], background: nil, depth: .eight)
    #expect(bright.foreground == 3)
    #expect(bright.attributes(reversed: true) == hm_attribute_bold() | hm_attribute_reverse())
    #expect(Look(Theme.amber[.danger], background: nil, depth: .eight).foreground == 1)
  }

  @Test func `with all colours numbers are red, green and blue`() {
    #expect(Look(Theme.amber[.text], background: nil, depth: .full).foreground == 0xFFB000)
    #expect(Look(Theme.Ink(RGB(0, 0, 2)), background: nil, depth: .full).foreground == 8)
    #expect(Look(Theme.amber[.text], background: nil, depth: .palette).foreground == 214)
    #expect(Look(Theme.paper[.text], background: Theme.paper.background, depth: .palette).background == 230)
  }
}
