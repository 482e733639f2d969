import Cluster

/// Another program that works on a node's packages: an upgrade would wait for it with the guests away.
/// - Source: facts/pve.md 9.3, 12.
enum PackageLockFree {
  static func waits(on node: Node) -> [Blocker] {
    guard let holder = node.health.packageLockHolder else { return [] }
    return [
      Blocker(
        code: "packages-busy", node: node.name,
        message: "process \(holder) works on the packages of \(node.name)",
        remedy: "let it finish; ssh root@\(node.address) ps \(holder) shows it")
    ]
  }
}
