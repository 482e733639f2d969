/// Someone else starts a guest that was stopped.
/// - Source: facts/pve.md 14.
struct StartedByHand: FaultKind {
  var guest: Int
  var at: Double

  static let name = "started-by-hand"
  static let places = "GUEST:AT"
  var words: [String] { ["\(guest)", FaultWords.number(at)] }

  init?(_ words: FaultWords) {
    guard let guest = words.guest(0), let at = words.number(1) else { return nil }
    self.guest = guest
    self.at = at
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    random.guest(of: herd, where: { !$0.isRunning }).map { ["\($0)", random.word(1...600)] }
  }

  func install(in cluster: SimulatedCluster) {
    cluster.strike(at: at) { [unowned cluster] in
      guard let place = cluster.files.places[guest], let node = cluster.node(place.node), node.isQuorate,
        !node.runs(guest)
      else { return }
      cluster.ledger.touch(guest, at: cluster.now)
      let task = WorkerTask(place.kind == .container ? "vzstart" : "qmstart", "\(guest)", on: node, process: nil)
      node.startGuest(guest, place.kind) { refusal in
        if let refusal { task.fail(refusal.reason) } else { task.succeed() }
      }
    }
  }
}
