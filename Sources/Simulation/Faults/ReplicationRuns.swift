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
    cluster.ledger.replications[guest] = (node.name, target.name, cluster.now)
    writeState(of: node, target)
    // Its end is no further fault: it comes though the faults are over.
    cluster.after(seconds) { [unowned cluster] in
      cluster.ledger.replications[guest] = nil
      writeState(of: node, target)
    }
  }

  /// All jobs of the node: those that run, and this one.
  private func writeState(of node: SimulatedNode, _ target: SimulatedNode) {
    let running = node.cluster.ledger.replications.filter { $0.value.from == node.name }.mapValues(\.to)
    let jobs = [guest: target.name].merging(running) { $1 }.sorted { $0.key < $1.key }.map { guest, target in
      let process = running[guest] == nil ? "" : "\"pid\":4242,\"ptime\":\"99\","
      return "\"\(guest)\":{\"local/\(target)\":{\(process)\"last_sync\":1763794800,\"fail_count\":0}}"
    }
    let state = "{\(jobs.joined(separator: ","))}"
    node.files.tree.place("/var/lib/pve-manager/pve-replication-state.json", .file(Array(state.utf8)))
  }
}
