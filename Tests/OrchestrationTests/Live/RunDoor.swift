import Cluster
import FoundationEssentials
import Glibc
import Local
import Planning
import Testing

@testable import Orchestration

/// A run's door in a state directory of its own, with a journal that a test writes.
struct RunDoor {
  static let start = RunStart(
    id: RunID(random: 7), scope: .rolling, policy: Policy(),
    inventory: Inventory(
      clusterName: "c", quorum: Quorum(isQuorate: true, votes: 1, expected: 1, needed: 1), nodes: [], guests: [],
      backupServers: [], takenAt: Timestamp(milliseconds: 0)),
    plan: Plan(passes: []))

  static let outcome = RunOutcome(
    result: .ok, restarted: [], moves: 3, strays: [], reason: "", remedy: "", seconds: 1, forecastSeconds: 2)

  let state: StateDirectory
  let journal: FileJournal
  let greeting: RunGreeting

  /// Lends a state directory; it is gone afterwards.
  static func with(_ body: (RunDoor) async throws -> Void) async throws {
    let root = "/tmp/herdmon-door-\(getpid())-\(UInt32.random(in: 0...(.max)))"
    defer { try? FileManager.default.removeItem(atPath: root) }
    // Far longer than a socket's path may be.
    let state = StateDirectory(root: root + "/" + String(repeating: "long", count: 40), cluster: "c")
    try state.prepare()
    let journal = try FileJournal(path: state.journalPath(of: start.id, startedAt: Timestamp(milliseconds: 0)))
    try await body(
      RunDoor(
        state: state, journal: journal, greeting: RunGreeting(process: getpid(), journal: journal.path, start: start)))
  }

  static func progress(movesDone: Int) -> RunProgress {
    RunProgress(
      run: start.id, scope: .rolling, state: .running, startedAt: Timestamp(milliseconds: 0),
      endsAt: Timestamp(milliseconds: 0), nodes: [], movesDone: movesDone)
  }

  /// Opens the door.
  func serve(_ steer: @escaping @Sendable (Steering) -> Void = { _ in }) throws -> RunServer {
    try RunServer(in: state, greeting: greeting, steer: steer)
  }

  /// Says something, as the run does.
  func say(_ numbers: ClosedRange<Int>, _ message: String = "moved") throws {
    for seq in numbers {
      try journal.append(
        RunRecord(
          run: RunDoor.start.id, seq: seq, time: Timestamp(milliseconds: Int64(seq)),
          notice: Notice(event: "move.finished", subject: "ct/101 plex", message: message)))
    }
  }

  /// A connection that speaks for itself.
  func connect() throws -> Int32 {
    try #require(LocalSocket.connect(directory: state.path, name: StateDirectory.socketName))
  }

  /// Reads lines from a connection until one fulfils something; nil if it ends before.
  static func line(from descriptor: Int32, where fulfils: (String) -> Bool) -> String? {
    var buffer = LineBuffer()
    while let bytes = LocalSocket.read(from: descriptor), !bytes.isEmpty {
      let lines = buffer.take(bytes).map { String(decoding: $0, as: UTF8.self) }
      if let line = lines.first(where: fulfils) { return line }
    }
    return nil
  }
}

extension RunLink {
  /// All that comes, to the end.
  var story: [Event] {
    get async { await events.reduce(into: []) { $0.append($1) } }
  }
}

extension [RunLink.Event] {
  /// Numbers of the records in it.
  var seqs: [Int] { compactMap { if case .record(let record) = $0 { record.seq } else { nil } } }

  /// How it ended, if it did.
  var outcome: RunOutcome? { if case .ended(let outcome) = last { outcome } else { nil } }

  /// Moves of the last progress in it.
  var movesDone: Int? {
    compactMap { if case .progress(let progress) = $0 { progress.movesDone } else { nil } }.last
  }
}
