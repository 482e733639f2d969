import Cluster

/// What the nodes' answers say about the configuration: versions, one cluster, all of its nodes, known guests.
enum ClusterCheck {
  /// Releases of Proxmox VE whose command lines and answers herdmon knows.
  /// - Source: facts/pve.md, evidence marks: read for 7.4, 8.4 and 9.
  static let knownReleases = 7...9

  /// A point for each node that answered, and those of the cluster as a whole.
  /// - Parameter hosts: the configured host behind each node's own name.
  static func points(_ inventory: Inventory, hosts: [NodeName: String], config: ClusterConfig) -> [CheckPoint] {
    inventory.nodes.filter(\.isOnline).map(version)
      + inventory.backupServers.filter(\.isOnline).map { .ok($0.name, "Proxmox Backup Server \($0.version)") }
      + [quorum(inventory)] + names(hosts, config: config) + members(inventory)
      + controller(inventory, config: config)
  }

  private static func version(_ node: Node) -> CheckPoint {
    let release = node.version.split(separator: ".").first.flatMap { Int($0) }
    guard let release else {
      return .problem(node.name.rawValue, "does not tell its version of Proxmox VE", "is pve-manager installed there?")
    }
    return knownReleases.contains(release)
      ? .ok(node.name.rawValue, "Proxmox VE \(node.version), kernel \(node.kernel)")
      : .problem(
        node.name.rawValue,
        "Proxmox VE \(node.version) is unknown to this herdmon, which knows \(knownReleases.lowerBound) to "
          + "\(knownReleases.upperBound)", "update herdmon")
  }

  private static func quorum(_ inventory: Inventory) -> CheckPoint {
    let quorum = inventory.quorum
    let votes = "\(quorum.votes) of \(Figures.count(quorum.expected, "vote")), \(quorum.needed) needed"
    return quorum.isQuorate
      ? .ok(inventory.clusterName, "quorate, \(votes)")
      : .problem(inventory.clusterName, "not quorate, \(votes)", "bring the missing nodes back first")
  }

  /// A name in the configuration must be the one that the node bears in its cluster.
  private static func names(_ hosts: [NodeName: String], config: ClusterConfig) -> [CheckPoint] {
    config.nodes.compactMap { host in
      guard let name = host.name, hosts[name] != host.label,
        let other = hosts.filter({ $0.value == host.label }).keys.min()
      else { return nil }
      return .problem(
        name.rawValue, "the node at \(host.address) calls itself \(other)", "correct the name, or leave it out")
    }
  }

  private static func members(_ inventory: Inventory) -> [CheckPoint] {
    inventory.nodes.filter(\.isOnline).flatMap { node in
      node.problems.map { .problem(node.name.rawValue, $0) }
    }
      + inventory.nodes.filter { !$0.isOnline }.map { node in
        .problem(
          node.name.rawValue, (node.problems.first ?? "did not answer").without(prefix: "\(node.name): "),
          node.problems.isEmpty ? "bring it back, or take it out of the configuration" : "")
      }
  }

  private static func controller(_ inventory: Inventory, config: ClusterConfig) -> [CheckPoint] {
    guard let id = config.policy.controller else {
      return config.policy.controllerNode.map { [.ok("controller", "herdmon runs on \($0)")] } ?? []
    }
    guard let guest = inventory.guest(id) else {
      return [
        .problem("controller", "there is no guest \(id) in the cluster", "correct controller in the configuration")
      ]
    }
    return [.ok("controller", "herdmon runs in \(guest.label)")]
  }
}

extension String {
  fileprivate func without(prefix: String) -> String { hasPrefix(prefix) ? String(dropFirst(prefix.count)) : self }
}
