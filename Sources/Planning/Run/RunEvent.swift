import Cluster

/// What happens to a run. Every one is in the journal before it is acted on; folding them gives the run back.
public enum RunEvent: Hashable, Sendable, Codable {
  /// The run begins.
  case began(RunStart)
  /// Another process takes the run up: what the former one had asked and waited for is asked anew. No node is begun
  /// that can't be finished by that time; nil for no limit.
  case resumed(until: Timestamp? = nil)
  /// A node answered.
  case answered(RequestID, RunAnswer)
  /// A node did not answer, or not readably, or said no.
  case unanswered(RequestID, Trouble)
  /// A wake-up call came due.
  case woke(WakeID)
  /// The operator said something.
  case steered(Steering)
}

/// All that a run starts from.
public struct RunStart: Hashable, Sendable, Codable {
  /// Id of the run.
  public var id: RunID
  /// What is asked for.
  public var scope: RunScope
  /// What the operator wants.
  public var policy: Policy
  /// What was seen.
  public var inventory: Inventory
  /// What will be done.
  public var plan: Plan
  /// How long things are expected to take, by what was measured on this cluster.
  public var forecast: Forecast
  /// When the run must be over: no node is begun that, by forecast, can't be finished before. Nil for no limit.
  public var deadline: Timestamp?
  /// Of a run that another process began and whose journal is not at hand: what the cluster itself knows of it.
  public var takeUp: TakeUp?

  /// The start of a run.
  public init(
    id: RunID, scope: RunScope, policy: Policy, inventory: Inventory, plan: Plan,
    forecast: Forecast = Forecast(), deadline: Timestamp? = nil, takeUp: TakeUp? = nil
  ) {
    self.id = id
    self.scope = scope
    self.policy = policy
    self.inventory = inventory
    self.plan = plan
    self.forecast = forecast
    self.deadline = deadline
    self.takeUp = takeUp
  }
}

/// Number of a request in its run, from 1.
public struct RequestID: Hashable, Sendable, Codable, Comparable {
  /// The number.
  public let rawValue: Int
  /// A number.
  public init(_ rawValue: Int) { self.rawValue = rawValue }
  /// Order of asking.
  public static func < (left: RequestID, right: RequestID) -> Bool { left.rawValue < right.rawValue }
}

/// Number of a wake-up call in its run, from 1.
public struct WakeID: Hashable, Sendable, Codable {
  /// The number.
  public let rawValue: Int
  /// A number.
  public init(_ rawValue: Int) { self.rawValue = rawValue }
}

/// What an operator may tell a run.
public enum Steering: Hashable, Sendable, Codable {
  /// Begin nothing new; end after the moves in flight.
  case stop(StopReason)
  /// Begin nothing new for now.
  case pause
  /// Go on.
  case proceed
  /// Leave a guest where it is; its node is then left out as after a failed move.
  case skipGuest(GuestID)
  /// Leave a node out; if it is being emptied, its guests come home.
  case skipNode(NodeName)
  /// Try a move that was given up once more, now.
  case retry(GuestID)
  /// Move a guest that has not left yet to another node than planned.
  case retarget(GuestID, to: NodeName)
  /// Begin no further node, bring every guest home now, and end.
  case abort
}

/// Who asked a run to stop.
public enum StopReason: String, Sendable, Codable {
  /// A key or a command.
  case asked
  /// Ctrl-C.
  case interrupt
  /// SIGTERM.
  case terminate
  /// The next node could not be finished in time.
  case deadline
}

/// What a run wants done.
public enum RunAction: Hashable, Sendable {
  /// Send a request to a node; answer with `.answered` or `.unanswered` within the limit.
  case ask(RequestID, NodeName, RunRequest, limitSeconds: Double)
  /// Have the controller do something; answer with `.answered` or `.unanswered` within the limit.
  case order(RequestID, ControllerOrder, limitSeconds: Double)
  /// Answer with `.woke` after so long.
  case wake(WakeID, afterSeconds: Double)
  /// Tell the readers.
  case say(Notice)
  /// The run is over.
  case end(RunOutcome)
}
