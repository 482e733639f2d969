import Cluster
import Planning

/// One line of the pane.
public struct LogLine: Hashable, Sendable {
  /// When.
  public var time: Timestamp
  /// How much a reader should care.
  public var level: Notice.Level
  /// Who it is about.
  public var subject: String
  /// Where a guest came from.
  public var from: String?
  /// Where a guest goes.
  public var to: String?
  /// What.
  public var message: String
  /// What of it a node coloured.
  private(set) var tints: [ColouredText.Tint] = []

  /// Whether it is what a guest's move wrote, rather than what the run says of it.
  public var isOutputOfMove = false

  // A line of a job's output can be of any length; 10 000 lines of at most 2 000 bytes bound the memory at 20 MB.
  private static let messageBytesMax = 2000
  private static let subjectBytesMax = 100

  /// A line; texts are made harmless and cut here, once.
  public init(
    time: Timestamp, level: Notice.Level, subject: String, from: String? = nil, to: String? = nil, message: String
  ) {
    self.time = time
    self.level = level
    self.subject = LogLine.bounded(subject, LogLine.subjectBytesMax)
    self.from = from
    self.to = to
    guard level == .output else {
      self.message = LogLine.bounded(message, LogLine.messageBytesMax)
      return
    }
    let clipped = message.utf8.count > 4 * LogLine.messageBytesMax
    let (text, tints) = PlainText.coloured(
      clipped ? String(message.unicodeScalars.prefix(LogLine.messageBytesMax)) : message)
    let date = LogLine.dateLength(text)
    self.message = LogLine.cut(
      date == 0 ? text : String(text.unicodeScalars.dropFirst(date)), LogLine.messageBytesMax)
    self.tints = tints.compactMap { tint in
      let range = max(tint.range.lowerBound - date, 0)..<max(tint.range.upperBound - date, 0)
      return range.isEmpty ? nil : ColouredText.Tint(range: range, role: tint.role)
    }
  }

  /// A run's record as a line.
  public init(_ record: RunRecord) {
    let notice = record.notice
    self.init(
      time: record.time, level: notice.level, subject: notice.subject, from: notice.from?.rawValue,
      to: notice.to?.rawValue, message: notice.message)
    isOutputOfMove = notice.level == .output && notice.guest != nil
  }

  /// Whether it only tells how far a live move has come; one comes every second and outdates the one before.
  /// facts/pve.md 8.2
  var isProgress: Bool {
    level == .output && LogLine.progressBeginnings.contains { message.hasPrefix($0) }
  }

  private static let progressBeginnings = ["migration active, ", "xbzrle: ", "migration xbzrle "]

  // Tasks of Proxmox begin each line with date and time, which the pane shows already: `2026-11-22 07:21:26 `.
  private static func dateLength(_ text: String) -> Int {
    let pattern = Array("dddd-dd-dd dd:dd:dd ".utf8)
    let head = Array(text.utf8.prefix(pattern.count))
    guard head.count == pattern.count else { return 0 }
    let fits = zip(head, pattern).allSatisfy { byte, form in
      form == UInt8(ascii: "d") ? (0x30...0x39).contains(byte) : byte == form
    }
    return fits ? pattern.count : 0
  }

  private static func bounded(_ text: String, _ bytesMax: Int) -> String {
    cut(PlainText.clean(text.utf8.count > 4 * bytesMax ? String(text.unicodeScalars.prefix(bytesMax)) : text), bytesMax)
  }

  private static func cut(_ clean: String, _ bytesMax: Int) -> String {
    clean.utf8.count <= bytesMax ? clean : String(clean.unicodeScalars.prefix(bytesMax / 4)) + "…"
  }
}

/// The newest lines of the pane. Lines are known by their number, which stays when older ones are dropped.
public struct LogBuffer: Hashable, Sendable {
  /// Lines kept at most.
  public let linesMax: Int
  /// Number of the oldest line kept.
  public private(set) var first = 0
  private var lines: [LogLine] = []
  private var head = 0

  /// An empty buffer that keeps so many lines, at least one.
  public init(linesMax: Int = 10_000) { self.linesMax = max(linesMax, 1) }

  /// Number of the line that comes next.
  public var end: Int { first + lines.count }

  /// The line of that number, if it is kept.
  public subscript(number: Int) -> LogLine? {
    guard number >= first, number < end else { return nil }
    return lines[(head + number - first) % lines.count]
  }

  // As far back as a pane is high, so that a move's newest progress is one that can be seen.
  private static let outdatedLinesMax = 20

  /// Adds a line; the oldest goes when there are too many. Progress of a move takes the place of what it outdates.
  public mutating func append(_ line: LogLine) {
    if line.isProgress, let slot = slotOutdated(by: line) {
      lines[slot] = line
      return
    }
    if lines.count < linesMax {
      lines.append(line)
    } else {
      lines[head] = line
      head = (head + 1) % linesMax
      first += 1
    }
  }

  private func slotOutdated(by line: LogLine) -> Int? {
    for number in stride(from: end - 1, through: max(first, end - LogBuffer.outdatedLinesMax), by: -1) {
      let slot = (head + number - first) % lines.count
      if lines[slot].isProgress, lines[slot].subject == line.subject { return slot }
    }
    return nil
  }
}
