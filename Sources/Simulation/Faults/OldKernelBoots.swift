/// A node's boot loader starts the kernel that ran before, whatever is installed.
/// - Source: facts/pve.md 8.4.
struct OldKernelBoots: NodeFaultKind {
  var node: String

  static let name = "old-kernel"

  func install(in cluster: SimulatedCluster) {
    cluster.hooks.kernels.append { $0.name == node ? $0.kernel : nil }
  }
}
