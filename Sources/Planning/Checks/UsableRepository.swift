import Cluster

/// Packages of Proxmox must come from somewhere: an upgrade from Debian alone mixes what does not belong together.
/// - Source: facts/pve.md 9.3.
enum UsableRepository {
  static func blockers(on node: Node) -> [Blocker] {
    guard let repositories = node.health.repositories, repositories.usable.isEmpty else { return [] }
    return [
      Blocker(
        code: "no-repository", node: node.name,
        message: "\(node.name) gets packages from no repository of Proxmox"
          + (repositories.wantsEnterprise ? "; the enterprise one wants a subscription" : ""),
        remedy: "switch a repository on that it may use, then ssh root@\(node.address) apt-get update")
    ]
  }

  /// The enterprise repository answers 401 without a subscription; the others serve all the same.
  static func warnings(on node: Node) -> [Blocker] {
    guard let repositories = node.health.repositories, repositories.wantsEnterprise, !repositories.usable.isEmpty,
      !repositories.usable.contains(where: { $0.contains("enterprise.proxmox.com") })
    else { return [] }
    return [
      Blocker(
        code: "repository-unauthorized", node: node.name,
        message: "the enterprise repository of \(node.name) gives nothing, as without a subscription (401); "
          + "its packages come from \(repositories.usable.joined(separator: ", "))",
        remedy: "switch it off, or enter the subscription's key")
    ]
  }
}
