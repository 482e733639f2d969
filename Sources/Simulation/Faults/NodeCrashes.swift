/// A node loses its power at a moment, and boots again.
struct NodeCrashes {
  var node: String
  var at: Double

  func install(in cluster: SimulatedCluster) {
    cluster.after(at) { [unowned cluster] in cluster.node(node)?.goDown() }
  }
}
