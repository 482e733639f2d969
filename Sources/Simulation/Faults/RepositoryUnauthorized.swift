/// A repository of a node wants a subscription that it does not have.
/// - Source: facts/pve.md 9.3.
struct RepositoryUnauthorized: FaultKind {
  var node: String

  static let name = "repository-unauthorized"
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
    guard let host = cluster.node(node) else { return }
    host.packages.isUnauthorized = true
    let line = "deb https://enterprise.proxmox.com/debian/pve \(host.release.suite) pve-enterprise\n"
    host.files.tree.place("/etc/apt/sources.list.d/pve-enterprise.list", .file(Array(line.utf8)))
  }
}
