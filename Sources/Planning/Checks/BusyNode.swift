import Cluster

/// Work of others that a drain would meet: backups, clones, restores, their locks.
/// - Source: facts/pve.md 12.
enum BusyNode {
  static func warnings(on node: Node, guests: [Guest]) -> [Blocker] {
    let tasks = node.tasks.map { task in
      Blocker(
        code: "task-running", node: node.name, guest: Int(task.subject).map { GuestID($0) },
        message: "\(node.name) is at work: \(task.type)" + (task.subject.isEmpty ? "" : " of \(task.subject)"),
        remedy: "the run waits for locked guests; better let it finish first")
    }
    let locks = guests.compactMap { guest in
      guest.lock.map { word in
        Blocker(
          code: "guest-locked", node: node.name, guest: guest.id, message: "\(guest.label) is locked (\(word))",
          remedy: "its move waits until the lock is gone")
      }
    }
    return tasks + locks
  }
}
