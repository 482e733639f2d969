/// A guest is being replicated from its node to the next one for a while.
/// - Source: facts/pve.md 4.10, 12.
struct ReplicationRuns: FaultKind {
  var guest: Int
  var seconds: Double
  var at: Double

  static let name = "replicating"
  static let places = "GUEST[:SECONDS[:AT]]"
  var words: [String] { ["\(guest)", FaultWords.number(seconds), FaultWords.number(at)] }

  init?(_ words: FaultWords) {
    guard let guest = words.guest(0), let seconds = words.number(1, otherwise: 120),
      let at = words.number(2, otherwise: 0)
    else { return nil }
    self.guest = guest
    self.seconds = seconds
    self.at = at
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    random.guest(of: herd).map { ["\($0)", random.word(10...1200), random.word(0...900)] }
  }

  func install(in cluster: SimulatedCluster) {
    guard at > 0 else { return begin(in: cluster) }
    cluster.strike(at: at) { [unowned cluster] in begin(in: cluster) }
  }

  private func begin(in cluster: SimulatedCluster) {
    guard let place = cluster.files.places[guest], let node = cluster.node(place.node), node.phase == .running,
      let target = cluster.members.first(where: { $0.id == node.id % cluster.members.count + 1 }), target !== node
    else { return }
    func write(_ job: String) {
      let state = "{\"\(guest)\":{\"local/\(target.name)\":{\(job)\"last_sync\":1763794800,\"fail_count\":0}}}"
      node.files.tree.place("/var/lib/pve-manager/pve-replication-state.json", .file(Array(state.utf8)))
    }
    write("\"pid\":4242,\"ptime\":\"99\",")
    cluster.ledger.replications[guest] = (node.name, target.name, cluster.now)
    // Its end is no further fault: it comes though the faults are over.
    cluster.after(seconds) { [unowned cluster] in
      write("")
      cluster.ledger.replications[guest] = nil
    }
  }
}
