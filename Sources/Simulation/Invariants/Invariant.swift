import Cluster

/// What a run claims about itself when it has ended: the part of its report that invariants hold against the truth.
public struct RunClaim: Hashable, Sendable {
  /// Whether it says that all went well.
  public var isOK: Bool
  /// Nodes that it says were restarted.
  public var restarted: [NodeName]
  /// Guests that it names as not home or not running, with a remedy.
  public var named: Set<GuestID>

  /// A run's claim.
  public init(isOK: Bool, restarted: [NodeName], named: Set<GuestID>) {
    self.isOK = isOK
    self.restarted = restarted
    self.named = named
  }
}

/// A rule of safety that holds in every run, whatever goes wrong. Each has a file of its own beside this one.
public protocol Invariant: Sendable {
  /// Stable name.
  var name: String { get }
  /// What breaks the rule, in sentences; empty if nothing does.
  func violations(in truth: GroundTruth, claim: RunClaim, faults: [Fault]) -> [String]
}

/// All rules.
public enum Invariants {
  /// In the order of the design.
  public static let all: [any Invariant] = [
    OneNodeDown(), EmptyBeforeReboot(), GuestsAccountedFor(), RebootsAreReal(), ForeignLocksStand(), NothingDeleted(),
    StoppedStaysStopped(), CommandsUnderstood(),
  ]

  /// Every broken rule with what breaks it.
  public static func check(
    _ truth: GroundTruth, claim: RunClaim, faults: [Fault]
  ) -> [(invariant: String, message: String)] {
    all.flatMap { rule in rule.violations(in: truth, claim: claim, faults: faults).map { (rule.name, $0) } }
  }
}
