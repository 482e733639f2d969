/// `pvecm`, and the tool of corosync behind it.
/// - Source: facts/pve.md 3.2; facts/pve-observed.md, Exit codes.
enum Pvecm {
  @Sendable static func run(_ process: Process) {
    let node = process.node
    process.after(node.cluster.varied(node.durations.perlStart)) {
      guard node.cluster.members.count > 1 else {
        return process.fail(
          "Error: Corosync config '/etc/pve/corosync.conf' does not exist - is this node part of a cluster?", status: 2)
      }
      switch process.arguments.first {
      case "status": status(process)
      case "nodes": nodes(process)
      case "expected": process.finish()
      default: process.failUsage("ERROR: unknown command 'pvecm \(process.arguments.joined(separator: " "))'")
      }
    }
  }

  /// Members in the node's own partition, itself first in none but the order of ids.
  private static func present(_ node: SimulatedNode) -> [SimulatedNode] {
    node.cluster.members.filter { $0 === node || (node.isMember && $0.isMember) }
  }

  private static func status(_ process: Process) {
    let cluster = process.cluster
    process.out(
      """
      Cluster information
      -------------------
      Name:             \(cluster.herd.name)
      Config Version:   \(cluster.members.count)
      Transport:        knet
      Secure auth:      on


      """)
    votes(process)
  }

  /// `corosync-quorumtool -siH`, which `pvecm status` runs in the end.
  @Sendable static func quorumtool(_ process: Process) {
    process.after(0.01) {
      guard Array(process.arguments) == ["-siH"] else { return process.failUsage("corosync-quorumtool: -h for help") }
      votes(process)
    }
  }

  private static func votes(_ process: Process) {
    let node = process.node
    let cluster = node.cluster
    guard node.isMember, cluster.members.count > 1 else {
      return process.fail("Cannot initialize CMAP service", status: 1)
    }
    let isQuorate = node.isQuorate
    let present = present(node)
    let hasDevice = cluster.herd.hasQDevice
    var rows = present.map { member in
      let column = hasDevice ? Pad.left(cluster.deviceVotes > 0 ? "A,V,NMW" : "NA,NV,NMW", 11) + " " : " "
      return "0x\(Pad.hex(member.id))          1\(column)\(member.address)\(member === node ? " (local)" : "")\n"
    }
    if hasDevice {
      let note = cluster.deviceVotes > 0 ? "" : " (votes 1)"
      rows.append("0x00000000          \(cluster.deviceVotes)            Qdevice\(note)\n")
    }
    let ring = String(95 + cluster.ledger.boots.values.reduce(0, +) * 8, radix: 16)
    let expected = cluster.members.count + (hasDevice ? 1 : 0)
    process.out(
      """
      Quorum information
      ------------------
      Date:             \(CivilTime.text(node.timestamp))
      Quorum provider:  corosync_votequorum
      Nodes:            \(present.count)
      Node ID:          0x\(Pad.hex(node.id))
      Ring ID:          1.\(ring)
      Quorate:          \(isQuorate ? "Yes" : "No")

      Votequorum information
      ----------------------
      Expected votes:   \(expected)
      Highest expected: \(expected)
      Total votes:      \(present.count + cluster.deviceVotes)
      Quorum:           \(cluster.votesNeeded) \(isQuorate ? " " : "Activity blocked")
      Flags:            \(isQuorate ? "Quorate " : "")\(hasDevice ? "Qdevice " : "")

      Membership information
      ----------------------
          Nodeid      Votes \(hasDevice ? "   Qdevice " : "")Name

      """ + rows.joined())
    process.finish(isQuorate ? 0 : 2)
  }

  private static func nodes(_ process: Process) {
    let node = process.node
    guard node.isMember else { return process.fail("Cannot initialize CMAP service", status: 1) }
    let rows = present(node).map { member in
      "\(Pad.left("\(member.id)", 10))          1 \(member.name)\(member === node ? " (local)" : "")\n"
    }
    process.out(
      "\nMembership information\n----------------------\n    Nodeid      Votes Name\n" + rows.joined())
    process.finish()
  }
}
