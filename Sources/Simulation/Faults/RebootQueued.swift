/// Someone has queued a reboot on a node; it does not begin, and is cancelled after a while.
/// - Source: facts/pve.md 8.1.
struct RebootQueued: LastingFaultKind {
  var node: String
  var at: Double
  var seconds: Double

  static let name = "reboot-queued"
  static let usualSeconds = 300.0
  static let chances = (at: 0...1200, seconds: 10...900)

  func install(in cluster: SimulatedCluster) {
    let node = node
    cluster.strike(at: at) { [unowned cluster] in
      cluster.hooks.queuedReboots.insert(node)
      cluster.after(seconds) { [unowned cluster] in cluster.hooks.queuedReboots.remove(node) }
    }
  }
}
