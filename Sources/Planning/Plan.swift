import Cluster

/// What will be done, in order, with figures.
public struct Plan: Hashable, Sendable, Codable {
  /// One guest's way from one node to another.
  public struct Move: Hashable, Sendable, Codable {
    /// How a guest moves.
    public enum Way: String, Sendable, Codable {
      /// A running machine moves while it runs.
      case live
      /// It is shut down, moved and started: every running container, and a machine where policy says so.
      case restart
      /// It does not move at all: it is shut down with its node and started after it. Only where policy consents.
      case shutdown
    }

    /// Whether a move empties a node or brings a guest home.
    public enum Leg: String, Sendable, Codable {
      /// Away from the node whose turn it is.
      case drain
      /// Back home.
      case `return`
    }

    /// The guest.
    public var guest: GuestID
    /// Container or virtual machine.
    public var kind: Guest.Kind
    /// Its name, for messages.
    public var name: String
    /// Where it is.
    public var from: NodeName
    /// Where it goes.
    public var to: NodeName
    /// How.
    public var way: Way
    /// On which leg.
    public var leg: Leg
    /// Guests of the same leg whose moves must be over before this one begins.
    public var after: [GuestID] = []
    /// Seconds that those which come after it wait once it runs.
    public var settleSeconds = 0.0
    /// Whether policy consents that the guest is shut down with its node and started after it, should its move fail.
    public var mayShutDown = false
    /// Forecast start, seconds after the run's start.
    public var startSeconds: Double
    /// Forecast duration.
    public var seconds: Double
    /// Forecast time out of service.
    public var outageSeconds: Double

    /// A move with its forecast.
    public init(
      guest: GuestID, kind: Guest.Kind, name: String, from: NodeName, to: NodeName, way: Way, leg: Leg,
      startSeconds: Double = 0, seconds: Double, outageSeconds: Double
    ) {
      self.guest = guest
      self.kind = kind
      self.name = name
      self.from = from
      self.to = to
      self.way = way
      self.leg = leg
      self.startSeconds = startSeconds
      self.seconds = seconds
      self.outageSeconds = outageSeconds
    }

    /// How messages name the guest: `ct/101 plex`.
    public var label: String { "\(kind.rawValue)/\(guest) \(name)" }
  }

  /// One node's turn.
  public struct Pass: Hashable, Sendable, Codable {
    /// What is done to a node.
    public enum Action: String, Sendable, Codable {
      /// Drained, upgraded, rebooted, refilled.
      case restart
      /// Upgraded in place; guests stay.
      case update
      /// Emptied, and left empty.
      case drain
      /// Its guests are brought home.
      case `return`
      /// Nothing.
      case skip
    }

    /// The node.
    public var node: NodeName
    /// What is done.
    public var action: Action
    /// Why.
    public var reason: String
    /// Moves away, in order.
    public var drain: [Move]
    /// Moves home, in order.
    public var `return`: [Move]
    /// Moves away that the HA stack carries out while the node is in maintenance; it chooses the targets itself, so
    /// these are guesses. It brings the guests back the same way.
    public var managed: [Move] = []
    /// Running guests that policy leaves alone: they stop with the node.
    public var left: [GuestID] = []
    /// Forecast duration of the whole turn.
    public var seconds: Double
    /// Forecast seconds from the run's start to the beginning of the turn.
    public var beginSeconds: Double
    /// Forecast seconds of each phase, in order of the phases.
    public var phaseSeconds: [PassPhase: Double]

    /// A pass.
    public init(
      node: NodeName, action: Action, reason: String, drain: [Move] = [], return: [Move] = [], seconds: Double = 0,
      phaseSeconds: [PassPhase: Double] = [:]
    ) {
      self.node = node
      self.action = action
      self.reason = reason
      self.drain = drain
      self.return = `return`
      self.seconds = seconds
      self.phaseSeconds = phaseSeconds
      beginSeconds = 0
    }
  }

  /// What one guest goes through in the whole run.
  public struct Outage: Hashable, Sendable, Codable {
    /// The guest.
    public var guest: GuestID
    /// Times that it is out of service.
    public var interruptions: Int
    /// Forecast seconds out of service in all.
    public var seconds: Double

    /// A guest's forecast.
    public init(guest: GuestID, interruptions: Int, seconds: Double) {
      self.guest = guest
      self.interruptions = interruptions
      self.seconds = seconds
    }
  }

  /// Where guests are at the end.
  public var strategy: Strategy
  /// Turns in order.
  public var passes: [Pass]
  /// Reasons against; a plan with one is not carried out.
  public var blockers: [Blocker]
  /// Things worth knowing that stop nothing.
  public var warnings: [Blocker]
  /// Forecast duration of the whole run.
  public var makespanSeconds: Double
  /// Bound below which no schedule of these moves can come.
  public var lowerBoundSeconds: Double
  /// What each moving guest goes through, in order of id.
  public var outages: [Outage]
  /// Where each guest belongs.
  public var homes: [GuestID: NodeName]
  /// Memory in use on each node at the worst moment, as parts of its total.
  public var peakMemory: [NodeName: Double]

  /// A plan.
  public init(
    passes: [Pass], blockers: [Blocker] = [], warnings: [Blocker] = [], makespanSeconds: Double = 0,
    lowerBoundSeconds: Double = 0, outages: [Outage] = [], homes: [GuestID: NodeName] = [:],
    peakMemory: [NodeName: Double] = [:], strategy: Strategy = .home
  ) {
    self.strategy = strategy
    self.passes = passes
    self.blockers = blockers
    self.warnings = warnings
    self.makespanSeconds = makespanSeconds
    self.lowerBoundSeconds = lowerBoundSeconds
    self.outages = outages
    self.homes = homes
    self.peakMemory = peakMemory
  }

  /// Whether nothing speaks against it.
  public var isFeasible: Bool { blockers.isEmpty }

  /// All moves in order.
  public var moves: [Move] { passes.flatMap { $0.drain + $0.return } }
}

/// Why something can't be done, and what would help.
public struct Blocker: Hashable, Sendable, Codable {
  /// Stable code such as `guest-locked`.
  public var code: String
  /// The node it concerns, if one.
  public var node: NodeName?
  /// The guest it concerns, if one.
  public var guest: GuestID?
  /// What is wrong, in a sentence.
  public var message: String
  /// What to do about it.
  public var remedy: String

  /// A blocker.
  public init(code: String, node: NodeName? = nil, guest: GuestID? = nil, message: String, remedy: String) {
    self.code = code
    self.node = node
    self.guest = guest
    self.message = message
    self.remedy = remedy
  }
}

/// Steps of one node's turn, in order.
public enum PassPhase: String, Sendable, Codable, CaseIterable, CodingKeyRepresentable, Comparable {
  /// Guests leave.
  case drain
  /// Packages are upgraded.
  case update
  /// The node restarts and proves that it is back.
  case reboot
  /// Guests come home.
  case `return`

  /// Order of the turn.
  public static func < (left: PassPhase, right: PassPhase) -> Bool { left.ordinal < right.ordinal }

  private var ordinal: Int {
    switch self {
    case .drain: 0
    case .update: 1
    case .reboot: 2
    case .return: 3
    }
  }
}

/// What a run is asked to do.
public enum RunScope: Hashable, Sendable, Codable {
  /// Update and restart every node, one after the other.
  case rolling
  /// Update these nodes in place; no guest moves, nothing restarts.
  case update([NodeName])
  /// Drain, update, reboot, return these nodes.
  case reboot([NodeName])
  /// Empty these nodes, and leave them empty.
  case drain([NodeName])
  /// Bring the guests of these nodes home.
  case undrain([NodeName])

  /// Whether packages are upgraded, as far as any are pending.
  public var upgrades: Bool {
    switch self {
    case .rolling, .update, .reboot: true
    case .drain, .undrain: false
    }
  }
}

/// Where guests are when a rolling run has ended.
public enum Strategy: String, Sendable, Codable, CaseIterable {
  /// Every guest comes home after its node's restart: two moves a guest, and everything is as it was.
  case home
  /// A node that was just restarted is refilled with the guests of the next one: fewer moves, and guests end on
  /// another node than they began on.
  case rotate
  /// Guests stay where their node's drain has put them, on restarted nodes where they fit.
  case leave
}
