import Cluster
import Remote

/// Tasks of Proxmox that have started and not ended.
/// - Source: facts/pve.md 1.4: lines `UPID saved[ endtime status]`; without an end time the task runs.
struct ActiveTasks: Reading {
  static let section = Section("active tasks", Command("cat", "/var/log/pve/tasks/active"))

  var tasks: [RunningTask] = []

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    if part.status == 1, part.onlyMissesFiles { return }
    try part.requireStatus(0, of: Self.section)
    for line in part.lines {
      let words = line.words
      guard let upid = words.first else { continue }
      // UPID:node:pid:pstart:starttime:type:id:user:
      let fields = upid.split(separator: ":", omittingEmptySubsequences: false)
      guard fields.count >= 8, fields[0] == "UPID" else {
        throw Unreadable(expected: "a line UPID:…", seen: line)
      }
      if words.count > 2 { continue }
      tasks.append(RunningTask(upid: String(upid), type: String(fields[5]), subject: String(fields[6])))
    }
  }
}
