/// The HA stack does not bring a guest back by itself after a maintenance; it comes when it is asked for.
/// - Source: facts/pve.md 7.2, guests that HA rules keep together.
struct ServiceStaysAway: GuestFaultKind {
  var guest: Int

  static let name = "ha-stays-away"

  func install(in cluster: SimulatedCluster) {
    cluster.hooks.homeless.insert(guest)
  }
}
