import Cluster

/// Clocks that differ upset the HA stack, and make logs and tickets lie.
/// - Source: facts/pve.md 12: more than 2 s.
enum ClockSkew {
  static let secondsMax = 2.0

  /// Where HA manages guests, it is in the way; elsewhere it is told.
  static func findings(in inventory: Inventory) -> Checks.Findings {
    guard let skew = skew(inventory) else { return Checks.Findings() }
    let seconds = Int(skew.seconds.rounded())
    let found = Blocker(
      code: "clock-skew", node: skew.slow,
      message: "the clocks of \(skew.slow) and \(skew.fast) differ by \(seconds) s at least",
      remedy: "see chronyc tracking on both")
    let usesHA = inventory.guests.contains { $0.haState != nil }
    return usesHA ? Checks.Findings(blockers: [found]) : Checks.Findings(warnings: [found])
  }

  /// The two clocks that differ most, if they certainly do: each is known between two bounds only.
  private static func skew(_ inventory: Inventory) -> (slow: NodeName, fast: NodeName, seconds: Double)? {
    let known = inventory.nodes.compactMap { node in node.health.clockOffset.map { (node: node.name, offset: $0) } }
    guard let fast = known.max(by: { $0.offset.lowerBound < $1.offset.lowerBound }),
      let slow = known.min(by: { $0.offset.upperBound < $1.offset.upperBound })
    else { return nil }
    let seconds = fast.offset.lowerBound - slow.offset.upperBound
    return seconds > secondsMax ? (slow.node, fast.node, seconds) : nil
  }
}
