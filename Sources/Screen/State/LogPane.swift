/// How a log is looked at: which of its lines, and from where.
struct LogPane: Hashable, Sendable {
  /// Number of the lowest line shown; nil while the newest is followed.
  var bottom: Int?
  /// What was typed to choose lines.
  var filter = ""
  /// Whether only warnings and failures are shown.
  var errorsOnly = false
  /// The chosen lines, with numbers of their own; nil while all are shown.
  private(set) var chosen: LogBuffer?
  private var taken = 0

  /// Chooses lines anew. A filter that can't be read, as while it is typed, changes nothing.
  mutating func choose(from log: LogBuffer) {
    guard (try? LogFilter(filter, errorsOnly: errorsOnly)) != nil else { return }
    let lowest = bottom.flatMap { (chosen ?? log)[$0] }
    taken = log.first
    chosen = filter.isEmpty && !errorsOnly ? nil : LogBuffer(linesMax: log.linesMax)
    catchUp(with: log)
    // Whoever has found a line wants to see what stands around it: it stays where it is.
    let lines = chosen ?? log
    bottom = lowest.flatMap { line in
      stride(from: lines.end - 1, through: lines.first, by: -1).first { lines[$0] == line }
    }
  }

  /// Takes in the lines that have come since; once a frame, so that a flood of them costs one reading of the pattern.
  mutating func catchUp(with log: LogBuffer) {
    defer { taken = log.end }
    guard chosen != nil, taken < log.end, let wanted = try? LogFilter(filter, errorsOnly: errorsOnly) else { return }
    for number in max(taken, log.first)..<log.end {
      if let line = log[number], wanted.shows(line) { chosen?.append(line) }
    }
  }
}

extension ScreenState {
  /// The log that the present page shows.
  var pane: LogPane {
    get { page == .log ? logPane : clusterPane }
    set { if page == .log { logPane = newValue } else { clusterPane = newValue } }
  }
}
