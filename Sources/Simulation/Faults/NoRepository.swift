/// No repository of Proxmox serves a node.
/// - Source: facts/pve.md 9.3.
struct NoRepository: FaultKind {
  var node: String

  static let name = "no-repository"
  static let places = "NODE"
  var words: [String] { [node] }

  init?(_ words: FaultWords) {
    guard let node = words.text(0) else { return nil }
    self.node = node
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    random.node(of: herd).map { [$0] }
  }

  func install(in cluster: SimulatedCluster) { cluster.node(node)?.packages.hasNoRepository = true }
}
