/// Lists of a node's tasks.
/// - Source: facts/pve.md 1.4, 4.6.
enum TaskList {
  /// `/var/log/pve/tasks/active`: newest first, the ended ones with time and status.
  static func active(_ node: SimulatedNode) -> String {
    node.tasks.reversed().prefix(25).map { task in
      guard let endedAt = task.endedAt else { return "\(task.upid) 0\n" }
      return "\(task.upid) 1 \(Pad.hex(Int(endedAt))) \(task.statusText)\n"
    }.joined()
  }

  static func json(_ task: WorkerTask) -> JSON {
    var fields: [String: JSON] = [
      "id": .text(task.subject), "node": .text(task.node.name), "pid": .number(task.pid),
      "pstart": .number(Int((task.beganAt - task.node.bootedAt) * 100)), "starttime": .number(Int(task.startedAt)),
      "status": .text(task.isRunning ? "RUNNING" : task.statusText), "type": .text(task.type),
      "upid": .text(task.upid), "user": .text("root@pam"),
    ]
    if let endedAt = task.endedAt { fields["endtime"] = .number(Int(endedAt)) }
    return .object(fields)
  }
}
