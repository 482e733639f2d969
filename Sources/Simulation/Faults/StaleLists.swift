/// The package lists of a node are old: what is new shows only when they are refreshed.
struct StaleLists: NodeFaultKind {
  var node: String

  static let name = "stale-lists"

  func install(in cluster: SimulatedCluster) { cluster.node(node)?.packages.listsAreOld = true }
}
