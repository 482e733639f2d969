import Cluster
import Planning

/// The lines of the log as the pane shows them: which, and broken into how many rows.
struct PaneText {
  /// Columns of the parts of a line; 0 leaves a part out.
  struct Columns: Hashable {
    let width: Int
    let time: Int
    /// Of the subject where it is a guest.
    let subject: Int
    /// Of the subject where it is a node or the cluster; sentences about those have more room.
    let short: Int
    let name: Int
    let isNarrow: Bool
    /// Columns of `from → to ` with its gap.
    var way: Int { name == 0 ? 0 : 2 * name + 3 + 3 }

    init(width: Int, longestName: Int) {
      self.width = max(width, 1)
      isNarrow = width < 56
      time = isNarrow ? 0 : 9
      subject = isNarrow ? min(13, max(width, 1) / 2) : width < 100 ? 19 : width < 150 ? 23 : 28
      short = min(max(longestName, 7) + 1, subject)
      name = isNarrow ? 0 : min(longestName, width < 100 ? 8 : 16)
    }
  }

  // A long sentence may take some rows, but not the pane.
  private static let rowsMax = 4

  let log: LogBuffer
  let bottom: Int?
  let output: ShownOutput
  /// What was looked for.
  let pattern: Pattern?
  let columns: Columns
  let height: Int

  /// The log as the present page shows it.
  init(of state: ScreenState) {
    let area = state.page == .log ? LogPage.lines(in: state.size) : Layout(of: state).pane
    self.init(state: state, page: state.page, width: area.width, height: area.height)
  }

  init(state: ScreenState, page: Page, width: Int, height: Int) {
    let pane = page == .log ? state.logPane : state.clusterPane
    log = pane.chosen ?? state.log
    bottom = pane.bottom
    output = state.output
    pattern = pane.filter.isEmpty ? nil : try? LogFilter(pane.filter).pattern
    self.height = height
    let names = state.cards.map { TextWidth.of($0.name) }
    columns = Columns(width: width - 2, longestName: names.max() ?? 4)
  }

  /// Number of the newest line that is shown at all.
  var lastNumber: Int? { number(atOrBefore: log.end - 1) }

  /// Numbers of the lines in the pane, from top to bottom; the first may be cut by the pane's upper edge.
  var visible: [Int] {
    var numbers: [Int] = []
    var rows = 0
    var next = number(atOrBefore: bottomNumber)
    while let number = next, rows < height {
      numbers.append(number)
      rows += self.rows(number)
      next = self.number(atOrBefore: number - 1)
    }
    return numbers.reversed()
  }

  /// The lowest line in the pane. Lines that a scrolled pane stood on may be gone; then it stands on the oldest.
  var bottomNumber: Int {
    guard let bottom else { return log.end - 1 }
    return min(max(bottom, lowestBottom), log.end - 1)
  }

  /// Lines that are newer than the lowest one in the pane.
  var newer: Int {
    guard bottom != nil else { return 0 }
    return (min(max(bottomNumber + 1, log.first), log.end)..<log.end).count { isShown($0) }
  }

  /// The lowest line at which the pane is still full; the newest when all fit.
  var lowestBottom: Int {
    var rows = 0
    var last = log.first
    var number = log.first
    while number < log.end, rows < height {
      if isShown(number) {
        rows += self.rows(number)
        last = number
      }
      number += 1
    }
    return last
  }

  /// The number of the shown line so many lines away.
  func number(_ start: Int, movedBy step: Int) -> Int? {
    var number = start
    var left = abs(step)
    var landed = self.number(atOrBefore: start)
    let direction = step < 0 ? -1 : 1
    while left > 0 {
      number += direction
      if number < log.first || number >= log.end { break }
      if isShown(number) {
        landed = number
        left -= 1
      }
    }
    return landed
  }

  private func number(atOrBefore start: Int) -> Int? {
    var number = start
    while number >= log.first {
      if isShown(number) { return number }
      number -= 1
    }
    return nil
  }

  /// All lines that are shown, oldest first, whether they are in sight or not.
  var shownLines: [LogLine] { (log.first..<log.end).compactMap { isShown($0) ? log[$0] : nil } }

  private func isShown(_ number: Int) -> Bool {
    guard let line = log[number] else { return false }
    return output.shows(line)
  }

  private func rows(_ number: Int) -> Int { log[number].map { text($0).count } ?? 1 }

  /// The message of a line, broken into rows. Output is cut instead: it is many lines, and none is worth more than its
  /// own row.
  func text(_ line: LogLine) -> [String] {
    let message = PaneText.word(line) + line.message
    let first = max(columns.width - messageStart(line) - (hasWay(line) ? columns.way : 0), 1)
    if line.level == .output { return [TextWidth.fit(message, first)] }
    if TextWidth.of(message) <= first { return [message] }
    let head = Wrap.lines(message, width: first).first ?? ""
    let rest = message.unicodeScalars.dropFirst(head.unicodeScalars.count)
    let tail = String(String.UnicodeScalarView(rest.drop { $0 == " " }))
    let room = max(columns.width - continuationStart(line), 1)
    return [head] + Wrap.lines(tail, width: room, linesMax: PaneText.rowsMax - 1)
  }

  /// The column where a message begins; a way stands before it.
  func messageStart(_ line: LogLine) -> Int {
    let isShort = !hasWay(line) && TextWidth.of(line.subject) < columns.short
    return columns.time + (isShort ? columns.short : columns.subject)
  }

  /// The column where the further rows of a message begin.
  func continuationStart(_ line: LogLine) -> Int { columns.isNarrow ? 2 : messageStart(line) }

  func hasWay(_ line: LogLine) -> Bool { columns.name > 0 && line.from != nil && line.to != nil }

  // Warnings and failures are words first; a sentence that begins with a word in capitals has its own.
  private static func word(_ line: LogLine) -> String {
    if line.message.utf8.prefix(4).count(where: { (0x41...0x5A).contains($0) }) > 1 { return "" }
    switch line.level {
    case .output, .info: return ""
    case .warning: return "warning: "
    case .error: return "FAILED: "
    }
  }
}
