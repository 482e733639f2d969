import Cluster

/// Monitoring told to keep quiet about the guests of one turn and about its node, until a moment.
///
/// One silence covers all guests of a turn: a call per guest is what a monitor's rate limiter refuses half-way. It has an
/// id of its own, so that whoever keeps it, a script or a monitor's maintenance window, finds it again after a crash on
/// either side. Past its end it is over even if nobody says so.
public struct Silence: Hashable, Sendable, Codable {
  /// What monitoring is told. Each may be told again about the same id, after a crash or a lost answer.
  public enum Verb: String, Sendable, Codable, CaseIterable {
    /// Keep quiet about these guests and this node until then; of an id that is known the new moment counts.
    case start
    /// Keep quiet until later.
    case extend
    /// Watch again.
    case end
  }

  /// `RUN-NODE`: a node has one turn in a run.
  public var id: String
  /// The run.
  public var run: RunID
  /// The node, which may be restarted meanwhile.
  public var node: NodeName
  /// The guests.
  public var guests: [NamedGuest]
  /// When it is over by itself, by the controller's clock.
  public var until: Timestamp
  /// How long that is from the moment when monitoring is told, whose clock may be another.
  public var seconds: Double

  /// The silence of a turn.
  public init(run: RunID, node: NodeName, guests: [NamedGuest], until: Timestamp, seconds: Double) {
    id = "\(run)-\(node)"
    self.run = run
    self.node = node
    self.guests = guests
    self.until = until
    self.seconds = seconds
  }
}

/// How a run goes about silences.
public struct SilenceRules: Hashable, Sendable, Codable {
  /// Seconds that a silence lasts by itself. It is extended after a third of that, so that a monitor is never quiet for
  /// longer than this after the run is lost; a run that is taken up adds how long its turns wait for others.
  public var lengthSeconds: Double
  /// Limit of one call, in seconds.
  public var limitSeconds: Double
  /// Seconds for which a call that fails is made again, after pauses that grow.
  public var patienceSeconds: Double
  /// What becomes of the run when monitoring could not be told.
  public var onFailure: OnFailure

  /// Rules that outlast a rate limiter of one minute.
  public init() {
    lengthSeconds = 1200
    limitSeconds = 30
    patienceSeconds = 180
    onFailure = .hold
  }
}

/// A guest as commands of the operator's and monitoring are told of it.
public struct NamedGuest: Hashable, Sendable, Codable {
  /// The guest.
  public var id: GuestID
  /// What it is.
  public var kind: Guest.Kind
  /// Its name, by which monitoring may know it.
  public var name: String

  /// The guest that an inventory holds.
  public init(_ guest: Guest) { self.init(id: guest.id, kind: guest.kind, name: guest.name) }

  /// A guest.
  public init(id: GuestID, kind: Guest.Kind, name: String) {
    self.id = id
    self.kind = kind
    self.name = name
  }
}
