/// A pool of a node lacks a disk.
/// - Source: facts/pve.md 12.
struct PoolDegraded: FaultKind {
  var node: String
  var pool: String

  static let name = "pool-degraded"
  static let places = "NODE[:POOL]"
  var words: [String] { [node, pool] }

  init?(_ words: FaultWords) {
    guard let node = words.text(0) else { return nil }
    self.node = node
    pool = words.text(1) ?? "rpool"
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    random.node(of: herd).map { [$0] }
  }

  func install(in cluster: SimulatedCluster) { cluster.hooks.degradedPools[node, default: []].append(pool) }
}
