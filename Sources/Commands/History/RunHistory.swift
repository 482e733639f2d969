import Cluster
import Orchestration
import Planning
import Screen

/// The runs of a cluster that this machine has journals of.
struct RunHistory {
  let state: StateDirectory

  init(in state: StateDirectory) { self.state = state }

  /// - Throws: `NoHistory` for a demo, which leaves none.
  init(of access: ClusterAccess) throws {
    guard let state = access.state else { throw NoHistory(reason: "a demo leaves no journal behind") }
    self.state = state
  }

  /// One run.
  struct Entry {
    var reading: JournalReading
    var start: RunStart
    var past: PastRun
    /// Whether a process carries it out now.
    var isInProgress: Bool

    /// How it stands, in a word.
    var word: String {
      past.outcome.map { $0.result.rawValue.uppercased() } ?? (isInProgress ? "RUNNING" : "UNFINISHED")
    }
  }

  /// The newest runs, newest first. What can't be read is named and left out.
  func entries(atMost count: Int = .max, _ messages: Messages) -> [Entry] {
    state.journals().reversed().prefix(count).compactMap { entry(of: $0.path, messages) }
  }

  /// The run that a word of the command line means.
  /// - Parameter word: `last`, or the beginning of an id that no other run shares.
  /// - Throws: `NoHistory`.
  func entry(named word: String, _ messages: Messages) throws -> Entry {
    let journals = state.journals()
    let meant = word == "last" ? Array(journals.suffix(1)) : journals.filter { $0.run.rawValue.hasPrefix(word) }
    guard meant.count <= 1 else {
      let names = meant.map(\.run.rawValue).joined(separator: ", ")
      throw NoHistory(reason: "'\(word)' may be any of \(names)")
    }
    guard let path = meant.first?.path else {
      throw NoHistory(reason: journals.isEmpty ? "no run was ever begun here" : "there is no run '\(word)'")
    }
    guard let entry = entry(of: path, messages) else {
      throw NoHistory(reason: "the beginning of \(path) can't be read")
    }
    return entry
  }

  private func entry(of path: String, _ messages: Messages) -> Entry? {
    let reading: JournalReading
    do {
      reading = try JournalReading(path: path)
    } catch {
      messages.say(.warning, "\(error)")
      return nil
    }
    if !reading.damagedLines.isEmpty {
      let numbers = reading.damagedLines.map(String.init).joined(separator: ", ")
      messages.say(.warning, "\(path): can't be read and is skipped: line \(numbers)")
    }
    guard case .event(.began(let start), let began) = reading.entries.first, let machine = reading.machine else {
      return nil
    }
    let last = reading.entries.last?.time ?? began
    return Entry(
      reading: reading, start: start, past: PastRun(progress: machine.progress(at: last), records: reading.records),
      isInProgress: LocalLock.current(path: state.lockPath)?.run == start.id)
  }
}

/// There is no such run.
struct NoHistory: ExitCoded, CustomStringConvertible {
  var reason: String

  var exitCode: ExitCode { .refused }

  var description: String { "\(reason); herdmon runs lists all" }
}

extension RunScope {
  /// What was asked for, as its command says it.
  var words: String {
    switch self {
    case .rolling: "rolling"
    case .update(let nodes): (["update"] + nodes.map(\.rawValue)).joined(separator: " ")
    case .reboot(let nodes): (["reboot"] + nodes.map(\.rawValue)).joined(separator: " ")
    case .drain(let nodes): (["drain"] + nodes.map(\.rawValue)).joined(separator: " ")
    case .undrain(let nodes): (["undrain"] + nodes.map(\.rawValue)).joined(separator: " ")
    }
  }
}

extension ClusterAccess {
  /// How long things are expected to take: by what the last runs on this cluster measured. Journals that can't be read
  /// are passed over here; `herdmon runs` names them.
  func forecast() -> Forecast {
    let journals = state?.journals().suffix(5) ?? []
    return Forecast(learnedFrom: journals.compactMap { try? JournalReading(path: $0.path).records })
  }
}
