/// The cluster's backup jobs, as `/etc/pve/jobs.cfg` has them.
/// - Source: facts/pve.md 12.
extension SimulatedCluster {
  private static let path = "jobs.cfg"

  /// Whether each is switched on.
  var backupJobs: [String: Bool] {
    guard let bytes = files.entries[Self.path]?.bytes else { return [:] }
    var jobs: [String: Bool] = [:]
    var job = ""
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      if line.hasPrefix("vzdump: ") {
        job = String(line.dropFirst(8))
        jobs[job] = true
      } else if line == "\tenabled 0" {
        jobs[job] = false
      }
    }
    return jobs
  }

  func setBackupJob(_ name: String, isEnabled: Bool) {
    var jobs = backupJobs
    jobs[name] = isEnabled
    let sections = jobs.sorted { $0.key < $1.key }.map { job, isOn in
      "vzdump: \(job)\n\tall 1\n\tenabled \(isOn ? 1 : 0)\n\tschedule sun 07:00\n\tstorage pbs\n"
    }
    files.put(Self.path, text: sections.joined(separator: "\n"), by: "")
  }

  /// What is suspended and was not at the start, as a report names it.
  var suspended: [String] {
    let daemons = members.flatMap { node in
      node.daemons.filter { !$0.value }.map { "\($0.key).service on \(node.name)" }
    }
    return daemons.sorted() + backupJobs.filter { !$0.value }.keys.sorted().map { "the backup job \($0)" }
      + (hooks.scheduling == scheduling ? [] : ["the HA stack's own balancing"])
  }
}
