import Cluster

/// Someone keeps a copy of a guest's configuration beside it for a while, under a name that no guest has; an odd name
/// holds a colon, so that nobody can tell whose lines these are.
struct StrayConfiguration: FaultKind {
  var guest: Int
  var at: Double
  var seconds: Double
  var isOdd: Bool

  static let name = "stray-config"
  static let places = "GUEST:AT[:SECONDS[:odd]]"
  var words: [String] {
    ["\(guest)", FaultWords.number(at), FaultWords.number(seconds)] + (isOdd ? ["odd"] : [])
  }

  init?(_ words: FaultWords) {
    guard let guest = words.guest(0), let at = words.number(1), let seconds = words.number(2, otherwise: 300),
      [nil, "odd"].contains(words.text(3))
    else { return nil }
    self.guest = guest
    self.at = at
    self.seconds = seconds
    isOdd = words.text(3) != nil
  }

  /// Best one that holds what nobody may read elsewhere.
  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    let guest = random.guest(of: herd) { $0.configuration.contains(where: Secret.isIn) } ?? random.guest(of: herd)
    return guest.map { id in
      ["\(id)", random.word(1...900), random.word(60...600)] + (random.number(0...3) == 0 ? [] : ["odd"])
    }
  }

  func install(in cluster: SimulatedCluster) {
    cluster.strike(at: at) { [unowned cluster] in
      guard let place = cluster.files.places[guest], let bytes = cluster.files.entries[place.path]?.bytes else {
        return
      }
      let copy = place.path.dropLast(".conf".count) + (isOdd ? ":old.conf" : "-old.conf")
      cluster.files.put(String(copy), bytes, by: place.node)
      cluster.after(seconds) { [unowned cluster] in _ = cluster.files.remove(String(copy), isDirectory: false) }
    }
  }
}
