import Cluster
import Remote

/// Guests that are being replicated from the node now. The file is what `pvesr status` reads, without its Perl.
/// - Source: facts/pve.md 4.10: `pid` stands there only while a job runs.
struct ReplicationState: Reading {
  static let section = Section(
    "replication state", Command("cat", "/var/lib/pve-manager/pve-replication-state.json"))

  /// In order of guest.
  var running: [Replication] = []

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    if part.status == 1, part.onlyMissesFiles { return }
    try part.requireStatus(0, of: Self.section)
    if part.output.trimmingBlanks.isEmpty { return }
    let guests = try LenientJSON.decode(
      [String: [String: Job]].self, from: part, expected: "the JSON of the replication state")
    for (id, jobs) in guests.sorted(by: { NaturalOrder.precedes($0.key, $1.key) }) {
      guard let guest = GuestList.id(id) else { continue }
      // A job's key names its kind and the node that gets the copy: `local/pve2`.
      running += jobs.filter { $0.value.pid != nil }.keys.sorted().map { key in
        Replication(guest: guest, target: key.cut(at: "/").flatMap { NodeName(String($0.tail)) })
      }
    }
  }

  private struct Job: Decodable {
    var pid: LenientNumber?
  }
}
