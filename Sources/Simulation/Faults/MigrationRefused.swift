/// A guest's migrations are refused before anything is touched, so many times.
/// - Source: facts/pve.md 5.3 B.
struct MigrationRefused: FaultKind {
  var guest: Int
  var times: Int

  static let name = "migration-refused"
  static let places = "GUEST[:TIMES]"
  var words: [String] { ["\(guest)", "\(times)"] }

  init?(_ words: FaultWords) {
    guard let guest = words.guest(0), let times = words.count(1, otherwise: 1) else { return nil }
    self.guest = guest
    self.times = times
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    random.guest(of: herd).map { ["\($0)", random.word(1...4)] }
  }

  func install(in cluster: SimulatedCluster) {
    var left = times
    cluster.hooks.moveRefusals.append { id, _, target in
      guard id == guest, left > 0 else { return nil }
      left -= 1
      return "storage 'nfs-ct' is not available on node '\(target.name)'"
    }
  }
}
