import Cluster
import Remote

/// Votes as corosync counts them.
/// - Source: facts/pve.md 3.2, facts/pve-observed.md: exit 2 is a full answer without quorum.
struct QuorumStatus: Reading {
  static let section = Section("pvecm status", Command("pvecm", "status", limitSeconds: 15))

  /// Nil on a node without cluster.
  var quorum: Quorum?

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    let isStandalone = (part.errors + part.output).contains("is this node part of a cluster?")
    if isStandalone, part.status != 0 { return }
    try part.requireStatus(0, 2, of: Self.section)
    var values: [String: String] = [:]
    for line in part.lines {
      if let (key, value) = line.cut(at: ":") { values[String(key).trimmingBlanks] = String(value).trimmingBlanks }
    }
    func number(_ key: String) -> Int? { values[key]?.words.first.flatMap { Digits.number($0) } }
    guard let quorate = values["Quorate"], let votes = number("Total votes"),
      let expected = number("Expected votes"), let needed = number("Quorum")
    else {
      throw Unreadable(expected: "Quorate, Expected votes, Total votes and Quorum", seen: part.output + part.errors)
    }
    quorum = Quorum(isQuorate: quorate == "Yes", votes: votes, expected: expected, needed: needed)
  }
}

extension Quorum {
  /// What both pmxcfs and corosync say; when they differ, the node may not be trusted to write.
  init(members: ClusterMembers, hasCorosync: Bool, corosync: Quorum?) {
    let mayWrite = members.isQuorate(hasCorosync: hasCorosync)
    if let corosync {
      self = corosync
      isQuorate = corosync.isQuorate && mayWrite
    } else if let cluster = members.cluster {
      let online = members.members.count { $0.isOnline }
      self.init(
        isQuorate: mayWrite, votes: online, expected: cluster.nodeCount, needed: cluster.nodeCount / 2 + 1)
    } else {
      self.init(isQuorate: mayWrite, votes: mayWrite ? 1 : 0, expected: 1, needed: 1)
    }
  }
}
