/// Someone else's task runs on a node for a while: a clone, a restore, a snapshot of a guest that is none of ours.
/// - Source: facts/pve.md 12.
struct ForeignTask {
  var node: String
  var type: String
  var from: Double
  var seconds: Double

  func install(in cluster: SimulatedCluster) {
    guard let host = cluster.node(node) else { return }
    host.after(from) {
      let task = WorkerTask(type, "900", on: host, process: nil)
      task.after(seconds) { task.succeed() }
    }
  }
}
