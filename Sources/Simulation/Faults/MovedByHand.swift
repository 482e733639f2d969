/// Someone else migrates a guest, to a node or to any other than its own.
/// - Source: facts/pve.md 14.
struct MovedByHand: FaultKind {
  var guest: Int
  var at: Double
  var target: String?

  static let name = "moved-by-hand"
  static let places = "GUEST:AT[:NODE]"
  var words: [String] { ["\(guest)", FaultWords.number(at)] + [target].compactMap(\.self) }

  init?(_ words: FaultWords) {
    guard let guest = words.guest(0), let at = words.number(1) else { return nil }
    self.guest = guest
    self.at = at
    target = words.text(2)
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    guard let guest = random.guest(of: herd), let node = random.node(of: herd) else { return nil }
    return ["\(guest)", random.word(1...1200), node]
  }

  func install(in cluster: SimulatedCluster) {
    cluster.strike(at: at) { [unowned cluster] in
      guard let place = cluster.files.places[guest],
        let target = cluster.members.first(where: { node in
          node.name != place.node && node.isMember && node.phase == .running && target.map { node.name == $0 } ?? true
        })
      else { return }
      cluster.moveForOthers(guest, to: target)
    }
  }
}

extension SimulatedCluster {
  /// Someone who knows nothing of the run moves a guest.
  func moveForOthers(_ guest: Int, to target: SimulatedNode) {
    guard let place = files.places[guest], let source = node(place.node), source !== target, source.isQuorate else {
      return
    }
    ledger.touch(guest, at: now)
    let isContainer = place.kind == .container
    let task = WorkerTask(isContainer ? "vzmigrate" : "qmigrate", "\(guest)", on: source, process: nil)
    task.onEnd = { [unowned self] _ in ledger.touch(guest, at: now) }
    if isContainer {
      ContainerMove.begin(task, id: guest, from: source, to: target, restarts: true, timeout: 180)
    } else {
      MachineMove.begin(task, id: guest, from: source, to: target, withLocalDisks: false)
    }
  }
}
