import Cluster

/// Guests of the HA stack. They are not moved one by one: their node is put into HA maintenance, upon which the stack
/// moves them away by itself, and brings them back when the maintenance ends.
/// - Source: facts/pve.md 7.2.
enum ManagedGuests {
  /// The first version whose HA stack knows maintenance.
  static let versionMin = "7.4"
  /// Services that a node's local manager moves at once, unless the cluster is configured otherwise.
  private static let movesAtOnce = 4.0
  /// Rounds of the managers from an order to the first move, in seconds.
  private static let leadSeconds = 30.0

  /// Those of the guests that leave by maintenance.
  static func among(_ guests: [Guest]) -> [Guest] { guests.filter { $0.haState == "started" } }

  /// Those that belong on a node, wherever they are, as moves home.
  static func movesHome(
    to node: NodeName, homes: [GuestID: NodeName], inventory: Inventory, policy: Policy
  ) -> [Plan.Move] {
    let guests = among(inventory.guests).filter { homes[$0.id] == node && policy.of($0).handling != .ignore }
    return MoveDraft(policy: policy, forecast: Forecast()).home(guests, to: node, from: [:])
  }

  /// What keeps them on their node.
  static func obstacles(
    _ guests: [Guest], on node: Node, for action: Plan.Pass.Action, in inventory: Inventory, policy: Policy
  ) -> [Blocker] {
    guests.flatMap { Checks.obstacles(of: $0, on: node, policy: policy) }
      + lacks(guests, on: node, for: action, in: inventory)
      + guests.compactMap { misplaced($0, on: node, in: inventory) }
      + guests.filter { policy.of($0).handling == .shutdown }.map { startedElsewhere($0, on: node) }
  }

  /// The stack takes a guest that is shut down for one that has failed, or for one that is to stay down.
  private static func startedElsewhere(_ guest: Guest, on node: Node) -> Blocker {
    Blocker(
      code: "ha-shutdown", node: node.name, guest: guest.id,
      message: "\(guest.label): is to be shut down with \(node.name), but HA moves it",
      remedy: "set its HA state to ignored, or give it the policy auto")
  }

  /// Names what the operator wants of guests in vain, because the stack moves them by its own lights.
  static func warnings(_ guests: [Guest], policy: Policy) -> [Blocker] {
    guests.compactMap { guest in
      let keys = policy.guestRules.filter { $0.matches(guest) }.flatMap { $0.keysInVain(for: guest) }
      guard !keys.isEmpty else { return nil }
      return Blocker(
        code: "ha-policy-ignored", node: guest.node, guest: guest.id,
        message: "\(guest.label): HA moves it, so this of its policy has no effect: "
          + Set(keys).sorted().joined(separator: ", "),
        remedy: "use rules of HA's own (groups before PVE 9), or set its HA state to ignored")
    }
  }

  /// The stack knows nothing of storages, bridges and devices: where it may choose a node that lacks what a guest needs,
  /// it may choose that one again and again.
  private static func misplaced(_ guest: Guest, on node: Node, in inventory: Inventory) -> Blocker? {
    let wrong = candidates(for: guest, leaving: node, in: inventory).lazy.compactMap { target in
      Mobility.objections(to: target, for: guest, from: node).first.map { (target.name, $0) }
    }.first
    return wrong.map { target, reason in
      Blocker(
        code: "ha-misplaces", node: node.name, guest: guest.id,
        message: "\(guest.label): HA may move it to \(target), which can't take it: \(reason)",
        remedy: "restrict it to nodes that can by an HA rule (a group before PVE 9), set its HA state to ignored, or "
          + "leave \(node.name) out with --nodes")
    }
  }

  /// Nodes that the stack may choose: of those that a rule names, the ones of highest priority.
  private static func candidates(for guest: Guest, leaving node: Node, in inventory: Inventory) -> [Node] {
    let others = inventory.nodes.filter { $0.name != node.name && $0.isOnline && $0.isInCluster && !$0.inMaintenance }
    return inventory.affinities.filter { $0.guests.contains(guest.id) }.reduce(others) { left, rule in
      guard case .nodes(let nodes) = rule.wish else { return left }
      let best = left.compactMap { nodes[$0.name] }.max()
      return best == nil && !rule.isStrict ? left : left.filter { nodes[$0.name] == best && best != nil }
    }
  }

  /// What is in the way of a maintenance.
  private static func lacks(
    _ guests: [Guest], on node: Node, for action: Plan.Pass.Action, in inventory: Inventory
  ) -> [Blocker] {
    let reason: (String, String)? =
      if inventory.nodes.count < 2 {
        ("has no other node to go to", "set its HA state to ignored, and give it the policy shutdown")
      } else if NaturalOrder.precedes(node.version, versionMin) {
        (
          "is managed by HA, which knows no maintenance before PVE \(versionMin); \(node.name) runs \(node.version)",
          "set its HA state to ignored, or leave \(node.name) out with --nodes"
        )
      } else if node.inMaintenance {
        (
          "is managed by HA and still there, though someone else put \(node.name) into maintenance",
          "wait until it has left, or end that: ha-manager crm-command node-maintenance disable \(node.name)"
        )
      } else if action == .drain {
        (
          "is managed by HA and would come back by itself as soon as herdmon is done",
          "on any node: ha-manager crm-command node-maintenance enable \(node.name); when it has left, drain the others"
        )
      } else {
        nil
      }
    guard let (message, remedy) = reason else { return [] }
    return guests.map { guest in
      Blocker(
        code: "ha-managed", node: node.name, guest: guest.id, message: "\(guest.label): \(message)", remedy: remedy)
    }
  }

  /// How long the stack will take to move them all, one way.
  static func seconds(_ moves: [Plan.Move]) -> Double {
    guard !moves.isEmpty else { return 0 }
    return leadSeconds + max(moves.map(\.seconds).reduce(0, +) / movesAtOnce, moves.map(\.seconds).max() ?? 0)
  }
}

extension GuestRule {
  /// Keys of the configuration that say something which HA does not know of.
  fileprivate func keysInVain(for guest: Guest) -> [String] {
    let said = [
      ("policy", handling == .ignore || handling == .restart && guest.kind == .machine),
      ("shutdown_timeout", shutdownSeconds != nil),
      ("force_stop", mayForceStop != nil), ("order", order != nil), ("after", after != nil), ("keep", keep != nil),
      ("nodes", nodes != nil),
    ]
    return said.filter { $0.1 }.map { $0.0 }
  }
}
