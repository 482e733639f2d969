import Cluster

/// `vzdump`.
/// - Source: facts/pve.md 13.2.
enum Vzdump {
  @Sendable static func run(_ process: Process) {
    process.afterPerlStart {
      let options = ToolOptions(
        process.arguments, flags: ["quiet", "protected", "stop"],
        values: [
          "storage", "mode", "notes-template", "prune-backups", "lockwait", "bwlimit", "fleecing", "compress",
        ])
      let node = process.node
      let ids = options.plain.compactMap { Int($0) }
      let here = ids.filter { node.cluster.files.places[$0]?.node == node.name }
      // A guest of another node is passed over without a word.
      guard !here.isEmpty else { return process.finish() }
      let task = WorkerTask("vzdump", here.count == 1 ? "\(here[0])" : "", on: node, process: process)
      task.log("INFO: starting new backup job: vzdump \(process.arguments.joined(separator: " "))")
      task.acquire("/var/run/vzdump.lock") { failure in
        if failure != nil {
          task.log("ERROR: can't acquire lock '/var/run/vzdump.lock' - got timeout")
          return task.fail("can't acquire lock '/var/run/vzdump.lock' - got timeout")
        }
        backUp(here[...], hasErrors: false, task)
      }
    }
  }

  private static func backUp(_ ids: ArraySlice<Int>, hasErrors: Bool, _ task: WorkerTask) {
    var rest = ids
    let cluster = task.node.cluster
    guard let id = rest.popFirst(), let place = cluster.files.places[id] else {
      task.log("INFO: Backup job finished \(hasErrors ? "with errors" : "successfully")")
      return hasErrors ? task.fail("job errors") : task.succeed()
    }
    let isContainer = place.kind == .container
    let time = CivilTime.log(task.node.timestamp)
    task.log("INFO: Starting Backup of VM \(id) (\(isContainer ? "lxc" : "qemu"))")
    task.log("INFO: Backup started at \(time)")
    task.log("INFO: status = \(task.node.runs(id) ? "running" : "stopped")")
    task.log("INFO: \(isContainer ? "CT" : "VM") Name: \(cluster.name(of: id))")
    if let lock = cluster.files.configuration(id)?["lock"] {
      task.log("ERROR: Backup of VM \(id) failed - \(isContainer ? "CT" : "VM") is locked (\(lock))")
      task.log("INFO: Failed at \(time)")
      return task.after(0) { backUp(rest, hasErrors: true, task) }
    }
    cluster.files.change(id, by: task.node.name) { $0["lock"] = "backup" }
    let stamp = CivilTime.iso(task.node.timestamp)
    task.log("INFO: creating Proxmox Backup Server archive '\(place.kind.rawValue)/\(id)/\(stamp)'")
    let seconds = cluster.varied(task.node.durations.backup)
    task.after(seconds) {
      cluster.files.change(id, by: task.node.name) { $0["lock"] = nil }
      task.log("INFO: Finished Backup of VM \(id) (\(CivilTime.duration(seconds)))")
      task.log("INFO: Backup finished at \(CivilTime.log(task.node.timestamp))")
      backUp(rest, hasErrors: hasErrors, task)
    }
  }
}
