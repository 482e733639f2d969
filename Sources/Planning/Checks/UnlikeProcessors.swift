import Cluster

/// A machine with the processor of its node in it is told of where it would move live to a node with another one.
/// Proxmox lets it, and it mostly goes well between neighbours of one family.
/// - Source: facts/pve.md 2.5.
enum UnlikeProcessors {
  /// - Parameter guests: those that are moved, and maybe others.
  static func warnings(
    _ moves: [Plan.Move], of guests: [Guest], in cluster: PlannedCluster, policy: Policy
  ) -> [Blocker] {
    let inventory = cluster.inventory
    let seeing = guests.filter(\.seesProcessor).reduce(into: [GuestID: Guest]()) { $0[$1.id] = $1 }
    return moves.filter { $0.way == .live }.compactMap { move in
      guard let guest = seeing[move.guest], let target = inventory.node(move.to),
        let (here, there) = Mobility.unlikeProcessors(
          of: guest, handling: policy.of(guest).handling, from: inventory.node(move.from), to: target,
          home: cluster.homes[guest.id])
      else { return nil }
      return Blocker(
        code: "cpu-differs", node: move.from, guest: guest.id,
        message: "\(guest.label): sees the processor of \(move.from) (\(here)) and may crash when it moves live to "
          + "\(move.to) (\(there))",
        remedy: "give it a CPU type that both have, such as x86-64-v2-AES (kvm64 before PVE 8), or the policy restart")
    }
  }
}
