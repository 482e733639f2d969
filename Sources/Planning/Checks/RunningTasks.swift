import Cluster

/// Work of others that a drain would meet and a reboot would kill: backups, clones, restores, snapshots, moves.
/// - Source: facts/pve.md 12, and 0, trap 18.
enum RunningTasks {
  /// Open consoles end with their node and lose nothing.
  private static let consoles: Set<String> = ["vncproxy", "vncshell", "termproxy", "spiceproxy", "spiceshell"]

  static func waits(_ tasks: [RunningTask], on node: NodeName) -> [Blocker] {
    guard Guard.foreignWork.holds else { return [] }
    return tasks.filter { !consoles.contains($0.type) }.map { task in
      Blocker(
        code: "task-running", node: node, guest: Int(task.subject).map { GuestID($0) },
        message: "\(node) is at work: \(task.type)" + (task.subject.isEmpty ? "" : " of \(task.subject)"),
        remedy: "let it finish first")
    }
  }

  /// By a glance right before the reboot. A list that could not be read does not prove that nothing is on it.
  static func waits(_ glance: NodeGlance) -> [Blocker] {
    guard let tasks = glance.tasks else {
      return [
        Blocker(
          code: "tasks-unknown", node: glance.node, message: "the running tasks of \(glance.node) can't be read",
          remedy: "see /var/log/pve/tasks/active on \(glance.node)")
      ]
    }
    return waits(tasks, on: glance.node)
  }
}
