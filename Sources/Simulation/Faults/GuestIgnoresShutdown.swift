/// A guest never ends by being asked to; only a forced stop ends it.
/// - Source: facts/pve.md 0, trap 2.
struct GuestIgnoresShutdown: FaultKind {
  var guest: Int

  static let name = "ignores-shutdown"
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
    cluster.hooks.shutdownIgnorers.append { $0 == guest }
  }
}
