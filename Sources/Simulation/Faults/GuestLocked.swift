/// A guest carries a backup's lock for a while from the start on.
/// - Source: facts/pve.md 13.2.
struct GuestLocked {
  var guest: Int
  var seconds: Double

  func install(in cluster: SimulatedCluster) {
    guard let place = cluster.files.places[guest], let node = cluster.node(place.node) else { return }
    let task = WorkerTask("vzdump", "\(guest)", on: node, process: nil)
    task.log("INFO: Starting Backup of VM \(guest) (\(place.kind == .container ? "lxc" : "qemu"))")
    cluster.files.change(guest, by: node.name) { $0["lock"] = "backup" }
    task.after(seconds) {
      task.log("INFO: Finished Backup of VM \(guest) (\(task.duration))")
      cluster.files.change(guest, by: node.name) { configuration in
        if configuration["lock"] == "backup" { configuration["lock"] = nil }
      }
      task.succeed()
    }
  }
}
