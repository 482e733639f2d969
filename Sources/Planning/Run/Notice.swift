import Cluster

/// One thing a run tells its readers: screen, text, JSON lines, report.
public struct Notice: Hashable, Sendable, Codable {
  /// How much a reader should care.
  public enum Level: String, Sendable, Codable, Comparable {
    /// Live output of a job, line by line.
    case output
    /// A step on the way.
    case info
    /// Worth knowing, healed or harmless.
    case warning
    /// Something failed.
    case error

    /// Order of care.
    public static func < (left: Level, right: Level) -> Bool { left.ordinal < right.ordinal }

    private var ordinal: Int {
      switch self {
      case .output: 0
      case .info: 1
      case .warning: 2
      case .error: 3
      }
    }
  }

  /// Stable code such as `move.finished`.
  public var event: String
  /// How much a reader should care.
  public var level: Level
  /// Phase of the pass, if in one.
  public var phase: PassPhase?
  /// The node it concerns, if one.
  public var node: NodeName?
  /// The guest it concerns, if one.
  public var guest: GuestID?
  /// Who the sentence is about, for the aligned column: `ct/103 grafana`, `pve1`, `cluster`.
  public var subject: String
  /// The sentence, without its subject.
  public var message: String
  /// Where the guest came from, for moves.
  public var from: NodeName?
  /// Where the guest goes or went, for moves.
  public var to: NodeName?
  /// Seconds that the thing took or the guest was out, where that is the point.
  public var seconds: Double?

  /// A notice.
  public init(
    event: String, level: Level = .info, phase: PassPhase? = nil, node: NodeName? = nil, guest: GuestID? = nil,
    subject: String, message: String, from: NodeName? = nil, to: NodeName? = nil, seconds: Double? = nil
  ) {
    self.event = event
    self.level = level
    self.phase = phase
    self.node = node
    self.guest = guest
    self.subject = subject
    self.message = message
    self.from = from
    self.to = to
    self.seconds = seconds
  }
}

/// A notice with its place in the run, as the journal and every reader get it.
///
/// In JSON it is one flat object: `{"v":1,"run":…,"seq":…,"time":…,"event":…,"node":…,"message":…}`.
public struct RunRecord: Hashable, Sendable {
  /// Id of the run.
  public var run: RunID
  /// Number in the run, from 1, without gaps.
  public var seq: Int
  /// When.
  public var time: Timestamp
  /// What.
  public var notice: Notice

  /// A notice with run, number and time.
  public init(run: RunID, seq: Int, time: Timestamp, notice: Notice) {
    self.run = run
    self.seq = seq
    self.time = time
    self.notice = notice
  }
}

extension RunRecord: Codable {
  private enum Key: String, CodingKey { case v, run, seq, time }

  /// Read from the flat object.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    run = try container.decode(RunID.self, forKey: .run)
    seq = try container.decode(Int.self, forKey: .seq)
    time = try container.decode(Timestamp.self, forKey: .time)
    notice = try Notice(from: decoder)
  }

  /// Written as the flat object.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(1, forKey: .v)
    try container.encode(run, forKey: .run)
    try container.encode(seq, forKey: .seq)
    try container.encode(time, forKey: .time)
    try notice.encode(to: encoder)
  }
}
