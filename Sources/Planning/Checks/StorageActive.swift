import Cluster

/// Storages that a node's running guests use must be active on it: without them no guest can be stopped cleanly, or
/// started again at home. That the target has them is looked at when targets are chosen.
/// - Source: facts/pve.md 14: NFS offline on one node only.
enum StorageActive {
  static func waits(on node: Node, guests: [Guest]) -> [Blocker] {
    node.storages.filter { !$0.isActive }.compactMap { storage in
      let users = guests.filter { guest in
        guest.status != .stopped && !guest.isTemplate
          && guest.disks.contains { $0.backing.storage == storage.name }
      }
      guard let first = users.first else { return nil }
      let others = users.count > 1 ? " and \(users.count - 1) more" : ""
      return Blocker(
        code: "storage-inactive", node: node.name,
        message: "storage \(storage.name) is not active on \(node.name), where \(first.label)\(others) runs on it",
        remedy: "bring it back; on \(node.name): pvesm status")
    }
  }
}

extension Guest.Disk.Backing {
  /// The storage behind it, if one is.
  var storage: String? {
    switch self {
    case .volume(let storage), .image(let storage): storage
    case .hostPath, .hostDrive: nil
    }
  }
}
