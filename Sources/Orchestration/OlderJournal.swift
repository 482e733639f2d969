import Cluster
import FoundationEssentials
import Planning

/// Reads lines of journals that an older build wrote, before policy, plan or inventory had all the fields that they have
/// now: what is missing is as it is in a value that nobody set.
enum OlderJournal {
  /// The line; nil if it is none, whatever is filled in.
  static func line(of bytes: some Sequence<UInt8>) -> FileJournal.Line? {
    guard var value = JSONLine.value(JSONValue.self, of: bytes) else { return nil }
    for model in models { value = value.filled(from: model) }
    return (try? JSONLine.bytes(value)).flatMap { JSONLine.value(FileJournal.Line.self, of: $0) }
  }

  // One of each kind of line that holds what grows, with one of everything that comes in lists.
  private static let models = lines.compactMap { line in
    (try? JSONLine.bytes(line)).flatMap { JSONLine.value(JSONValue.self, of: $0) }
  }

  private static var lines: [FileJournal.Line] {
    guard let name = NodeName("node") else { return [] }
    let node = Node(name: name, address: "")
    let guest = Guest(id: GuestID(1), kind: .container, name: "", node: name)
    let quorum = Quorum(isQuorate: false, votes: 0, expected: 0, needed: 0)
    let move = Plan.Move(
      guest: guest.id, kind: guest.kind, name: "", from: name, to: name, way: .restart, leg: .drain, seconds: 0,
      outageSeconds: 0)
    let start = RunStart(
      id: RunID(random: 0), scope: .rolling, policy: Policy(),
      inventory: Inventory(
        clusterName: "", quorum: quorum, nodes: [node], guests: [guest],
        backupServers: [BackupServer(name: "", address: "")], takenAt: Timestamp(milliseconds: 0)),
      plan: Plan(passes: [Plan.Pass(node: name, action: .skip, reason: "", drain: [move], return: [move])]))
    let survey = NodeSurvey(
      node: node, clusterName: nil, quorum: quorum, members: [], placements: [], guests: [guest])
    let never = Timestamp(milliseconds: 0)
    return [
      FileJournal.Line(time: never, event: .began(start)),
      FileJournal.Line(time: never, event: .answered(RequestID(0), .survey(survey))),
    ]
  }
}
