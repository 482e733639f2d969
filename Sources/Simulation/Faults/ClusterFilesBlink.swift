/// An upgrade restarts pmxcfs, and `/etc/pve` is empty for a moment.
/// - Source: facts/pve.md 9.3.
struct ClusterFilesBlink: FaultKind {
  var node: String

  static let name = "cluster-files-blink"
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
    cluster.hooks.upgrades.append { host, package in
      guard host.name == node, package == "pve-manager", host.hasClusterFiles else { return }
      host.hasClusterFiles = false
      // Long enough to be met by one of several looks.
      host.after(3) { host.hasClusterFiles = true }
    }
  }
}
