import Cluster

/// The checks that stand before a run, before each drain and right before each reboot. Beside them stand only those
/// that choose where guests go (`GuestNeeds`, `OwnPlace`, `ManagedGuests`), and Ceph's health after an upgrade.
///
/// The first two are asked when a run is planned and once more, on a fresh look, before each turn; the third when the
/// node is empty and upgraded. What is found is gathered, so that all of it is shown at once.
enum Checks {
  /// Of the cluster as a whole, for what is about to be done to it.
  static func beforeRun(_ passes: [Plan.Pass], in inventory: Inventory, policy: Policy) -> Findings {
    var found = Findings()
    guard passes.contains(where: { $0.action != .skip }) else { return found }
    found.blockers += ShutdownQueued.blockers(in: inventory)
    found.waits += ShutdownQueued.waits(in: inventory)
    if passes.contains(where: \.movesGuests) {
      found.blockers += HAServices.blockers(in: inventory)
      found.waits += MembersPresent.waits(in: inventory)
    }
    let restarting = passes.filter { $0.action == .restart }.map(\.node)
    guard !restarting.isEmpty else { return found }
    let residents = inventory.guests.filter { restarting.contains($0.node) }
    found.blockers += NodesOnline.blockers(in: inventory)
    let margin = QuorumMargin.blockers(
      in: inventory, restarting: restarting, guestsMustMove: Planner.mustMove(residents, policy: policy))
    // A member that is out has its vote with it, and brings it back.
    if MembersPresent.waits(in: inventory).isEmpty { found.blockers += margin } else { found.waits += margin }
    found.warnings += QuorumMargin.warnings(in: inventory, restarting: restarting)
    found.blockers += CephHealth.blockers(on: inventory.nodes)
    found.waits += CephHealth.waits(on: inventory.nodes)
    found.warnings += CephHealth.warnings(on: inventory.nodes)
    found.warnings += OtherActors.warnings(in: inventory, policy: policy)
    return found + ClockSkew.findings(in: inventory)
  }

  /// Of one node, for what its turn does to it.
  static func beforeDrain(of node: Node, for action: Plan.Pass.Action, in inventory: Inventory, policy: Policy)
    -> Findings
  {
    var found = Findings()
    found.blockers += NodesOnline.blockers(on: node)
    if action == .restart || action == .update {
      found.blockers += UpdatesKnown.blockers(on: node)
      found.blockers += PackageRemovals.blockers(on: node)
      found.blockers += UsableRepository.blockers(on: node)
      found.blockers += FreeSpaceForUpgrade.blockers(on: node)
      found.waits += PackageLockFree.waits(on: node)
      found.warnings += UsableRepository.warnings(on: node)
    }
    guard action == .restart || action == .drain else { return found }
    let guests = inventory.guests(on: node.name)
    let others = inventory.nodes.filter { $0.name != node.name }
    found.blockers += HAServices.blockers(guests)
    found.waits += HAServices.waits(guests)
    found.waits += RunningTasks.waits(on: node)
    found.waits += others.flatMap { RunningTasks.waits(for: node.name, on: $0) }
    found.waits += GuestLocks.waits(guests.filter { policy.of($0).handling != .ignore })
    found.waits += ReplicationRuns.waits(on: node)
    found.waits += others.flatMap { ReplicationRuns.waits(for: node.name, on: $0) }
    found.waits += StorageActive.waits(on: node, guests: guests)
    found.warnings += PinnedKernel.warnings(on: node)
    found.warnings += DegradedDisks.warnings(on: node)
    return found
  }

  /// Of one guest of a node that is to be drained: what keeps it there, whatever the target.
  static func obstacles(of guest: Guest, on node: Node, policy: Policy) -> [Blocker] {
    Mobility.obstacles(of: guest, handling: policy.of(guest).handling) + LocalDisks.obstacles(of: guest, on: node)
  }

  /// Of a node that is about to be restarted, and of all others, by a glance at each of them.
  /// - Parameter left: guests that policy leaves to their fate.
  static func beforeReboot(
    of own: NodeGlance, address: String, leaving left: Set<GuestID>, others: [NodeGlance], memberCount: Int
  ) -> Findings {
    var found = Findings()
    found.blockers += EmptyNode.blockers(on: own, leaving: left)
    found.blockers += ShutdownQueued.blockers(own, address: address)
    found.waits += OthersWhole.waits(others, memberCount: memberCount)
    found.waits += QuorumMargin.waits(before: own.node, others: others)
    found.waits += RunningTasks.waits(own)
    found.waits += others.flatMap { RunningTasks.waits(for: own.node, by: $0) }
    found.waits += ReplicationRuns.waits(own)
    found.waits += others.flatMap { ReplicationRuns.waits(for: own.node, by: $0) }
    return found
  }

  /// What checks found, by what is done about it.
  struct Findings: Hashable {
    /// Refuses a run that has not begun, and holds one that has.
    var blockers: [Blocker] = []
    /// Heals by itself: a run waits for it, up to a limit.
    var waits: [Blocker] = []
    /// Worth knowing, stops nothing.
    var warnings: [Blocker] = []

    /// Both together; what two checks say of the same subject is said once.
    static func + (left: Findings, right: Findings) -> Findings {
      var sum = left
      sum.blockers += right.blockers.filter { new in !left.blockers.contains { $0.isSame(as: new) } }
      sum.waits += right.waits.filter { new in !left.waits.contains { $0.isSame(as: new) } }
      sum.warnings += right.warnings.filter { new in !left.warnings.contains { $0.isSame(as: new) } }
      return sum
    }

    static func += (left: inout Findings, right: Findings) { left = left + right }
  }
}

extension Plan.Pass {
  /// Whether guests leave the node, or come to it, for the sake of the turn.
  fileprivate var movesGuests: Bool {
    switch action {
    case .restart, .drain, .return: true
    case .update, .skip: false
    }
  }
}

extension Blocker {
  /// Whether both are about the same thing, though perhaps in other words.
  func isSame(as other: Blocker) -> Bool { code == other.code && node == other.node && guest == other.guest }
}
