import Cluster
import Planning
import Testing

@testable import Screen

@Suite struct DialogUpdateTests {
  private static let reboot = RunScope.reboot([SampleHerd.pve1])

  private func asked(_ key: Character = "R", _ scope: RunScope = reboot, plan: Plan? = nil) -> ScreenState {
    SampleHerd.asking(.character(key), scope, plan: plan ?? SampleHerd.plan(scope), 80, 24)
  }

  private static let destructive: [(Character, RunScope)] = [
    ("U", .update([SampleHerd.pve1])), ("R", reboot), ("A", .rolling), ("D", .drain([SampleHerd.pve1])),
    ("H", .undrain([SampleHerd.pve1])),
  ]

  @Test(arguments: destructive)
  func `a destructive key asks for figures and starts nothing`(_ key: Character, _ scope: RunScope) {
    var state = SampleHerd.atRest(80, 24)
    #expect(state.handle(.key(.character(key))) == [.plan(scope)])
    #expect(state.dialogButtons.map(\.action) == [.close])
    #expect(state.handle(.key(.enter)) == [])
    #expect(state.dialog == nil)
  }

  @Test func `Enter on a new dialog cancels`() {
    for (key, scope) in [("R" as Character, Self.reboot), ("A", .rolling), ("U", .update([SampleHerd.pve1]))] {
      var state = asked(key, scope)
      #expect(state.dialog?.focus == 0)
      #expect(state.handle(.key(.enter)) == [])
      #expect(state.dialog == nil)
    }
  }

  @Test(arguments: [Key.tab, .right, .character("l"), .backTab, .left, .character("h")])
  func `the other button starts`(_ key: Key) {
    var state = asked()
    _ = state.handle(.key(key))
    #expect(state.handle(.key(.enter)) == [.start(Self.reboot)])
    #expect(state.dialog == nil)
  }

  @Test(arguments: [Key.escape, .control("c"), .character("q")]) func `a way back changes nothing`(_ key: Key) {
    var state = asked()
    _ = state.handle(.key(.tab))
    #expect(state.handle(.key(key)) == [])
    #expect(state.dialog == nil)
  }

  @Test func `all nodes need the name of the cluster, exactly`() {
    var state = asked("A", .rolling)
    _ = state.handle(.key(.tab))
    #expect(state.handle(.key(.enter)) == [])
    #expect(state.dialog != nil)
    #expect(state.status?.text == "type homelab to go on")
    for character in "homelax" { _ = state.handle(.key(.character(character))) }
    _ = state.handle(.key(.tab))
    #expect(state.handle(.key(.enter)) == [])
    #expect(state.dialog?.typed == "homelax")
    _ = state.handle(.key(.backspace))
    _ = state.handle(.key(.character("b")))
    #expect(state.handle(.key(.enter)) == [.start(.rolling)])
  }

  @Test func `letters that are keys elsewhere are only letters in the field`() {
    var state = asked("A", .rolling)
    for character in "qhjklgG?" { _ = state.handle(.key(.character(character))) }
    #expect(state.dialog?.typed == "qhjklgG?")
    #expect(state.dialog?.focus == 0)
  }

  @Test func `Enter cancels until the whole name is typed, and again once a letter is gone`() {
    var state = asked("A", .rolling)
    for character in "homelab" {
      #expect(state.dialog?.focus == 0)
      _ = state.handle(.key(.character(character)))
    }
    #expect(state.dialog?.focus == 1)
    _ = state.handle(.key(.backspace))
    #expect(state.handle(.key(.enter)) == [])
    #expect(state.dialog == nil)
  }

  @Test func `the name may be typed before the figures are there, and nothing starts before they are`() {
    var state = SampleHerd.atRest(80, 24)
    _ = state.handle(.key("A"))
    for character in "homelab" { _ = state.handle(.key(.character(character))) }
    _ = state.handle(.plan(.rolling, SampleHerd.plan(.rolling)))
    #expect(state.dialog?.typed == "homelab")
    #expect(state.dialog?.focus == 0)
    #expect(state.handle(.key(.tab)) == [])
    #expect(state.handle(.key(.enter)) == [.start(.rolling)])
  }

  @Test func `a question that is cancelled says that nothing was started`() {
    var state = asked("A", .rolling)
    #expect(state.handle(.key(.enter)) == [])
    #expect(state.status?.text == "nothing was started")
  }

  @Test func `a plan with blockers can only be closed`() {
    var state = asked(plan: SampleHerd.blockedPlan())
    #expect(state.dialogButtons.map(\.action) == [.close])
    for key in [Key.tab, .right, .enter] { #expect(state.handle(.key(key)) == []) }
    #expect(state.dialog == nil)
  }

  @Test func `a plan of which nothing is left to do can only be closed`() {
    let plan = Plan(passes: [Plan.Pass(node: SampleHerd.pve1, action: .skip, reason: "is up to date")])
    #expect(asked(plan: plan).dialogButtons.map(\.action) == [.close])
  }

  @Test func `a plan that comes late, or for something else, opens nothing`() {
    var state = SampleHerd.atRest(80, 24)
    _ = state.handle(.key(.character("R")))
    _ = state.handle(.plan(.rolling, SampleHerd.plan(.rolling)))
    #expect(state.dialog?.kind == .consent(Self.reboot, .asked))
    _ = state.handle(.key(.escape))
    _ = state.handle(.plan(Self.reboot, SampleHerd.plan(Self.reboot)))
    #expect(state.dialog == nil)
  }

  @Test func `the focus never moves onto a start by itself`() {
    var state = SampleHerd.atRest(80, 24)
    _ = state.handle(.key(.character("R")))
    for _ in 0..<5 { _ = state.handle(.key(.tab)) }
    _ = state.handle(.plan(Self.reboot, SampleHerd.plan(Self.reboot)))
    #expect(state.handle(.key(.enter)) == [])
  }

  @Test func `what has become impossible meanwhile is not started`() {
    var state = asked()
    _ = state.handle(.inventory(SampleHerd.inventoryWithAbsence()))
    _ = state.handle(.key(.tab))
    #expect(state.handle(.key(.enter)) == [])
    #expect(state.status?.text.contains("not started: pve3 is away") == true)
  }

  @Test func `a run that begins elsewhere closes the question`() {
    var state = asked()
    _ = state.handle(.progress(SampleHerd.progress()))
    #expect(state.dialog == nil)
  }

  @Test func `no plan is told as such`() {
    var state = SampleHerd.atRest(80, 24)
    _ = state.handle(.key(.character("R")))
    _ = state.handle(.planFailed("pve2 did not answer"))
    #expect(state.canvas().glyphLines.contains { $0.contains("pve2 did not answer") })
    #expect(state.dialogButtons.map(\.action) == [.close])
  }

  @Test func `pasted text is never taken for keys`() {
    var state = SampleHerd.atRest(80, 24)
    #expect(state.handle(.key(.paste("RA\nq"))) == [])
    #expect(state.dialog == nil)
    state = asked("A", .rolling)
    #expect(state.handle(.key(.paste("home\u{1B}[31mlab"))) == [])
    #expect(state.dialog?.typed == "homelab")
  }

  @Test func `a long dialog scrolls and stops at its ends`() {
    var state = SampleHerd.pressing("?", in: SampleHerd.atRest(80, 24))
    for _ in 0..<100 { _ = state.handle(.key(.down)) }
    #expect(state.dialog?.scroll == DialogFrame(of: state)?.scrollMax)
    #expect(state.canvas().glyphLines.contains { $0.contains("the end") })
    _ = state.handle(.key(.home))
    #expect(state.dialog?.scroll == 0)
    _ = state.handle(.key(.end))
    #expect(state.dialog?.scroll == DialogFrame(of: state)?.scrollMax)
  }
}
