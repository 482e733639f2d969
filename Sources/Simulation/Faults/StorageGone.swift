/// A node's shared storages are gone for a while.
/// - Source: facts/pve.md 14.
struct StorageGone: LastingFaultKind {
  var node: String
  var at: Double
  var seconds: Double

  static let name = "storage-gone"
  static let usualSeconds = 120.0
  static let chances = (at: 1...1200, seconds: 10...900)

  func install(in cluster: SimulatedCluster) {
    guard let host = cluster.node(node) else { return }
    cluster.strike(at: at) {
      guard host.phase == .running else { return }
      host.hasStorages = false
      host.after(seconds) { host.hasStorages = true }
    }
  }
}
