import Cluster

/// The HA stack has given a guest up.
/// - Source: facts/pve.md 7.4.
struct ServiceInError: GuestFaultKind {
  var guest: Int

  static let name = "ha-error"

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    random.pick(herd.managed.keys.sorted()).map { ["\($0)"] }
  }

  func install(in cluster: SimulatedCluster) {
    // The stack learns its services only after the faults are in place.
    cluster.strike(at: 0) { [unowned cluster] in cluster.manager.giveUp(guest) }
  }
}
