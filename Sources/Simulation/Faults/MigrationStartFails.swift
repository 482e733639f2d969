/// A guest moves but does not start away from home, so many times.
/// - Source: facts/pve.md 5.3 E.
struct MigrationStartFails: FaultKind {
  var guest: Int
  var times: Int

  static let name = "migration-start-fails"
  static let places = "GUEST[:TIMES]"
  var words: [String] { ["\(guest)", "\(times)"] }

  init?(_ words: FaultWords) {
    guard let guest = words.guest(0), let times = words.count(1, otherwise: 1) else { return nil }
    self.guest = guest
    self.times = times
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    random.guest(of: herd).map { ["\($0)", random.word(1...6)] }
  }

  func install(in cluster: SimulatedCluster) {
    var left = times
    cluster.hooks.startRefusals.append { [unowned cluster] id, node in
      guard id == guest, left > 0, node.name != cluster.ledger.guests[id]?.startNode else { return nil }
      left -= 1
      return "startup for container '\(id)' failed"
    }
  }
}
