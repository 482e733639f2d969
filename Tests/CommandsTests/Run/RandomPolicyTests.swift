import Planning
import Simulation
import Testing

@testable import Commands

/// Random policies are what thousands of runs are rehearsed with: whatever they never want is never tried.
struct RandomPolicyTests {
  private static let policies = (UInt64(0)..<400).map {
    Policy.random(for: Herd.random(seed: $0), seed: $0)
  }

  private func have<Value: Hashable>(_ part: (Policy) -> Value) -> Set<Value> {
    Set(Self.policies.map(part))
  }

  @Test func `every strategy, method and rung is wanted by some`() {
    #expect(have(\.strategy) == Set(Strategy.allCases))
    #expect(have(\.rebootMethod) == Set(Policy.RebootMethod.allCases))
    #expect(have(\.rebootEscalation) == Set(Policy.Escalation.allCases))
    #expect(have(\.record) == Set(Policy.Record.allCases))
    #expect(have(\.overlaps) == [true, false])
    #expect(have { $0.canary != nil && $0.soakSeconds > 0 } == [true, false])
    #expect(have(\.failedNodesMax) == [0, 1, 2])
    #expect(have(\.failedGuestsMax) == [nil, 0, 1, 2])
    #expect(have(\.apartTags.count) == [0, 1])
  }

  @Test func `every way to treat a guest is wanted by some`() {
    let rules = Self.policies.flatMap(\.guestRules)
    #expect(
      Set(rules.compactMap(\.handling)) == Set(GuestPolicy.Handling.allCases).subtracting([.auto]))
    #expect(Set(rules.compactMap(\.keep)) == Set(GuestRule.Keep.allCases))
    #expect(rules.contains { $0.order != nil })
    #expect(rules.contains { $0.after != nil })
    #expect(rules.contains { $0.nodes != nil })
    #expect(rules.contains { !$0.pools.isEmpty })
    #expect(rules.contains { !$0.tags.isEmpty })
  }

  @Test func `nobody is known to a cluster that keeps no record`() {
    for seed in UInt64(0)..<400 {
      let rehearsal = Rehearsal.random(seed: seed)
      guard rehearsal.policy.record != .required else { continue }
      #expect(!rehearsal.faults.contains { $0.description.hasPrefix("controller-lost") })
    }
  }
}
