import Cluster

/// Work of others that a drain would meet and a reboot would kill: backups, clones, restores, snapshots, moves.
/// - Source: facts/pve.md 12, and 0, trap 18.
enum RunningTasks {
  /// Open consoles end with their node and lose nothing.
  private static let consoles: Set<String> = ["vncproxy", "vncshell", "termproxy", "spiceproxy", "spiceshell"]

  /// Whether a guest leaves the node that the task runs on.
  static func isMove(_ task: RunningTask) -> Bool { ["qmigrate", "vzmigrate", "hamigrate"].contains(task.type) }

  /// On a node that is to be drained. A list that could not be read does not prove that nothing is on it.
  static func waits(on node: Node) -> [Blocker] {
    node.unread[.tasks] == nil ? waits(node.tasks, on: node.name) : [unknown(on: node.name)]
  }

  /// On another node: a task does not say where its guest goes, so any move may end on that node.
  static func waits(for target: NodeName, on other: Node) -> [Blocker] {
    other.unread[.tasks] == nil ? waits(other.tasks, on: other.name, towards: target) : [unknown(on: other.name)]
  }

  /// By a glance right before the reboot.
  static func waits(_ own: NodeGlance) -> [Blocker] {
    own.tasks.map { waits($0, on: own.node) } ?? [unknown(on: own.node)]
  }

  /// By a glance at another node. Moves of our own are over by then.
  static func waits(for target: NodeName, by other: NodeGlance) -> [Blocker] {
    other.tasks.map { waits($0, on: other.node, towards: target) } ?? [unknown(on: other.node)]
  }

  private static func waits(_ tasks: [RunningTask], on node: NodeName, towards target: NodeName? = nil) -> [Blocker] {
    guard Guard.foreignWork.holds else { return [] }
    return tasks.filter { target == nil ? !consoles.contains($0.type) : isMove($0) }.map { task in
      Blocker(
        code: "task-running", node: node, guest: task.guest,
        message: "\(node) is at work: \(task.type)" + (task.subject.isEmpty ? "" : " of \(task.subject)")
          + (target.map { ", perhaps to \($0)" } ?? ""),
        remedy: "let it finish first")
    }
  }

  private static func unknown(on node: NodeName) -> Blocker {
    Blocker(
      code: "tasks-unknown", node: node, message: "the running tasks of \(node) can't be read",
      remedy: "see /var/log/pve/tasks/active on \(node)")
  }
}
