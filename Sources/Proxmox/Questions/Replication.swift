import Cluster
import Remote

/// Guests that are being replicated from the node now. The file is what `pvesr status` reads, without its Perl.
/// - Source: facts/pve.md 4.10: `pid` stands there only while a job runs.
struct ReplicationState: Reading {
  static let section = Section(
    "replication state", Command("cat", "/var/lib/pve-manager/pve-replication-state.json"))

  /// In order of id.
  var running: [GuestID] = []

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    if part.status == 1, part.onlyMissesFiles { return }
    try part.requireStatus(0, of: Self.section)
    if part.output.trimmingBlanks.isEmpty { return }
    let guests = try LenientJSON.decode(
      [String: [String: Job]].self, from: part, expected: "the JSON of the replication state")
    running = guests.filter { $0.value.values.contains { $0.pid != nil } }.keys.compactMap { GuestList.id($0) }.sorted()
  }

  private struct Job: Decodable {
    var pid: LenientNumber?
  }
}
