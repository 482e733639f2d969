import Cluster
import Orchestration
import Planning
import Screen

/// A journal as what its run's screen was told, moment by moment. The same journal gives the same, always.
struct ReplayTape {
  private let entries: [JournalReading.Entry]
  private var machine: RunMachine
  private var position = 0

  /// When the run began.
  let startedAt: Timestamp
  /// When the last thing happened, whether the run ended then or not.
  let endsAt: Timestamp
  /// What a screen is told before the run's first moment.
  let opening: [ScreenInput]

  init(_ entry: RunHistory.Entry) {
    entries = entry.reading.entries
    startedAt = entry.past.progress.startedAt
    endsAt = entries.last?.time ?? startedAt
    machine = RunMachine(entry.start, at: startedAt)
    let places = entry.start.inventory.guests.reduce(into: [:]) { $0[$1.id] = $1.node }
    opening = [.inventory(entry.start.inventory), .runBegan(places: places)]
  }

  /// When the next thing happened; nil at the end.
  var nextAt: Timestamp? { position < entries.count ? entries[position].time : nil }

  /// What the screen is told of all that happened up to a moment.
  mutating func play(to moment: Timestamp) -> [ScreenInput] {
    var inputs: [ScreenInput] = []
    while let at = nextAt, at <= moment {
      switch entries[position] {
      case .event(let event, let time):
        _ = machine.handle(event, at: time)
        inputs.append(.progress(machine.progress(at: time)))
      case .record(let record): inputs.append(.record(record))
      }
      position += 1
    }
    return inputs
  }
}
