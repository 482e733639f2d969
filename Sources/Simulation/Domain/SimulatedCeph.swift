/// Ceph on the nodes of a cluster: each carries a monitor and two storage daemons, and data that lay on a node which was
/// away is brought up to date for a while.
/// - Source: facts/pve.md 4.10, 8.5.
final class SimulatedCeph {
  private unowned let cluster: SimulatedCluster
  private(set) var flags: Set<String>
  let flagsAtStart: Set<String>
  /// Nodes that were restarted by order while Ceph was not told.
  private(set) var untold: [String] = []
  private var recoversUntil = 0.0
  private static let recoverySeconds = 40.0

  init(_ cluster: SimulatedCluster, flags: Set<String>) {
    self.cluster = cluster
    self.flags = flags
    flagsAtStart = flags
  }

  /// Folder of each storage daemon of the node with that number.
  static func folders(_ node: Int) -> [String] { (0..<2).map { "/var/lib/ceph/osd/ceph-\(node * 2 + $0)" } }

  func set(_ flag: String, _ isOn: Bool) {
    if isOn { flags.insert(flag) } else { flags.remove(flag) }
  }

  /// What it complains of, with a message each.
  var complaints: [(name: String, message: String)] {
    var found: [(String, String)] = []
    if !flags.isEmpty { found.append(("OSDMAP_FLAGS", flags.sorted().joined(separator: ",") + " flag(s) set")) }
    let away = cluster.members.count { !$0.isMember }
    if away > 0 { found.append(("OSD_DOWN", "\(2 * away) osds down")) }
    if away > 0 || cluster.now < recoversUntil {
      found.append(("PG_DEGRADED", "Degraded data redundancy: 21/63 objects degraded"))
    }
    return found
  }

  func nodeIsRestarted(_ name: String) {
    if !flags.contains("noout") { untold.append(name) }
  }

  func nodeIsBack() { recoversUntil = cluster.now + SimulatedCeph.recoverySeconds }
}
