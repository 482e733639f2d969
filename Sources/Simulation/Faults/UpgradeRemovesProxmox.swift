/// Broken repositories: an upgrade of a node would remove Proxmox VE itself.
/// - Source: facts/pve.md 0, trap 27.
struct UpgradeRemovesProxmox: NodeFaultKind {
  var node: String

  static let name = "upgrade-removes-proxmox"

  func install(in cluster: SimulatedCluster) {
    cluster.node(node)?.packages.removals = ["proxmox-ve"]
  }
}
