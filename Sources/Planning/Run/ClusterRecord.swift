import Cluster

/// What the cluster itself keeps of a run while it lasts, in its replicated file system: all that another machine needs
/// to take the run up when the first one, and its journal, are gone.
public struct ClusterRecord: Hashable, Sendable {
  /// A turn that was begun and is not over.
  struct Turn: Hashable, Sendable, Codable {
    var node: NodeName
    var action: Plan.Pass.Action
    var phase: PassPhase
    /// The node's boot when the turn began, or right before the order to reboot: another one tells that it got through.
    var boot: BootID?
    /// Guests of the node that were stopped and that its boot starts all the same.
    var stopped: [GuestID]
    /// How the turn ends, once that is decided.
    var ending: PassMachine.Ending?
  }

  /// The part that changes as the run goes on.
  struct State: Hashable, Sendable, Codable {
    var endings: [NodeName: PassMachine.Ending] = [:]
    var turns: [Turn] = []
    var undo: [UndoItem] = []
    /// Until when the first restarted node has to prove itself before the next is begun.
    var soakUntil: Timestamp?
  }

  /// Name and version of this shape.
  static let schema = "herdmon/record/1"
  /// For whoever finds the file.
  static let about = "kept by herdmon while a run lasts; 'herdmon resume' carries it on, 'herdmon recover' ends it"

  /// The run.
  public var run: RunID
  /// How often the run was taken up from its record: a journal that knows of fewer times is out of date.
  public var takeovers: Int
  /// When the run began.
  public var startedAt: Timestamp
  /// What was asked for.
  public var scope: RunScope
  /// What the operator wanted; nil if it was written by a version that knew other settings.
  public var policy: Policy?
  /// Guests that ran when the run began, by the node that they belong on.
  var guests: [NodeName: [GuestID]]
  var state: State

  /// Where each guest belongs that ran when the run began.
  public var homes: [GuestID: NodeName] {
    guests.reduce(into: [:]) { homes, entry in
      for guest in entry.value { homes[guest] = entry.key }
    }
  }

  /// Silences that the run has begun and not ended.
  public var silences: [Silence] {
    state.undo.compactMap { if case .silence(let silence) = $0 { silence } else { nil } }
  }

  /// What the run was doing, for messages: `drain pve1`; empty between two turns.
  public var phase: String { state.turns.map { "\($0.phase.rawValue) \($0.node)" }.joined(separator: ", ") }
}

extension ClusterRecord: Codable {
  private enum Key: String, CodingKey {
    case schema, about, run, startedAt, scope, policy, guests, state
    // In order of their names it follows the run at once: together they tell whose record it is.
    case takeovers = "runTakeovers"
  }

  /// Read; settings that this version does not know are left out.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let schema = try container.decode(String.self, forKey: .schema)
    guard schema == ClusterRecord.schema else {
      throw DecodingError.dataCorruptedError(
        forKey: .schema, in: container, debugDescription: "'\(schema)' is of another version of herdmon")
    }
    run = try container.decode(RunID.self, forKey: .run)
    takeovers = try container.decode(Int.self, forKey: .takeovers)
    startedAt = try container.decode(Timestamp.self, forKey: .startedAt)
    scope = try container.decode(RunScope.self, forKey: .scope)
    policy = try? container.decode(Policy.self, forKey: .policy)
    guests = try container.decode([NodeName: [GuestID]].self, forKey: .guests)
    state = try container.decode(State.self, forKey: .state)
  }

  /// Written with a word for whoever finds it.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(ClusterRecord.schema, forKey: .schema)
    try container.encode(ClusterRecord.about, forKey: .about)
    try container.encode(run, forKey: .run)
    try container.encode(takeovers, forKey: .takeovers)
    try container.encode(startedAt, forKey: .startedAt)
    try container.encode(scope, forKey: .scope)
    try container.encodeIfPresent(policy, forKey: .policy)
    try container.encode(guests, forKey: .guests)
    try container.encode(state, forKey: .state)
  }
}

extension RunMachine {
  /// What the cluster is to keep of the run now.
  public var record: ClusterRecord {
    var guests: [NodeName: [GuestID]] = [:]
    for (guest, home) in homes.sorted(by: { $0.key < $1.key }) { guests[home, default: []].append(guest) }
    return ClusterRecord(
      run: start.id, takeovers: takeovers, startedAt: startedAt, scope: start.scope, policy: policy, guests: guests,
      state: recordState)
  }

  var recordState: ClusterRecord.State {
    var state = ClusterRecord.State(endings: endings, undo: toUndo)
    state.turns = passes.compactMap(\.recordedTurn) + openTurns
    state.soakUntil = soakUntil
    return state
  }
}

extension PassMachine {
  /// The turn as the cluster's record holds it; nil when it is over.
  var recordedTurn: ClusterRecord.Turn? {
    guard let phase else { return nil }
    var turn = ClusterRecord.Turn(
      node: node, action: action, phase: phase, boot: boot, stopped: stoppedBefore.map(\.id), ending: nil)
    switch state {
    case .emptying, .draining, .updating, .surveying, .flagging, .clearing, .over: break
    case .confirming(let confirmation): turn.boot = confirmation.ordered?.before ?? boot
    case .rebooting(let reboot), .quieting(let reboot, _): turn.boot = reboot.before
    case .unflagging(let ending), .restoring(_, let ending), .returning(_, let ending), .closing(let ending):
      turn.ending = ending
    }
    return turn
  }
}
