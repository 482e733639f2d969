import Cluster

/// What the log of one `pct migrate`, `qm migrate` or start says, for people and for the decision whether to try again.
/// Where the guest is now is never read from it.
/// - Source: facts/pve.md 5.2, 5.3, facts/pve-observed.md.
public struct MoveLog: Hashable, Sendable {
  /// How far a live move has come.
  public struct Transfer: Hashable, Sendable, Codable {
    /// Bytes of memory sent so far.
    public var sentBytes: Double
    /// Bytes of memory in all.
    public var totalBytes: Double
    /// Bytes sent per second.
    public var bytesPerSecond: Double

    /// Part that is sent, 0 to 1; a guest that keeps writing may be sent more than once.
    public var fraction: Double { totalBytes > 0 ? min(1, sentBytes / totalBytes) : 0 }
  }

  /// Why it failed, in the tool's own words; never empty. Means nothing after a success.
  public var reason: String
  /// Seconds out of service as far as the log tells: the stop of a live move, or shutdown to start of a container.
  public var outageSeconds: Double?

  /// Reads standard output and error output.
  public init(output: [String], errors: [String]) {
    let lines = output.map(MoveLog.withoutTime).filter { !$0.isEmpty }
    let complaints = errors.map(LogText.trimmed).filter { !MoveLog.isNoise($0) }
    let cause =
      MoveLog.causeInLog(lines) ?? MoveLog.causeOfRefusal(complaints) ?? lines.last { !$0.hasPrefix("#") }
      ?? complaints.last
    reason = LogText.shortened(cause ?? "the job ended without a word")
    outageSeconds = MoveLog.downtimeSeconds(in: output) ?? MoveLog.restartSeconds(in: output)
  }

  /// Whether a reason is someone else's lock, which goes away when its holder is done.
  public static func isLock(_ reason: String) -> Bool {
    reason.contains("is locked (") || (reason.contains("can't lock file") && reason.contains("got timeout"))
  }

  /// Whether a reason is that the guest did not shut down in time.
  /// - Source: facts/pve.md 6.
  public static func isStopTimeout(_ reason: String) -> Bool {
    reason.contains("did not stop") || reason.contains("powerdown failed") || reason.contains("lxc-stop -n")
  }

  /// Whether a reason means that too much was asked of a node at once: its sshd turned a caller away, or a lock that
  /// is held for moments only was not had (facts/pve.md 0, trap 13, and 5.3 B).
  public static func isContention(_ reason: String) -> Bool {
    reason.contains("Can't connect to destination address")
      || (reason.contains("can't lock file") && reason.contains("got timeout"))
  }

  /// The word of a lock in a reason.
  public static func lockWord(_ reason: String) -> String {
    guard let open = reason.firstRange(of: "is locked (")?.upperBound,
      let close = reason[open...].firstIndex(of: ")"), open < close
    else {
      // Replication holds the same lock as a move does.
      return reason.contains("pve-migrate-") ? "another move or a replication" : "another task"
    }
    return String(reason[open..<close])
  }

  /// The newest figures of a live move.
  public static func transfer(in lines: [String]) -> Transfer? {
    for line in lines.reversed() {
      // migration active, transferred 112.5 MiB of 4.0 GiB VM-state, 118.9 MiB/s
      guard let start = line.firstRange(of: "migration active, transferred ")?.upperBound else { continue }
      let words = line[start...].split(separator: " ")
      guard words.count >= 7, words[2] == "of", let sent = bytes(words[0], words[1]),
        let total = bytes(words[3], words[4]),
        let speed = bytes(words[6], words.count > 7 ? words[7].prefix { $0 != "/" && $0 != "," } : "")
      else { continue }
      return Transfer(sentBytes: sent, totalBytes: total, bytesPerSecond: speed)
    }
    return nil
  }

  /// Seconds that a live move stopped the guest.
  private static func downtimeSeconds(in lines: [String]) -> Double? {
    for line in lines.reversed() {
      // average migration speed: 128.5 MiB/s - downtime 62 ms
      guard let start = line.firstRange(of: " downtime ")?.upperBound, line.contains("average migration speed") else {
        continue
      }
      let words = line[start...].split(separator: " ")
      guard words.count >= 2, words[1] == "ms", let milliseconds = Double(words[0]), milliseconds.isFinite else {
        continue
      }
      return milliseconds / 1000
    }
    return nil
  }

  /// Seconds from a container's shutdown to its start on the target.
  private static func restartSeconds(in lines: [String]) -> Double? {
    func moment(_ mark: String) -> Timestamp? {
      lines.last { $0.contains(mark) }.flatMap { line in
        let text = LogText.trimmed(line)
        return hasTime(text) ? Timestamp(iso8601: "\(text.prefix(10))T\(text.dropFirst(11).prefix(8))Z") : nil
      }
    }
    guard let down = moment(" shutdown CT "), let up = moment(" migration finished successfully"), up >= down else {
      return nil
    }
    return up - down
  }

  /// The cause out of the time-stamped log, which the last line names or only points at.
  private static func causeInLog(_ lines: [String]) -> String? {
    guard let last = lines.lastIndex(where: { $0.hasPrefix("ERROR: ") }) else { return nil }
    let text = lines[last].dropFirst(7)
    if let cause = text.firstRange(of: "): ").map({ String(text[$0.upperBound...]) }),
      text.hasPrefix("migration aborted")
    {
      return pointsElsewhere(cause) ? before(last, in: lines).map { "\(cause): \($0)" } ?? cause : cause
    }
    guard text.hasPrefix("migration finished with problems") || text.hasPrefix("migration aborted") else {
      return String(text)
    }
    guard let earlier = lines[..<last].lastIndex(where: { $0.hasPrefix("ERROR: ") }) else {
      return before(last, in: lines)
    }
    let problem = String(lines[earlier].dropFirst(7))
    return before(earlier, in: lines).map { cause in
      problem.contains("pct start") ? "moved, but the start on the target failed: \(cause)" : "\(problem): \(cause)"
    } ?? problem
  }

  /// Whether a cause only says that the cause stands above.
  private static func pointsElsewhere(_ cause: String) -> Bool {
    cause.hasSuffix("check log") || cause.hasPrefix("Can't connect to destination address")
  }

  /// The line above that says what happened, past commands and steps of the clean-up.
  private static func before(_ index: Int, in lines: [String]) -> String? {
    lines[..<index].last { line in
      !line.hasPrefix("#") && !steps.contains { line.hasPrefix($0) }
    }.map { line in
      line.hasPrefix("ERROR: ") ? String(line.dropFirst(7)) : line
    }
  }

  private static let steps = [
    "start final cleanup", "aborting phase", "start container on", "starting migration of", "starting VM",
    "migrate_cancel", "shutdown CT", "volume '", "start remote tunnel", "ssh tunnel ver", "set migration",
    "migration active", "migration status", "start migrate command", "starting online/live",
  ]

  /// The cause of a refusal before any task, out of the error output.
  private static func causeOfRefusal(_ complaints: [String]) -> String? {
    let telling = complaints.filter { line in
      line != "migration aborted" && line != "migration problems" && !line.hasPrefix("400 Parameter verification")
        && !line.hasPrefix("pct migrate <") && !line.hasPrefix("qm migrate <")
        && !line.hasPrefix("VM isn't running. Doing offline migration instead")
    }
    return telling.last
  }

  private static func isNoise(_ line: String) -> Bool {
    line.isEmpty || line.hasPrefix("perl: warning:") || line.hasPrefix("LC_") || line.hasPrefix("LANG")
      || line == "are supported and installed on your system."
  }

  /// The line without `2026-11-22 07:00:01 ` before it.
  private static func withoutTime(_ line: String) -> String {
    let text = LogText.trimmed(line)
    return hasTime(text) ? String(text.dropFirst(20)) : text
  }

  private static func hasTime(_ line: String) -> Bool {
    let bytes = line.utf8.prefix(20)
    let shape = "0000-00-00 00:00:00 ".utf8
    guard bytes.count == shape.count else { return false }
    return zip(bytes, shape).allSatisfy { byte, wanted in
      wanted == UInt8(ascii: "0") ? (0x30...0x39).contains(byte) : byte == wanted
    }
  }

  private static func bytes(_ number: Substring, _ unit: Substring) -> Double? {
    let factors: [Substring: Double] = [
      "B": 1, "KiB": 1024, "MiB": 1_048_576, "GiB": 1_073_741_824, "TiB": 1_099_511_627_776,
    ]
    guard let factor = factors[unit], let value = Double(number), value.isFinite, value >= 0 else { return nil }
    return value * factor
  }
}

/// Text out of logs, made fit for a report.
public enum LogText {
  /// Longest reason that still fits a report's line.
  private static let charactersMax = 300

  /// The text without blanks and line ends around it.
  public static func trimmed(_ text: String) -> String {
    var view = Substring(text)
    while let first = view.first, first.isWhitespace { view.removeFirst() }
    while let last = view.last, last.isWhitespace { view.removeLast() }
    return String(view)
  }

  /// The text without characters that steer a terminal, at most as long as a report's line.
  public static func shortened(_ text: String) -> String {
    var clean = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: clean.append("\u{FFFD}")
      default: clean.append(scalar)
      }
    }
    let result = String(clean)
    return result.count > charactersMax ? result.prefix(charactersMax - 1) + "…" : result
  }
}
