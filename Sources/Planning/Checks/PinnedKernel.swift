import Cluster

/// A pinned kernel boots whatever an upgrade installs. That is told; it asks for no reboot by itself.
/// - Source: facts/pve.md 8.4, 14.
enum PinnedKernel {
  static func warnings(on node: Node) -> [Blocker] {
    guard node.kernelIsPinned else { return [] }
    let new = node.updates.kernel.map { "; \($0) is installed and not booted" } ?? ""
    return [
      Blocker(
        code: "kernel-pinned", node: node.name, message: "\(node.name) is pinned to kernel \(node.bootKernel)\(new)",
        remedy: "ssh root@\(node.address) proxmox-boot-tool kernel unpin lets it boot the newest")
    ]
  }
}
