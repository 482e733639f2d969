import Cluster
import FoundationEssentials
import Planning

/// What a process says that carries a run out, to whoever follows it: one JSON object a line, one key each.
public enum RunMessage: Hashable, Sendable {
  /// The first thing said.
  case hello(RunGreeting)
  /// Something was said to all readers. First come all those of the journal, then each as it happens.
  case record(RunRecord)
  /// Where the run stands; only the newest is told, and only to a reader that has all records before it.
  case progress(RunProgress)
  /// The run is over.
  case ended(RunOutcome)
  /// What came in was not understood, or not taken; the sentence says why.
  case error(String)
}

/// Which run a process carries out.
public struct RunGreeting: Hashable, Sendable, Codable {
  /// Version of what is said here; another one is not understood.
  public static let version = 1

  /// Version of what is said.
  public var version = RunGreeting.version
  /// The run.
  public var run: RunID
  /// The process that carries it out.
  public var process: Int32
  /// The run's journal.
  public var journal: String
  /// Where each guest was when the run began.
  public var places: [GuestID: NodeName]

  /// Greets for a run by what it started from.
  public init(process: Int32, journal: String, start: RunStart) {
    run = start.id
    self.process = process
    self.journal = journal
    places = start.inventory.guests.reduce(into: [:]) { $0[$1.id] = $1.node }
  }
}

/// What a reader of a run may say to it: one JSON object a line.
public enum RunRequestLine: Hashable, Sendable {
  /// Tells the run something, as its own operator would.
  case steer(Steering)
  /// Goes away.
  case detach
}

extension RunMessage: Codable {
  private enum Key: String, CodingKey { case hello, record, progress, ended, error }

  /// Read from an object with one known key.
  public init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: Key.self)
    switch object.allKeys.first {
    case .hello: self = .hello(try object.decode(RunGreeting.self, forKey: .hello))
    case .record: self = .record(try object.decode(RunRecord.self, forKey: .record))
    case .progress: self = .progress(try object.decode(RunProgress.self, forKey: .progress))
    case .ended: self = .ended(try object.decode(RunOutcome.self, forKey: .ended))
    case .error: self = .error(try object.decode(String.self, forKey: .error))
    case nil: throw DecodingError.noKey(decoder)
    }
  }

  /// Written as an object with one key.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    switch self {
    case .hello(let greeting): try object.encode(greeting, forKey: .hello)
    case .record(let record): try object.encode(record, forKey: .record)
    case .progress(let progress): try object.encode(progress, forKey: .progress)
    case .ended(let outcome): try object.encode(outcome, forKey: .ended)
    case .error(let sentence): try object.encode(sentence, forKey: .error)
    }
  }
}

extension RunRequestLine: Codable {
  private enum Key: String, CodingKey { case steer, detach }

  /// Read from an object with one known key.
  public init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: Key.self)
    switch object.allKeys.first {
    case .steer: self = .steer(try object.decode(Steering.self, forKey: .steer))
    case .detach: self = .detach
    case nil: throw DecodingError.noKey(decoder)
    }
  }

  /// Written as an object with one key.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    switch self {
    case .steer(let steering): try object.encode(steering, forKey: .steer)
    case .detach: try object.encode(true, forKey: .detach)
    }
  }
}

extension DecodingError {
  fileprivate static func noKey(_ decoder: any Decoder) -> DecodingError {
    .dataCorrupted(Context(codingPath: decoder.codingPath, debugDescription: "no known key"))
  }
}
