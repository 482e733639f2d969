/// Broken repositories: an upgrade of a node would remove Proxmox VE itself.
/// - Source: facts/pve.md 0, trap 27.
struct UpgradeRemovesProxmox: FaultKind {
  var node: String

  static let name = "upgrade-removes-proxmox"
  static let places = "NODE"
  var words: [String] { [node] }

  init?(_ words: FaultWords) {
    guard let node = words.text(0) else { return nil }
    self.node = node
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    random.node(of: herd).map { [$0] }
  }

  func install(in cluster: SimulatedCluster) {
    cluster.node(node)?.packages.removals = ["proxmox-ve"]
  }
}
