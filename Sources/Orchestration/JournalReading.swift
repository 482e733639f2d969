import Cluster
import Planning

/// What a journal tells of a run.
public struct JournalReading: Sendable {
  /// One line of a journal.
  public enum Entry: Hashable, Sendable {
    /// Something happened to the run.
    case event(RunEvent, Timestamp)
    /// The readers were told something.
    case record(RunRecord)

    /// When.
    public var time: Timestamp {
      switch self {
      case .event(_, let time): time
      case .record(let record): record.time
      }
    }
  }

  /// All that can be read, in order.
  public private(set) var entries: [Entry] = []
  /// Numbers of the lines, from 1, that can't be read: a crash cut them short, or the disk is damaged.
  public private(set) var damagedLines: [Int] = []

  /// Reads a journal. Lines that can't be read are left out.
  /// - Throws: `JournalError` when the file can't be read.
  public init(path: String) throws(JournalError) {
    let lines = try FileContents.read(path).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, bytes) in lines.enumerated() where !bytes.isEmpty {
      let line = JSONLine.value(FileJournal.Line.self, of: bytes) ?? OlderJournal.line(of: bytes)
      if let line, let event = line.event {
        entries.append(.event(event, line.time))
      } else if let record = line?.notice {
        entries.append(.record(record))
      } else {
        damagedLines.append(index + 1)
      }
    }
  }

  /// Events in order, with their times.
  public var events: [(event: RunEvent, time: Timestamp)] {
    entries.compactMap { if case .event(let event, let time) = $0 { (event, time) } else { nil } }
  }

  /// What was said, in order.
  public var records: [RunRecord] {
    entries.compactMap { if case .record(let record) = $0 { record } else { nil } }
  }

  /// The machine as it stood after the last event; nil for a journal without a beginning.
  public var machine: RunMachine? {
    guard let first = events.first, case .began(let start) = first.event else { return nil }
    var machine = RunMachine(start, at: first.time)
    for (event, time) in events { _ = machine.handle(event, at: time) }
    return machine
  }
}
