import Cluster

/// Someone keeps a copy of a guest's configuration beside it for a while, under a name that no guest has.
struct StrayConfiguration: FaultKind {
  var guest: Int
  var at: Double
  var seconds: Double

  static let name = "stray-config"
  static let places = "GUEST:AT[:SECONDS]"
  var words: [String] { ["\(guest)", FaultWords.number(at), FaultWords.number(seconds)] }

  init?(_ words: FaultWords) {
    guard let guest = words.guest(0), let at = words.number(1), let seconds = words.number(2, otherwise: 300) else {
      return nil
    }
    self.guest = guest
    self.at = at
    self.seconds = seconds
  }

  /// Best one that holds what nobody may read elsewhere.
  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    let guest = random.guest(of: herd) { $0.configuration.contains(where: Secret.isIn) } ?? random.guest(of: herd)
    return guest.map { ["\($0)", random.word(1...1200), random.word(10...600)] }
  }

  func install(in cluster: SimulatedCluster) {
    cluster.strike(at: at) { [unowned cluster] in
      guard let place = cluster.files.places[guest], let bytes = cluster.files.entries[place.path]?.bytes else {
        return
      }
      let copy = place.path.dropLast(".conf".count) + "-old.conf"
      cluster.files.put(String(copy), bytes, by: place.node)
      cluster.after(seconds) { [unowned cluster] in _ = cluster.files.remove(String(copy), isDirectory: false) }
    }
  }
}
