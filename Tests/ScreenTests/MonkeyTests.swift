import Cluster
import Planning
import TestPace
import Testing

@testable import Screen

/// Somebody leans on the keyboard while the cluster does what it likes.
@Suite(.givesWay) struct MonkeyTests {
  private static let keys: [Key] =
    "URADHXSsatpvrq?jkgGfhlHL12345-*/:eowdc<>! homelab".map(Key.character) + [
      .enter, .escape, .tab, .backTab, .up, .down, .left, .right, .pageUp, .pageDown, .home, .end, .backspace, .delete,
      .control("c"), .control("d"), .control("u"), .control("l"), .control("z"), .paste("homelab"),
      .paste("\u{1B}[A\rR"),
    ]

  @Test(arguments: 1...8) func `nothing starts unless its button was focused on purpose`(_ seed: Int) {
    var dice = Dice(seed: UInt64(seed))
    var state = SampleHerd.atRest(80, 24)
    var moment = SampleHerd.now
    var starts = 0
    for step in 0..<4000 {
      let before = state
      let input = input(&dice, state, &moment)
      let commands = state.handle(input)
      for command in commands {
        if case .steer(let told) = command {
          // Leaving somebody out and ending everything are asked first; the rest can be taken back.
          switch told {
          case .skipNode, .skipGuest, .retarget, .abort, .stop: #expect(before.dialog?.focus ?? 0 > 0)
          case .pause, .proceed, .retry: break
          }
          #expect(before.isRunning && !before.options.isReadOnly)
        }
        guard case .start(let scope) = command else { continue }
        guard case .key(.enter) = input, case .consent(scope, .known(let plan)) = before.dialog?.kind else {
          Issue.record("\(scope) began with \(input)")
          return
        }
        starts += 1
        #expect(before.dialog?.focus == 1)
        #expect(plan.isFeasible)
        #expect(scope != .rolling || before.dialog?.typed == "homelab")
        #expect(before.refusal(of: .rollAll) == nil || scope != .rolling)
        #expect(!before.isRunning && !before.options.isReadOnly)
      }
      if step % 20 == 0 { expectWhole(state.canvas()) }
    }
    // Without any, this would prove nothing.
    #expect(starts > 0)
  }

  private func input(_ dice: inout Dice, _ state: ScreenState, _ moment: inout Timestamp) -> ScreenInput {
    // Of the five pages one starts runs, and what is typed into a prompt starts little.
    if state.prompt != nil, dice.next(below: 4) == 0 { return .key(.escape) }
    if state.page != .cluster, dice.next(below: 8) == 0 { return .key("1") }
    if state.dialog == nil, dice.next(below: 12) == 0 { return .key(["U", "R", "A", "D", "H"][dice.next(below: 5)]) }
    switch dice.next(below: 40) {
    case 0: return .resize(width: dice.next(below: 140), height: dice.next(below: 50))
    case 1: return .inventory(SampleHerd.inventory())
    case 2 where dice.next(below: 3) == 0:
      return .inventory(SampleHerd.inventoryWithAbsence(isQuorate: dice.next(below: 2) == 0))
    case 3: return .inventoryFailed([dice.text(scalars: 30)])
    case 4 where dice.next(below: 3) == 0: return .progress(SampleHerd.progress())
    case 5: return .runEnded(SampleHerd.outcome(dice.next(below: 2) == 0 ? .ok : .strayed))
    case 6: return .message(dice.text(scalars: 200))
    case 7: return .planFailed(dice.text(scalars: 60))
    case 8: return .plan(.rolling, SampleHerd.blockedPlan())
    case 9, 10:
      moment = moment + Double(dice.next(below: 20))
      return .tick(moment)
    case 11...16:
      if case .consent(let scope, .asked) = state.dialog?.kind { return .plan(scope, SampleHerd.plan(scope)) }
      return .key(.enter)
    case 17...25:
      // A monkey that never gets as far as a button proves little.
      guard case .consent(_, .known) = state.dialog?.kind else { fallthrough }
      return .key([Key.tab, .enter, .right, .paste("homelab"), .enter][dice.next(below: 5)])
    default: return .key(Self.keys[dice.next(below: Self.keys.count)])
    }
  }
}
