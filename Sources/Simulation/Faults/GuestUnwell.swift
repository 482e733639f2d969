/// A guest that takes long after each start until what runs in it answers.
struct GuestUnwell: FaultKind {
  var guest: Int
  var seconds: Double

  static let name = "unwell"
  static let places = "GUEST[:SECONDS]"
  var words: [String] { ["\(guest)", FaultWords.number(seconds)] }

  init?(_ words: FaultWords) {
    guard let guest = words.guest(0), let seconds = words.number(1, otherwise: 600) else { return nil }
    self.guest = guest
    self.seconds = seconds
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    random.guest(of: herd).map { ["\($0)", random.word(5...900)] }
  }

  func install(in cluster: SimulatedCluster) {
    cluster.hooks.ailments.append { id, secondsUp in id == guest && secondsUp < seconds }
  }
}
