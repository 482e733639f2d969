import Cluster

/// What a run claims about itself when it has ended: the part of its report that invariants hold against the truth.
public struct RunClaim: Hashable, Sendable {
  /// What was true of a node at the moment when the run called it back.
  public struct Sighting: Hashable, Sendable {
    /// The node.
    public var node: String
    /// What it lacked.
    public var lacks: [String]

    /// A sighting.
    public init(node: String, lacks: [String]) {
      self.node = node
      self.lacks = lacks
    }
  }

  /// Whether it says that all went well.
  public var isOK = false
  /// Whether something went wrong right before it ended, too late to be seen.
  public var endedBlind = false
  /// Whether it has come to its end; one that hangs says nothing more.
  public var isOver = true
  /// When it ended, in virtual seconds.
  public var endedAt = 0.0
  /// Whether nothing is left to be taken up again.
  public var isFinal = false
  /// Nodes that it says were restarted.
  public var restarted: [NodeName] = []
  /// Where guests belong at its end, where that is not where they were at its start.
  public var homes: [GuestID: NodeName] = [:]
  /// How often a guest may have come to another node: out and home for the turn of each node that it was on or belongs
  /// to, and once for each time that its report tells of something that went otherwise with it.
  public var movesAllowed: [GuestID: Int] = [:]
  /// Nodes whose turn it called done, with how often they had gone down by order until then.
  public var turnsDone: [NodeName: Int] = [:]
  /// Guests that it names as not home or not running, with a remedy.
  public var named: Set<GuestID> = []
  /// Guests that it has named so whenever it came to an end, be it to be taken up again.
  public var everNamed: Set<GuestID> = []
  /// Guests that policy lets be shut down.
  public var mayShutDown: Set<GuestID> = []
  /// Guests that policy lets be stopped by force.
  public var mayForce: Set<GuestID> = []
  /// Whether policy lets guests be unlocked that a move has left locked.
  public var mayUnlock = false
  /// Guests that policy leaves alone when their node goes down.
  public var mayStayOn: Set<GuestID> = []
  /// Whether it tells monitoring of every turn, and goes on with none of which it could not.
  public var isCovered = false
  /// Nodes that it called back.
  public var sightings: [Sighting] = []
  /// Everything that it said, journaled or answered, as far as it was looked through.
  public var words: [String] = []

  /// A claim of nothing.
  public init() {}
}

/// A rule of safety that holds in every run, whatever goes wrong. Each has a file of its own beside this one.
public protocol Invariant: Sendable {
  /// Stable name.
  var name: String { get }
  /// What breaks the rule, in sentences; empty if nothing does.
  func violations(in truth: GroundTruth, claim: RunClaim) -> [String]
}

/// All rules.
public enum Invariants {
  /// In the order of the design.
  public static let all: [any Invariant] = [
    OneNodeDown(), EmptyBeforeReboot(), ConsentByName(), OneRunPerCluster(), GuestsAccountedFor(), NothingLeftBehind(),
    RebootsAreReal(), ForeignLocksStand(), NoOlderMachine(), NothingDeleted(), ForceIsNamed(), NoSecretTold(),
    CephIsTold(), StoppedStaysStopped(), NoneDownUncovered(), MovesAreNeeded(), CommandsUnderstood(), RunEnds(),
  ]

  /// Every broken rule with what breaks it.
  public static func check(_ truth: GroundTruth, claim: RunClaim) -> [(invariant: String, message: String)] {
    all.flatMap { rule in rule.violations(in: truth, claim: claim).map { (rule.name, $0) } }
  }
}
