/// A node's clock is off by some seconds.
/// - Source: facts/pve.md 15.15.
struct ClockOff {
  var node: String
  var seconds: Double

  func install(in cluster: SimulatedCluster) { cluster.hooks.clockOffsets[node] = seconds }
}
