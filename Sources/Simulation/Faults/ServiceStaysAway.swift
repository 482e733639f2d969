/// The HA stack does not bring a guest back by itself after a maintenance; it comes when it is asked for.
/// - Source: facts/pve.md 7.2, guests that HA rules keep together.
struct ServiceStaysAway: FaultKind {
  var guest: Int

  static let name = "ha-stays-away"
  static let places = "GUEST"
  var words: [String] { ["\(guest)"] }

  init?(_ words: FaultWords) {
    guard let guest = words.guest(0) else { return nil }
    self.guest = guest
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    random.guest(of: herd).map { ["\($0)"] }
  }

  func install(in cluster: SimulatedCluster) {
    cluster.hooks.homeless.insert(guest)
  }
}
