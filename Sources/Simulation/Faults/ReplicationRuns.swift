/// A guest is being replicated from its node for a while from the start on.
/// - Source: facts/pve.md 4.10, 12.
struct ReplicationRuns: FaultKind {
  var guest: Int
  var seconds: Double

  static let name = "replicating"
  static let places = "GUEST[:SECONDS]"
  var words: [String] { ["\(guest)", FaultWords.number(seconds)] }

  init?(_ words: FaultWords) {
    guard let guest = words.guest(0), let seconds = words.number(1, otherwise: 120) else { return nil }
    self.guest = guest
    self.seconds = seconds
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    random.guest(of: herd).map { ["\($0)", random.word(10...1200)] }
  }

  func install(in cluster: SimulatedCluster) {
    guard let place = cluster.files.places[guest], let node = cluster.node(place.node) else { return }
    func write(_ job: String) {
      let state = "{\"\(guest)\":{\"local/pve2\":{\(job)\"last_sync\":1763794800,\"fail_count\":0}}}"
      node.files.tree.place("/var/lib/pve-manager/pve-replication-state.json", .file(Array(state.utf8)))
    }
    write("\"pid\":4242,\"ptime\":\"99\",")
    // Its end is no further fault: it comes though the faults are over.
    cluster.after(seconds) { write("") }
  }
}
