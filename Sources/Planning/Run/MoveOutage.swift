/// How long a guest was out of service during its move, by the log of the move.
enum MoveOutage {
  /// Seconds from a container's shutdown to the end of the log, or a machine's pause; nil if the log does not tell.
  ///
  /// The log's stamps are the node's local time in whole seconds (facts/pve.md 5.2), so only their difference counts.
  static func seconds(output: [String]) -> Double? {
    if let pause = MoveLog.downtimeSeconds(in: output) { return pause }
    guard let first = output.first(where: { $0.contains(" shutdown CT ") }).flatMap(secondOfDay),
      let last = output.last(where: { secondOfDay($0) != nil }).flatMap(secondOfDay)
    else { return nil }
    let difference = last - first
    // Past midnight the second of the day starts anew.
    return Double(difference < 0 ? difference + 86_400 : difference)
  }

  /// `2026-11-22 07:00:09 …` → 25209
  private static func secondOfDay(_ line: String) -> Int? {
    let words = line.split(separator: " ", maxSplits: 2)
    guard words.count == 3 else { return nil }
    let parts = words[1].split(separator: ":").compactMap { Int($0) }
    guard parts.count == 3 else { return nil }
    return parts[0] * 3600 + parts[1] * 60 + parts[2]
  }
}

/// A refusal because someone else works on the guest.
enum LockRefusal {
  /// The lock's word in `CT is locked (backup)`; nil if the reason is another.
  /// - Source: facts/pve.md 5.3. A config or migration lock that could not be had within 10 s is of the same kind.
  static func word(in reason: String) -> String? {
    if let start = reason.firstRange(of: " is locked (")?.upperBound {
      return String(reason[start...].prefix { $0 != ")" })
    }
    return reason.contains("can't lock file") ? "in use" : nil
  }
}
