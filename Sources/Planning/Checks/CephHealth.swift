import Cluster

/// Ceph keeps its data only as long as enough of it is up: an error refuses, what heals is waited for, flags that an
/// operator set are his affair, and the rest is told.
/// - Source: facts/pve.md 8.5.
enum CephHealth {
  /// What it says on these nodes.
  static func blockers(on nodes: [Node]) -> [Blocker] {
    guard let ceph = worst(nodes) else { return [] }
    if ceph.health.status.isEmpty {
      return [
        blocker(
          "ceph-silent", ceph.node, "Ceph is set up and does not answer on \(ceph.node)",
          "see ceph -s; if it is not used any more, take /etc/pve/ceph.conf away")
      ]
    }
    guard ceph.health.status == "HEALTH_ERR" else { return [] }
    return [
      blocker("ceph-error", ceph.node, "Ceph is in error: \(list(ceph.health.complaints))", "see ceph health detail")
    ]
  }

  /// Data on its way back to all its copies, a monitor or disk that is down: a node less now could stop the storage.
  static func waits(on nodes: [Node]) -> [Blocker] {
    complaints(nodes) { heals($0) }.map { ceph in
      blocker(
        "ceph-healing", ceph.node, "Ceph is not whole: \(list(ceph.complaints))", "let it heal; see ceph health detail")
    }
  }

  static func warnings(on nodes: [Node]) -> [Blocker] {
    complaints(nodes) { !heals($0) && $0 != "OSDMAP_FLAGS" }.map { ceph in
      blocker("ceph-warning", ceph.node, "Ceph warns: \(list(ceph.complaints))", "see ceph health detail")
    }
  }

  private static func complaints(
    _ nodes: [Node], _ wanted: (String) -> Bool
  ) -> [(node: NodeName, complaints: [String])] {
    guard let ceph = worst(nodes), ceph.health.status == "HEALTH_WARN" else { return [] }
    let found = ceph.health.complaints.filter(wanted)
    return found.isEmpty ? [] : [(ceph.node, found)]
  }

  /// Every node is asked; the gravest answer counts, of equal ones the first.
  private static func worst(_ nodes: [Node]) -> (node: NodeName, health: NodeHealth.Ceph)? {
    let order = ["HEALTH_OK", "HEALTH_WARN", "", "HEALTH_ERR"]
    var worst: (node: NodeName, health: NodeHealth.Ceph)?
    for node in nodes {
      guard let health = node.health.ceph else { continue }
      let rank = order.firstIndex(of: health.status) ?? 2
      if let known = worst, rank <= order.firstIndex(of: known.health.status) ?? 2 { continue }
      worst = (node.name, health)
    }
    return worst
  }

  private static func heals(_ complaint: String) -> Bool {
    ["PG_", "OSD_DOWN", "OSD_HOST_DOWN", "OBJECT_", "MON_DOWN", "SLOW_OPS", "MDS_DEGRADED"].contains {
      complaint.hasPrefix($0)
    } && complaint != "PG_NOT_DEEP_SCRUBBED" && complaint != "PG_NOT_SCRUBBED"
  }

  private static func list(_ complaints: [String]) -> String {
    complaints.isEmpty ? "no reason given" : complaints.joined(separator: ", ")
  }

  private static func blocker(_ code: String, _ node: NodeName, _ message: String, _ remedy: String) -> Blocker {
    Blocker(code: code, node: node, message: message, remedy: remedy)
  }
}
