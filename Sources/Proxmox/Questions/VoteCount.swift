import Cluster
import Remote

/// Votes as corosync counts them, from its own tool, which is what `pvecm status` runs in the end: without Perl it
/// costs next to nothing.
/// - Source: facts/pve.md 3.2, facts/pve-observed.md: exit 2 is a full answer without quorum.
struct VoteCount: Reading {
  static let section = Section("corosync-quorumtool", Command("corosync-quorumtool", "-siH", limitSeconds: 10))

  var votes: Votes

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    try part.requireStatus(0, 2, of: Self.section)
    votes = try Votes(part)
  }
}

/// What corosync's table of votes says.
struct Votes: Hashable {
  var isQuorate: Bool
  var present: Int
  var expected: Int
  var needed: Int
  /// Votes by corosync's number of the node.
  var byNode: [Int: Int] = [:]
  /// Votes that the QDevice casts; nil without one.
  var device: Int?

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    var values: [String: String] = [:]
    let lines = part.lines
    for line in lines {
      if let (key, value) = line.cut(at: ":") { values[String(key).trimmingBlanks] = String(value).trimmingBlanks }
    }
    func number(_ key: String) -> Int? { values[key]?.words.first.flatMap { Digits.number($0) } }
    guard let quorate = values["Quorate"], let votes = number("Total votes"),
      let expected = number("Expected votes"), let needed = number("Quorum")
    else {
      throw Unreadable(expected: "Quorate, Expected votes, Total votes and Quorum", seen: part.output + part.errors)
    }
    (isQuorate, present, self.expected, self.needed) = (quorate == "Yes", votes, expected, needed)
    for line in lines {
      // 0x00000001          1    A,V,NMW 192.168.1.11 (local)
      let words = line.words
      guard words.count >= 3, words[0].hasPrefix("0x"), let id = Int(words[0].dropFirst(2), radix: 16),
        let count = Digits.number(words[1])
      else { continue }
      if id == 0 { device = count } else { byNode[id] = count }
    }
  }

  /// With the names of the nodes.
  func quorum(names: [Int: NodeName]) -> Quorum {
    let unequal = byNode.filter { $0.value != 1 }.compactMap { id, count in names[id].map { ($0, count) } }
    return Quorum(
      isQuorate: isQuorate, votes: present, expected: expected, needed: needed,
      unequalVotes: Dictionary(unequal) { $1 }, deviceVotes: device)
  }
}

extension Quorum {
  /// What both pmxcfs and corosync say; when they differ, the node may not be trusted to write.
  init(members: ClusterMembers, hasCorosync: Bool, corosync: Votes?) {
    let mayWrite = members.isQuorate(hasCorosync: hasCorosync)
    if let corosync {
      self = corosync.quorum(names: members.names)
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
