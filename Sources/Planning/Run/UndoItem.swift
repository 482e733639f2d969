import Cluster

/// Something that a run has set on the cluster, beside its guests, and must take back: at its end, by `resume` or by
/// `recover` after a crash. The cluster's own record holds the list, so that another machine can do it.
public enum UndoItem: Hashable, Sendable, Codable {
  /// HA maintenance of a node.
  case maintenance(NodeName)
  /// A flag of the Ceph cluster, such as `noout`.
  case cephFlag(String)
}

extension UndoItem {
  /// The node that it is about, if it is about one.
  var node: NodeName? {
    switch self {
    case .maintenance(let node): node
    case .cephFlag: nil
    }
  }

  /// What is still set, in words.
  public var words: String {
    switch self {
    case .maintenance(let node): "\(node) is still in HA maintenance"
    case .cephFlag(let flag): "the Ceph flag \(flag) is still set"
    }
  }

  /// The command that takes it back by hand.
  public var remedy: String {
    switch self {
    case .maintenance(let node): "on any node: ha-manager crm-command node-maintenance disable \(node)"
    case .cephFlag(let flag): "on any node: ceph osd unset \(flag)"
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
