import Testing

@testable import Screen

@Suite struct PageUpdateTests {
  @Test func `digits, Tab and the minus sign go from page to page`() {
    var state = SampleHerd.atRest(80, 24)
    func press(_ key: Key) -> Page {
      _ = state.handle(.key(key))
      return state.page
    }
    #expect(press("3") == .fleet)
    #expect(press("-") == .cluster)
    #expect(press("-") == .fleet)
    #expect(press(.tab) == .runs)
    #expect(press(.tab) == .log)
    #expect(press(.tab) == .cluster)
    #expect(press(.backTab) == .log)
    #expect(press("5") == .log)
    #expect(press("-") == .cluster)
    #expect(press("9") == .cluster)
  }

  @Test func `the page of runs asks for the journals`() {
    var state = SampleHerd.atRest(80, 24)
    #expect(state.handle(.key("4")) == [.listRuns])
    #expect(state.handle(.key("r")) == [.refresh, .listRuns])
    #expect(state.handle(.key("1")) == [])
  }

  @Test(arguments: ["U", "R", "A"] as [Key]) func `what acts on a node is only done where it is seen which`(_ key: Key)
  {
    var state = SampleHerd.pressing("2", in: SampleHerd.atRest(80, 24))
    #expect(state.handle(.key(key)) == [])
    #expect(state.dialog == nil)
    #expect(state.status?.text.contains("is a key of the page 1 cluster") == true)
  }

  @Test(arguments: Page.allCases) func `a run can be paused and stopped on every page`(_ page: Page) {
    var state = SampleHerd.typing(page.name, in: SampleHerd.running(80, 24))
    #expect(state.handle(.key("p")) == [.steer(.pause)])
    #expect(state.handle(.key("S")) == [])
    #expect(state.dialog?.kind == .stopRun)
  }

  @Test(arguments: Page.allCases) func `the first line names the page, and the last the way to the others`(_ page: Page)
  {
    let state = SampleHerd.typing(page.name, in: SampleHerd.atRest(80, 24))
    let lines = state.canvas().glyphLines
    if page != .cluster { #expect(lines[0].contains(page.name)) }
    for other in Page.allCases where other != page { #expect(lines[23].contains("\(other.rawValue) \(other.name)")) }
  }

  @Test func `slash below the cards leads to the whole log`() {
    let state = SampleHerd.pressing("/", in: SampleHerd.atRest(80, 24))
    #expect(state.page == .log)
    #expect(state.prompt?.kind == .filter)
  }
}
