import Cluster
import Planning
import Testing

@testable import Screen

@Suite struct SteerUpdateTests {
  /// The guests' page of a run, on the guest of that number.
  private func onGuest(_ id: Int, _ width: Int = 80, _ height: Int = 24) -> ScreenState {
    var state = SampleHerd.pressing("2", in: SampleHerd.running(width, height))
    for _ in 0..<60 where state.steeredGuests != [GuestID(id)] { _ = state.handle(.key("j")) }
    return state
  }

  private func typed(_ command: String, in state: ScreenState) -> (ScreenState, [ScreenCommand]) {
    var state = SampleHerd.pressing(":", in: state)
    for character in command { _ = state.handle(.key(.character(character))) }
    let commands = state.handle(.key(.enter))
    return (state, commands)
  }

  @Test(arguments: [("s", Steering.skipNode(SampleHerd.pve1)), ("X", .abort)] as [(Character, Steering)])
  func `what changes a run's course is asked first, and Enter goes on`(_ key: Character, _ told: Steering) {
    var state = SampleHerd.pressing(key, in: SampleHerd.running(80, 24))
    #expect(state.dialog?.focus == 0)
    #expect(state.handle(.key(.enter)) == [] && state.dialog == nil)
    _ = state.handle(.key(.character(key)))
    _ = state.handle(.key(.tab))
    #expect(state.handle(.key(.enter)) == [.steer(told)])
  }

  @Test func `a guest is skipped, sent elsewhere and tried again from its row`() {
    var state = onGuest(124)
    _ = state.handle(.key("s"))
    _ = state.handle(.key(.tab))
    #expect(state.handle(.key(.enter)) == [.steer(.skipGuest(GuestID(124)))])
    _ = state.handle(.key("t"))
    #expect(state.dialogButtons.map(\.title) == ["Cancel", "pve2", "pve3"])
    _ = state.handle(.key(.backTab))
    #expect(state.handle(.key(.enter)) == [.steer(.retarget(GuestID(124), to: SampleHerd.pve3))])
    #expect(state.handle(.key("a")) == [.steer(.retry(GuestID(124)))])
  }

  @Test func `all that are marked are told together`() {
    var state = onGuest(124)
    _ = state.handle(.key(" "))
    _ = state.handle(.key(" "))
    #expect(state.handle(.key("a")) == [.steer(.retry(GuestID(124))), .steer(.retry(GuestID(125)))])
    _ = state.handle(.key("s"))
    #expect(state.dialogButtons.last?.title == "leave 2 guests")
  }

  @Test func `who is on the way can't be told otherwise`() {
    var state = onGuest(107)
    for key in ["s", "t"] as [Character] {
      #expect(state.handle(.key(.character(key))) == [] && state.dialog == nil)
      #expect(state.status?.text == "\(key) is refused now: ct/107 unbound is on the way already")
    }
  }

  @Test func `who has no move to come can't be sent elsewhere`() {
    var state = onGuest(311)
    #expect(state.handle(.key("t")) == [] && state.dialog == nil)
    #expect(state.status?.text == "t is refused now: vm/311 build has no move to come now")
  }

  @Test func `only a node with a turn to come or under way can be left out`() {
    var state = typed("pve2", in: SampleHerd.running(80, 24)).0
    _ = state.handle(.key("s"))
    #expect(state.status?.text == "s is refused now: the turn of pve2 is over")
    state = typed("pbs1", in: state).0
    _ = state.handle(.key("s"))
    #expect(state.status?.text == "s is refused now: pbs1 has no part in this run")
    state = typed("pve3", in: state).0
    _ = state.handle(.key("s"))
    #expect(state.dialog?.kind == .steering(.skipNode(SampleHerd.pve3)))
  }

  @Test func `commands steer as the keys do`() {
    let state = SampleHerd.running(80, 24)
    #expect(typed("pause", in: state).1 == [.steer(.pause)])
    #expect(typed("continue", in: state).0.status?.text == "the run is not paused")
    var paused = state
    var progress = SampleHerd.progress()
    progress.state = .paused
    _ = paused.handle(.progress(progress))
    #expect(typed("continue", in: paused).1 == [.steer(.proceed)])
    #expect(typed("pause", in: paused).0.status?.text == "the run is paused already")
    #expect(typed("retry 124", in: state).1 == [.steer(.retry(GuestID(124)))])
    #expect(typed("target 124 pve3", in: state).1 == [.steer(.retarget(GuestID(124), to: SampleHerd.pve3))])
    #expect(typed("skip frigate", in: state).0.dialog?.kind == .steering(.skipGuests([GuestID(124)])))
    #expect(typed("skip pve3", in: state).0.dialog?.kind == .steering(.skipNode(SampleHerd.pve3)))
    #expect(typed("abort", in: state).0.dialog?.kind == .steering(.abort))
    #expect(typed("skip nobody", in: state).0.status?.text == "there is no guest nobody")
    #expect(typed("target 124", in: state).0.status?.text.hasPrefix(":target needs a guest and a node") == true)
    #expect(
      typed("abort", in: SampleHerd.atRest(80, 24)).0.status?.text == ":abort is refused now: no run is in progress")
  }

  @Test func `a replay and a screen that only watches steer nothing`() {
    var options = ScreenState.Options(isReadOnly: true)
    for isReplay in [false, true] {
      options.isReplay = isReplay
      var state = SampleHerd.running(80, 24, options: options)
      for key in "psSX" {
        #expect(state.handle(.key(.character(key))) == [] && state.dialog == nil)
        #expect(state.status?.text.contains(isReplay ? "only played again" : "only watches") == true)
      }
    }
  }

  @Test func `what the run says no to is seen at once`() {
    var state = SampleHerd.running(80, 24)
    let notice = Notice(
      event: "run.refused", level: .warning, subject: "ct/124 frigate", message: "can't be skipped now")
    _ = state.handle(.record(RunRecord(run: SampleHerd.run, seq: 90, time: SampleHerd.now, notice: notice)))
    #expect(state.status?.text == "ct/124 frigate can't be skipped now")
  }

  @Test func `a question about a run that ends meanwhile is closed`() {
    var state = SampleHerd.pressing("X", in: SampleHerd.running(80, 24))
    _ = state.handle(.runEnded(SampleHerd.outcome()))
    #expect(state.dialog?.kind != .steering(.abort))
  }

  @Test(arguments: [(80, 24), (40, 12), (120, 40)]) func `the questions look like this`(_ width: Int, _ height: Int)
    throws
  {
    for (key, name) in [("s", "skip-node"), ("X", "abort")] as [(Character, String)] {
      let state = SampleHerd.pressing(key, in: SampleHerd.running(width, height))
      try Golden.check(state.canvas(), "steer-\(name)-\(width)x\(height)")
    }
    try Golden.check(
      SampleHerd.typing("skip 124", in: SampleHerd.running(width, height)).canvas(),
      "steer-skip-guest-\(width)x\(height)")
    try Golden.check(
      SampleHerd.pressing("t", in: onGuest(124, width, height)).canvas(), "steer-target-\(width)x\(height)")
    let drain = RunScope.drain([SampleHerd.pve1])
    try Golden.check(
      SampleHerd.asking("D", drain, plan: SampleHerd.plan(drain), width, height).canvas(),
      "consent-drain-\(width)x\(height)")
  }
}
