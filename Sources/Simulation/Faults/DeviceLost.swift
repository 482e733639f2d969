/// The QDevice casts its vote no more from a moment on.
/// - Source: facts/pve.md 3.2.
struct DeviceLost {
  var at: Double

  func install(in cluster: SimulatedCluster) {
    cluster.after(at) { [unowned cluster] in cluster.hooks.isDeviceSilent = true }
  }
}
