/// A node's boot loader starts the kernel that ran before, whatever is installed.
/// - Source: facts/pve.md 8.4.
struct OldKernelBoots: FaultKind {
  var node: String

  static let name = "old-kernel"
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
    cluster.hooks.kernels.append { $0.name == node ? $0.kernel : nil }
  }
}
