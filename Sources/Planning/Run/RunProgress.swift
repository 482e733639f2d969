import Cluster

/// Where a run stands, for readers: one value, from which every figure on a screen is taken.
public struct RunProgress: Hashable, Sendable, Codable {
  /// What a run is doing as a whole.
  public enum State: Hashable, Sendable, Codable {
    /// It works.
    case running
    /// It was asked to stop and waits for the moves in flight.
    case stopping
    /// It was told to give up: every guest comes home, then it ends.
    case aborting
    /// It begins nothing until told to go on.
    case paused
    /// It is over.
    case ended(RunOutcome)
  }

  /// One node's part.
  public struct NodeProgress: Hashable, Sendable, Codable {
    /// Where a node stands in the run.
    public enum Stage: Hashable, Sendable, Codable {
      /// Its turn is to come.
      case waiting
      /// Its turn is now.
      case working(PassPhase)
      /// Its turn is over.
      case done
      /// It was left out or given up; the words say why.
      case skipped(String)
      /// It needs a human; the words say why.
      case failed(String)
    }

    /// The node.
    public var node: NodeName
    /// Where it stands.
    public var stage: Stage
    /// Part of the present phase that is done, 0 to 1.
    public var phaseFraction: Double
    /// Forecast end of the present phase.
    public var phaseEnds: Timestamp?
    /// Guests that moved off, or came home, in the present phase.
    public var moved: Int
    /// Guests to move in the present phase.
    public var toMove: Int
    /// What the phase waits for, such as monitoring, a command of the operator's, HA guests or an open step of the
    /// proof; may be empty.
    public var detail: String
    /// What proves that the node is back after its reboot; empty until it has answered with a new boot.
    public var proof: [RebootProof.Step]

    /// One node's part.
    public init(node: NodeName, stage: Stage = .waiting) {
      self.node = node
      self.stage = stage
      phaseFraction = 0
      phaseEnds = nil
      moved = 0
      toMove = 0
      detail = ""
      proof = []
    }
  }

  /// A move that is under way.
  public struct Flight: Hashable, Sendable, Codable {
    /// The guest.
    public var guest: GuestID
    /// How messages name it.
    public var label: String
    /// Where it comes from.
    public var from: NodeName
    /// Where it goes.
    public var to: NodeName
    /// When it began.
    public var since: Timestamp
    /// What goes wrong with it, in a sentence; nil while nothing does.
    public var trouble: String?

    /// A move under way.
    public init(
      guest: GuestID, label: String, from: NodeName, to: NodeName, since: Timestamp, trouble: String? = nil
    ) {
      self.trouble = trouble
      self.guest = guest
      self.label = label
      self.from = from
      self.to = to
      self.since = since
    }
  }

  /// Id of the run.
  public var run: RunID
  /// What was asked for.
  public var scope: RunScope
  /// What the run does as a whole.
  public var state: State
  /// When it began.
  public var startedAt: Timestamp
  /// Forecast end.
  public var endsAt: Timestamp
  /// Nodes in the order of their turns.
  public var nodes: [NodeProgress]
  /// Moves under way.
  public var inFlight: [Flight]
  /// Guests that move next.
  public var next: [GuestID]
  /// Moves done and to be done in the whole run.
  public var movesDone: Int
  /// Moves of the whole run.
  public var movesTotal: Int
  /// Places of guests as the run knows them, newer than the last survey.
  public var places: [GuestID: NodeName]

  /// Where a run stands.
  public init(
    run: RunID, scope: RunScope, state: State, startedAt: Timestamp, endsAt: Timestamp, nodes: [NodeProgress],
    inFlight: [Flight] = [], next: [GuestID] = [], movesDone: Int = 0, movesTotal: Int = 0,
    places: [GuestID: NodeName] = [:]
  ) {
    self.run = run
    self.scope = scope
    self.state = state
    self.startedAt = startedAt
    self.endsAt = endsAt
    self.nodes = nodes
    self.inFlight = inFlight
    self.next = next
    self.movesDone = movesDone
    self.movesTotal = movesTotal
    self.places = places
  }
}

/// How a run ended.
public struct RunOutcome: Hashable, Sendable, Codable {
  /// The result in one word; the exit code follows from it (cli.md).
  public enum Result: String, Sendable, Codable {
    /// Done, or nothing to do: 0.
    case ok
    /// A node was not restarted, but every guest is home: 1.
    case failed
    /// A guest is not home or not running: 6.
    case strayed
    /// Stopped by the operator: 7.
    case stopped
    /// The cluster needs a human: 8.
    case attention
    /// Ended by SIGINT: 130.
    case interrupted
    /// Ended by SIGTERM: 143.
    case terminated
  }

  /// A guest that is not where or what it was.
  public struct Stray: Hashable, Sendable, Codable {
    /// The guest.
    public var guest: GuestID
    /// How messages name it.
    public var label: String
    /// What is wrong.
    public var message: String
    /// The command that puts it right, and on which node.
    public var remedy: String

    /// A stray guest.
    public init(guest: GuestID, label: String, message: String, remedy: String) {
      self.guest = guest
      self.label = label
      self.message = message
      self.remedy = remedy
    }
  }

  /// The result.
  public var result: Result
  /// Nodes that were restarted, by proof.
  public var restarted: [NodeName]
  /// Moves that succeeded.
  public var moves: Int
  /// Guests that are not home or not running.
  public var strays: [Stray]
  /// Why it ended so, in a sentence; empty when all went well.
  public var reason: String
  /// What to do next; may be empty.
  public var remedy: String
  /// What the run has set on the cluster and not taken back: only of a run that can be taken up.
  public var left: [UndoItem]
  /// How long it took.
  public var seconds: Double
  /// How long it was expected to take.
  public var forecastSeconds: Double

  /// How a run ended.
  public init(
    result: Result, restarted: [NodeName], moves: Int, strays: [Stray], reason: String, remedy: String,
    seconds: Double, forecastSeconds: Double, left: [UndoItem] = []
  ) {
    self.left = left
    self.result = result
    self.restarted = restarted
    self.moves = moves
    self.strays = strays
    self.reason = reason
    self.remedy = remedy
    self.seconds = seconds
    self.forecastSeconds = forecastSeconds
  }
}
