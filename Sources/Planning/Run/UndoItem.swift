import Cluster

/// Something that a run has set on the cluster, beside its guests, and must take back: at its end, by `resume` or by
/// `recover` after a crash. The cluster's own record holds the list, so that another machine can do it.
public enum UndoItem: Hashable, Sendable, Codable {
  /// HA maintenance of a node.
  case maintenance(NodeName)
  /// A flag of the Ceph cluster, such as `noout`.
  case cephFlag(String)
}
