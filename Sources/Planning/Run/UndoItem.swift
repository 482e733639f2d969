import Cluster

/// Something that a run has set on the cluster, beside its guests, and must take back: at its end, by `resume` or by
/// `recover` after a crash. The cluster's own record holds the list, so that another machine can do it.
public enum UndoItem: Hashable, Sendable, Codable {
  /// HA maintenance of a node.
  case maintenance(NodeName)
  /// A flag of the Ceph cluster, such as `noout`.
  case cephFlag(String)
  /// A unit that was stopped on a node.
  case unit(NodeName, String)
  /// A backup job of the cluster that was switched off.
  case backupJob(String)
  /// What has the HA stack move guests by itself, as it was set.
  case haBalancing(HABalancing)
  /// A silence of monitoring.
  case silence(Silence)
}

extension UndoItem {
  /// What it is, in words.
  var name: String {
    switch self {
    case .maintenance(let node): "HA maintenance of \(node)"
    case .cephFlag(let flag): "the Ceph flag \(flag)"
    case .unit(let node, let unit): "\(unit) on \(node)"
    case .backupJob(let job): "the backup job \(job)"
    case .haBalancing: "the HA stack's own balancing"
    case .silence(let silence): "the silence \(silence.id)"
    }
  }

  /// What is still set, in words.
  public var words: String {
    switch self {
    case .maintenance(let node): "\(node) is still in HA maintenance"
    case .cephFlag, .silence: "\(name) is still set"
    case .unit, .backupJob, .haBalancing: "\(name) is still suspended"
    }
  }

  /// The command that takes it back by hand.
  public var remedy: String {
    switch self {
    case .maintenance(let node): "on any node: ha-manager crm-command node-maintenance disable \(node)"
    case .cephFlag(let flag): "on any node: ceph osd unset \(flag)"
    case .unit(let node, let unit): "on \(node): systemctl start \(unit)"
    case .backupJob(let job): "on any node: pvesh set /cluster/backup/\(job) --enabled 1"
    case .haBalancing(let balancing): "on any node: pvesh set /cluster/options --crs \(balancing.option)"
    case .silence(let silence): "herdmon silence off \(silence.id)"
    }
  }
}

extension Inventory {
  /// The cluster as it would be without what a run has set on it.
  func without(_ items: [UndoItem]) -> Inventory {
    var inventory = self
    for index in inventory.nodes.indices where items.contains(.maintenance(inventory.nodes[index].name)) {
      inventory.nodes[index].inMaintenance = false
    }
    for case .cephFlag(let flag) in items {
      for index in inventory.nodes.indices { inventory.nodes[index].health.ceph?.flags.remove(flag) }
    }
    return inventory
  }
}
