import Cluster
import Remote

/// Who is in the cluster, as pmxcfs on the answering node knows.
/// - Source: `/etc/pve/.members`, facts/pve.md 10.1. With pmxcfs down `/etc/pve` is an empty directory, so a missing
///   file is an error and never an empty cluster.
struct ClusterMembers: Reading {
  static let section = Section("/etc/pve/.members", Command("cat", "/etc/pve/.members"))
  static let remedy = "check that this is a Proxmox VE node and that pve-cluster runs: systemctl status pve-cluster"

  /// The answering node.
  var nodeName: NodeName
  /// Nil on a node without cluster, and for a moment after boot.
  var cluster: ClusterLine?
  /// In order of name.
  var members: [Member]
  /// Names by corosync's number.
  var names: [Int: NodeName] = [:]

  struct ClusterLine: Hashable {
    var name: String
    var nodeCount: Int
    var isQuorate: Bool
  }

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    try part.requireStatus(0, of: Self.section)
    let file = try LenientJSON.decode(File.self, from: part, expected: "the JSON of .members")
    guard let nodeName = NodeName(file.nodename) else {
      throw Unreadable(expected: "a node name in .members", seen: file.nodename)
    }
    self.nodeName = nodeName
    guard let line = file.cluster else {
      members = [Member(name: nodeName, address: "", isOnline: true)]
      return
    }
    let list = file.nodelist ?? [:]
    cluster = ClusterLine(
      name: Excerpt.clean(line.name), nodeCount: line.nodes?.whole.map { Int($0) } ?? list.count,
      isQuorate: line.quorate?.isTrue ?? false)
    var members: [Member] = []
    for (key, entry) in list {
      guard let name = NodeName(key) else { throw Unreadable(expected: "a node name in .members", seen: key) }
      if let id = entry.id?.whole { names[Int(id)] = name }
      members.append(Member(name: name, address: entry.ip ?? "", isOnline: entry.online?.isTrue ?? false))
    }
    self.members = members.sorted { $0.name < $1.name }
  }

  /// Whether this node may write to the cluster's file system.
  /// - Parameter hasCorosync: a member of a cluster shows no cluster until corosync has answered once after boot; only
  ///   without a corosync configuration is the node one of its own, and always quorate.
  func isQuorate(hasCorosync: Bool) -> Bool { cluster?.isQuorate ?? !hasCorosync }

  private struct File: Decodable {
    struct Line: Decodable {
      var name: String
      var nodes: LenientNumber?
      var quorate: LenientNumber?
    }
    struct Entry: Decodable {
      var id: LenientNumber?
      var online: LenientNumber?
      var ip: String?
    }
    var nodename: String
    var cluster: Line?
    var nodelist: [String: Entry]?
  }
}

/// Whether the node is set up as a member of a cluster, running or not.
struct CorosyncConfig: Reading {
  static let section = Section("/etc/pve/corosync.conf", Command("test", "-e", "/etc/pve/corosync.conf"))

  var exists: Bool

  init(_ part: SectionedResult.Part) throws(Unreadable) { exists = part.status == 0 }
}
