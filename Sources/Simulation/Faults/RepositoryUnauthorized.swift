/// A repository of a node wants a subscription that it does not have.
/// - Source: facts/pve.md 9.3.
struct RepositoryUnauthorized: NodeFaultKind {
  var node: String

  static let name = "repository-unauthorized"

  func install(in cluster: SimulatedCluster) {
    guard let host = cluster.node(node) else { return }
    host.packages.isUnauthorized = true
    let line = "deb https://enterprise.proxmox.com/debian/pve \(host.release.suite) pve-enterprise\n"
    host.files.tree.place("/etc/apt/sources.list.d/pve-enterprise.list", .file(Array(line.utf8)))
  }
}
