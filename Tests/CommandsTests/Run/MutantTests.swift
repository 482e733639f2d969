import Cluster
import Foundation
import Simulation
import TestPace
import Testing

@testable import Commands

/// Each guard of the engine is taken away in turn: such an engine breaks a rule of safety, and is found out by the
/// invariant that keeps this rule.
@Suite(.givesWay) struct MutantTests {
  /// Random runs to look through. None without a wish: thousands take hours without optimisation.
  private static let runs = ProcessInfo.processInfo.environment["HERDMON_MUTANT_RUNS"].flatMap { UInt64($0) }

  @Test(arguments: Guard.allCases)
  func `an engine without that guard is found out where the guard is needed`(_ missing: Guard) throws {
    let mutant = try #require(Mutant.all.first { $0.missing == missing })
    let trap = MutantTrap(for: missing).rehearsal
    #expect(trap.carryOut().violations.map { "\($0.invariant): \($0.message)" } == [], "with it the rules are kept")
    #expect(mutant.isFoundOut(by: trap))
  }

  @Test func `every invariant that an engine could break has a mutant that it finds`() {
    // It tells of the emulator as well: no guard stands for it.
    let others = ["commands-understood"]
    #expect(Set(Mutant.all.map(\.keeper)).union(others) == Set(Invariants.all.map(\.name)))
  }

  @Test(.enabled(if: runs != nil), arguments: Guard.allCases)
  func `random runs find it out`(_ missing: Guard) throws {
    let mutant = try #require(Mutant.all.first { $0.missing == missing })
    #expect(mutant.firstSeed(of: 1..<1 + (MutantTests.runs ?? 0)) != nil)
  }
}
