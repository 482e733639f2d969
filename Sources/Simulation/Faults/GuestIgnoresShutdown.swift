/// A guest never ends by being asked to; only a forced stop ends it.
/// - Source: facts/pve.md 0, trap 2.
struct GuestIgnoresShutdown: GuestFaultKind {
  var guest: Int

  static let name = "ignores-shutdown"

  func install(in cluster: SimulatedCluster) {
    cluster.hooks.shutdownIgnorers.append { $0 == guest }
  }
}
