/// The HA stack: who is managed, requests, maintenance. One round every few seconds.
/// - Source: facts/pve.md 7.
final class AvailabilityManager {
  private unowned let cluster: SimulatedCluster
  private(set) var maintenanceNodes: [String] = []

  init(_ cluster: SimulatedCluster) { self.cluster = cluster }

  func begin() {}

  func manages(_ id: Int) -> Bool { false }

  /// An order to a managed guest, carried out in a later round.
  func request(_ action: String, _ id: Int, to node: String? = nil) {}
}
