import Cluster
import Dispatch
import Simulation
import Synchronization

/// An engine that lacks one of its guards, and the invariant that has to notice.
struct Mutant {
  var missing: Guard
  /// Name of the invariant.
  var keeper: String

  /// One for each guard.
  static let all = Guard.allCases.map { Mutant(missing: $0, keeper: keeper(of: $0)) }

  private static func keeper(of guardTaken: Guard) -> String {
    switch guardTaken {
    case .othersWhole, .quorumMargin: "one-node-down"
    case .emptyNode: "empty-before-reboot"
    case .consent: "consent-by-name"
    case .lease: "one-run"
    case .strays: "guests-accounted-for"
    case .undoing, .uncovering: "nothing-left-behind"
    case .rebootProof, .wholeAgain: "reboots-are-real"
    case .foreignWork: "foreign-locks-stand"
    case .noOlderMachine: "no-older-machine"
    case .force: "force-is-named"
    case .secrets: "no-secret-told"
    case .covering: "none-down-uncovered"
    case .quieting: "stopped-stays-stopped"
    case .cephTold: "ceph-is-told"
    case .turnsDone: "moves-are-needed"
    case .lookingAgain: "run-ends"
    case .quoting: "nothing-deleted"
    }
  }

  /// Whether that invariant finds the engine out in a rehearsal.
  func isFoundOut(by rehearsal: Rehearsal) -> Bool {
    Guard.$removed.withValue(missing) { rehearsal.carryOut() }.violations.contains { $0.invariant == keeper }
  }

  /// The first of those random runs that finds it out, on every processor; nil if none does.
  func firstSeed(of seeds: Range<UInt64>) -> UInt64? {
    let found = Mutex<UInt64?>(nil)
    DispatchQueue.concurrentPerform(iterations: seeds.count) { index in
      let seed = seeds.lowerBound + UInt64(index)
      guard found.withLock({ $0.map { seed < $0 } ?? true }) else { return }
      guard isFoundOut(by: .random(seed: seed)) else { return }
      found.withLock { $0 = min($0 ?? seed, seed) }
    }
    return found.withLock { $0 }
  }
}
