import Remote

/// Whether systemd is taking the node down, or about to.
/// - Source: facts/pve.md 8.1: lines `JOB UNIT TYPE STATE`.
struct QueuedJobs: Reading {
  static let section = Section("systemctl list-jobs", Command("systemctl", "list-jobs", limitSeconds: 10))

  /// Jobs of a shutdown or reboot, such as `reboot.target start waiting`; after them what is being stopped for it now,
  /// such as `pve-guests.service stop running`.
  var shutdown: [String]

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    try part.requireStatus(0, of: Self.section)
    let jobs = part.lines.map(\.words).filter { $0.count >= 4 && Digits.number($0[0]) != nil }.map { Array($0[1...3]) }
    shutdown = jobs.filter { $0[1] == "start" && QueuedJobs.endings.contains(String($0[0])) }
      .map { $0.joined(separator: " ") }
    if !shutdown.isEmpty {
      shutdown += jobs.filter { $0[1...] == ["stop", "running"] }.map { $0.joined(separator: " ") }
    }
    // Nothing at all is no answer: without jobs it says so.
    if part.lines.allSatisfy({ $0.trimmingBlanks.isEmpty }) {
      throw Unreadable(expected: "jobs or `No jobs running.`", seen: part.errors)
    }
  }

  /// Units that are started only when the system ends.
  private static let endings: Set<String> = [
    "reboot.target", "shutdown.target", "poweroff.target", "halt.target", "kexec.target", "soft-reboot.target",
    "umount.target", "final.target", "systemd-reboot.service", "systemd-poweroff.service",
  ]
}
