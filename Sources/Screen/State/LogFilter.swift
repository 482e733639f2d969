import Planning

/// Which lines the log page shows: `node:pve1`, `guest:103`, `level:warning`, and a pattern for the rest.
struct LogFilter {
  private var nodes: [String] = []
  private var guests: [String] = []
  private var level: Notice.Level?
  private(set) var pattern: Pattern

  /// Words that a filter of the log begins with, for completion.
  static let words = ["node:", "guest:", "level:"]

  init(_ typed: String, errorsOnly: Bool = false) throws(Pattern.Invalid) {
    var rest: [Substring] = []
    for word in typed.split(separator: " ", omittingEmptySubsequences: false) {
      if let name = LogFilter.value(of: word, "node:") {
        nodes.append(name)
      } else if let id = LogFilter.value(of: word, "guest:") {
        guests.append(id)
      } else if let name = LogFilter.value(of: word, "level:") {
        guard let known = Notice.Level(rawValue: name) else { throw Pattern.Invalid(text: String(word)) }
        level = known
      } else {
        rest.append(word)
      }
    }
    while rest.last?.isEmpty == true { rest.removeLast() }
    pattern = try Pattern(rest.joined(separator: " "))
    if errorsOnly { level = max(level ?? .warning, .warning) }
  }

  private static func value(of word: Substring, _ key: String) -> String? {
    word.hasPrefix(key) && word.utf8.count > key.utf8.count ? String(word.dropFirst(key.count)) : nil
  }

  /// Whether a line is shown.
  func shows(_ line: LogLine) -> Bool {
    if let level, line.level < level { return false }
    if !nodes.isEmpty, !nodes.contains(where: { $0 == line.subject || $0 == line.from || $0 == line.to }) {
      return false
    }
    if !guests.isEmpty, !guests.contains(where: { LogFilter.is($0, line.subject) }) { return false }
    return pattern.matches(line.text)
  }

  // A guest's lines begin with `ct/103 grafana`; its number or its name will do.
  private static func `is`(_ asked: String, _ subject: String) -> Bool {
    guard subject.hasPrefix("ct/") || subject.hasPrefix("vm/") else { return false }
    return subject.dropFirst(3).split(separator: " ", maxSplits: 1).contains { $0 == asked }
  }
}

extension LogLine {
  /// The line as it stands in a file.
  var recorded: String {
    let way = from.flatMap { from in to.map { " \(from) -> \($0)" } } ?? ""
    return "\(time.iso8601) \(level.rawValue) \(subject)\(way): \(message)"
  }

  /// The whole line as words, for patterns.
  var text: String {
    if let from, let to { return "\(subject) \(from) \(to) \(message)" }
    return "\(subject) \(message)"
  }
}
