import Cluster
import Planning
import Testing

@testable import Screen

@Suite struct KeyUpdateTests {
  @Test func `arrows and vi keys go round the cards`() {
    var state = SampleHerd.atRest(80, 24)
    for key in [Key.right, .right, .character("l")] { _ = state.handle(.key(key)) }
    #expect(state.selectedCard?.name == "pbs1")
    _ = state.handle(.key(.right))
    #expect(state.selectedCard?.name == "pve1")
    for key in [Key.left, .left, .character("h")] { _ = state.handle(.key(key)) }
    #expect(state.selectedCard?.name == "pve2")
  }

  @Test func `up and down go from row to row where there are rows`() {
    var state = SampleHerd.large(8, 120, 40)
    _ = state.handle(.key(.down))
    #expect(state.selectedCard?.name == "pve6")
    _ = state.handle(.key(.up))
    #expect(state.selectedCard?.name == "pve1")
    for _ in 0..<4 { _ = state.handle(.key(.right)) }
    _ = state.handle(.key(.down))
    #expect(state.selectedCard?.name == "pbs1")
  }

  @Test func `the selection stays on its node when the cluster changes`() {
    var state = SampleHerd.atRest(80, 24)
    _ = state.handle(.key(.left))
    _ = state.handle(.key(.left))
    var smaller = SampleHerd.inventory()
    smaller.nodes.remove(at: 0)
    _ = state.handle(.inventory(smaller))
    #expect(state.selectedCard?.name == "pve3")
  }

  @Test(arguments: ["u", "a", "d", "s", " ", "\n", "y", "X"]) func `small letters destroy nothing`(_ key: Character) {
    var state = SampleHerd.atRest(80, 24)
    #expect(state.handle(.key(.character(key))) == [])
    #expect(state.dialog == nil)
  }

  @Test func `what can't be done now says why, in place`() {
    func reason(_ key: Character, _ state: ScreenState) -> String {
      var state = state
      #expect(state.handle(.key(.character(key))) == [])
      #expect(state.dialog == nil)
      return state.status?.text ?? ""
    }
    #expect(reason("A", SampleHerd.state(80, 24)) == "A is refused now: the cluster has not answered yet")
    #expect(reason("R", SampleHerd.running(80, 24)) == "R is refused now: run 7f3a is in progress")
    #expect(reason("p", SampleHerd.atRest(80, 24)) == "p is refused now: no run is in progress")
    let away = SampleHerd.withAbsence(80, 24)
    #expect(reason("A", away) == "A is refused now: pve3 is away, rebooting another node would cost quorum")
    #expect(
      reason("U", SampleHerd.typing("pve3", in: away)) == "U is refused now: pve3 is away: nothing can be done on it")
    let split = SampleHerd.withAbsence(80, 24, isQuorate: false)
    #expect(reason("U", split) == "U is refused now: no quorum: 1 vote of 3, 2 needed")
    let backup = SampleHerd.typing("pbs1", in: SampleHerd.atRest(80, 24))
    #expect(reason("R", backup).contains("pbs1 is a backup server"))
    let watching = SampleHerd.atRest(80, 24, options: .init(isReadOnly: true))
    for key in "URA" { #expect(reason(key, watching).contains("read-only")) }
  }

  @Test func `an update in place is not refused because another node is away`() {
    var state = SampleHerd.withAbsence(80, 24)
    #expect(state.handle(.key(.character("U"))) == [.plan(.update([SampleHerd.pve1]))])
  }

  @Test func `a refusal goes away after a while, and with the next key`() {
    var state = SampleHerd.running(80, 24)
    _ = state.handle(.key(.character("R")))
    _ = state.handle(.tick(SampleHerd.now + 7))
    #expect(state.status != nil)
    _ = state.handle(.tick(SampleHerd.now + 9))
    #expect(state.status == nil)
    _ = state.handle(.key(.character("R")))
    _ = state.handle(.key(.character("l")))
    #expect(state.status == nil)
  }

  @Test func `p pauses and goes on`() {
    var state = SampleHerd.running(80, 24)
    #expect(state.handle(.key(.character("p"))) == [.steer(.pause)])
    var progress = SampleHerd.progress()
    progress.state = .paused
    _ = state.handle(.progress(progress))
    #expect(state.handle(.key(.character("p"))) == [.steer(.proceed)])
  }

  @Test func `S asks before it stops`() {
    var state = SampleHerd.running(80, 24)
    #expect(state.handle(.key(.character("S"))) == [])
    #expect(state.handle(.key(.enter)) == [])
    _ = state.handle(.key(.character("S")))
    _ = state.handle(.key(.tab))
    #expect(state.handle(.key(.enter)) == [.steer(.stop(.asked))])
  }

  @Test(arguments: [Key.character("q"), .control("c")]) func `leaving a run asks: stay, or stop cleanly`(_ key: Key) {
    var rest = SampleHerd.atRest(80, 24)
    #expect(rest.handle(.key(key)) == [.quit])
    var state = SampleHerd.running(80, 24)
    #expect(state.handle(.key(key)) == [])
    #expect(state.handle(.key(.enter)) == [])
    _ = state.handle(.key(key))
    _ = state.handle(.key(.right))
    #expect(state.handle(.key(.enter)) == [.steer(.stop(.asked))])
    #expect(state.handle(.runEnded(SampleHerd.outcome(.stopped))) == [.quit])
  }

  @Test func `a run that only is watched goes on when the screen is left`() {
    var state = SampleHerd.running(80, 24, options: .init(isReadOnly: true))
    _ = state.handle(.key(.character("q")))
    _ = state.handle(.key(.tab))
    #expect(state.handle(.key(.enter)) == [.quit])
    #expect(state.handle(.asked(.terminate)) == [.quit])
  }

  @Test func `a request to end from outside stops the run cleanly, a second one leaves`() {
    var state = SampleHerd.running(80, 24)
    #expect(state.handle(.asked(.terminate)) == [.steer(.stop(.terminate))])
    #expect(state.handle(.asked(.terminate)) == [.quit])
    var rest = SampleHerd.atRest(80, 24)
    #expect(rest.handle(.asked(.interrupt)) == [.quit])
  }

  @Test func `a run in a process of its own outlives the screen, whatever ends that`() {
    var options = ScreenState.Options()
    options.ownsRuns = false
    for reason in [StopReason.terminate, .interrupt] {
      var state = SampleHerd.running(80, 24, options: options)
      #expect(state.handle(.asked(reason)) == [.quit])
    }
    var state = SampleHerd.running(80, 24, options: options)
    _ = state.handle(.key(.character("q")))
    #expect(state.dialogButtons.map(\.action) == [.close, .leave, .stopAndLeave])
    _ = state.handle(.key(.tab))
    #expect(state.handle(.key(.enter)) == [.quit])
  }

  @Test func `a replay is left without a question`() {
    var options = ScreenState.Options(isReadOnly: true)
    options.isReplay = true
    var state = SampleHerd.running(80, 24, options: options)
    #expect(state.handle(.key(.character("q"))) == [.quit])
  }

  @Test func `guests were where the run says, not where they are when it is found in progress`() {
    var state = SampleHerd.atRest(80, 24)
    let places = state.inventory?.guests.reduce(into: [GuestID: NodeName]()) { $0[$1.id] = SampleHerd.pve3 } ?? [:]
    _ = state.handle(.runBegan(places: places))
    _ = state.handle(.progress(SampleHerd.progress()))
    #expect(state.startPlaces == places)
  }

  @Test func `Escape never destroys and never leaves`() {
    var state = SampleHerd.running(80, 24)
    for _ in 0..<5 { #expect(state.handle(.key(.escape)) == []) }
  }

  @Test func `redraw, refresh and suspend are passed on, from dialogs too where it makes sense`() {
    var state = SampleHerd.atRest(80, 24)
    #expect(state.handle(.key(.character("r"))) == [.refresh])
    _ = state.handle(.key(.character("?")))
    #expect(state.handle(.key(.control("l"))) == [.redraw])
    #expect(state.handle(.key(.control("z"))) == [.suspend])
    #expect(state.dialog != nil)
  }
}
