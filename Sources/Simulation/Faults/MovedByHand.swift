/// Someone else migrates a guest.
/// - Source: facts/pve.md 14.
struct MovedByHand: FaultKind {
  var guest: Int
  var at: Double

  static let name = "moved-by-hand"
  static let places = "GUEST:AT"
  var words: [String] { ["\(guest)", FaultWords.number(at)] }

  init?(_ words: FaultWords) {
    guard let guest = words.guest(0), let at = words.number(1) else { return nil }
    self.guest = guest
    self.at = at
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    random.guest(of: herd).map { ["\($0)", random.word(1...1200)] }
  }

  func install(in cluster: SimulatedCluster) {
    cluster.strike(at: at) { [unowned cluster] in
      guard let place = cluster.files.places[guest],
        let target = cluster.members.first(where: { $0.name != place.node && $0.isMember && $0.phase == .running })
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
