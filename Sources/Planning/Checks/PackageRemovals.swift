import Cluster

/// An upgrade that would remove Proxmox itself means broken repositories.
/// - Source: facts/pve.md 0, trap 27.
enum PackageRemovals {
  private static let vital: Set<String> = [
    "proxmox-ve", "pve-manager", "qemu-server", "pve-container", "pve-qemu-kvm", "pve-cluster", "corosync",
  ]

  static func blockers(on node: Node) -> [Blocker] {
    let lost = node.updates.removals.filter { vital.contains($0) }
    guard !lost.isEmpty else { return [] }
    return [
      Blocker(
        code: "upgrade-removes", node: node.name,
        message: "the upgrade of \(node.name) would remove \(lost.joined(separator: ", "))",
        remedy: "put its package repositories right: ssh root@\(node.address) apt-get -s dist-upgrade")
    ]
  }
}
