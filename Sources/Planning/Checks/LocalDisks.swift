import Cluster

/// What lies on storage that only its own node has keeps a guest there: a volume would have to be copied, for hours
/// perhaps, an image stands in the way of a live move, and snapshots can't be copied at all but by ZFS and Btrfs.
/// - Source: facts/pve.md 2.4, 2.5, 5.3 C.
enum LocalDisks {
  private static let copiesSnapshots: Set<String> = ["zfspool", "btrfs"]

  static func obstacles(of guest: Guest, on node: Node) -> [Blocker] {
    let storages = Dictionary(node.storages.map { ($0.name, $0) }) { first, _ in first }
    func local(_ name: String) -> Bool { storages[name].map { !$0.isShared } ?? false }
    var found: [Blocker] = []
    func add(_ code: String, _ message: String, _ remedy: String) {
      found.append(
        Blocker(code: code, node: guest.node, guest: guest.id, message: "\(guest.label): \(message)", remedy: remedy))
    }
    var hasVolume = false
    for disk in guest.disks {
      switch disk.backing {
      case .image(let storage) where local(storage):
        add(
          "local-image", "\(disk.key) holds an image on local storage \(storage)",
          "take it out; on \(guest.node): qm set \(guest.id) --\(disk.key) none,media=cdrom")
      case .volume(let storage) where local(storage):
        hasVolume = hasVolume || !copiesSnapshots.contains(storages[storage]?.type ?? "")
        let mover = guest.kind == .container ? "pct move-volume" : "qm disk move"
        add(
          "local-disk", "\(disk.key) lies on local storage \(storage)",
          "move it to shared storage (on \(guest.node): \(mover) \(guest.id) \(disk.key) STORAGE), or let policy "
            + "shut the guest down with its node")
      case .volume, .image, .hostPath, .hostDrive: break
      }
    }
    if hasVolume, guest.hasSnapshots {
      add(
        "local-snapshots", "has snapshots on local storage, which can't be copied",
        "delete them before its disks are moved")
    }
    return found
  }
}
