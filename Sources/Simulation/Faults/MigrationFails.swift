import Cluster

/// A guest's migrations fail at one of the stages of a migration, so many times: `A` before the task, `B` in its
/// preparation, `C` with the lock already written, `D` in the live part of a machine's move, `E` after the guest has
/// changed hands.
/// - Source: facts/pve.md 5.3.
struct MigrationFails: FaultKind {
  /// Where in a migration.
  enum Stage: String, CaseIterable {
    case beforeTask = "A"
    case preparation = "B"
    case locked = "C"
    case live = "D"
    case handedOver = "E"
  }

  var guest: Int
  var stage: Stage
  var times: Int

  static let name = "migration-fails"
  static let places = "GUEST:STAGE[:TIMES]"
  var words: [String] { ["\(guest)", stage.rawValue, "\(times)"] }

  init?(_ words: FaultWords) {
    guard let guest = words.guest(0), let stage = words.text(1).flatMap({ Stage(rawValue: $0) }),
      let times = words.count(2, otherwise: 1)
    else { return nil }
    self.guest = guest
    self.stage = stage
    self.times = times
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    guard let guest = random.guest(of: herd), let stage = random.pick(Stage.allCases) else { return nil }
    return ["\(guest)", stage.rawValue, random.word(1...4)]
  }

  func install(in cluster: SimulatedCluster) {
    var left = times
    cluster.hooks.moveFailures.append { id, stage in
      guard id == guest, stage == self.stage, left > 0 else { return false }
      left -= 1
      return true
    }
  }
}
