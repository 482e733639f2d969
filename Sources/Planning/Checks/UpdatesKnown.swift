import Cluster

/// What an upgrade would do must be known before guests leave for it: a simulation that fails is held or broken
/// packages more often than not, and the upgrade would fail the same way.
/// - Source: facts/pve.md 9.3: apt-get ends with status 100.
enum UpdatesKnown {
  static let code = "updates-unknown"

  static func blockers(on node: Node) -> [Blocker] {
    // While someone works on its packages the simulation may fail for that; their end is waited for anyway.
    guard let reason = node.updates.unread, node.health.packageLockHolder == nil else { return [] }
    return [
      Blocker(
        code: code, node: node.name, message: "what is pending on \(node.name) is not known: \(reason)",
        remedy: "put its packages right: ssh root@\(node.address) apt-get -s dist-upgrade says what is wrong, and "
          + "dpkg --audit what is half installed")
    ]
  }
}
