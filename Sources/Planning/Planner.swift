import Cluster

/// Makes a plan out of what is and what is wanted. Pure: equal inputs give equal plans.
public enum Planner {
  /// Plans a whole run.
  /// - Parameters:
  ///   - homes: where guests belong that a former part of this run moved away; everyone else is at home.
  ///   - forecast: how long things take.
  public static func plan(
    scope: RunScope, policy: Policy, inventory: Inventory, homes: [GuestID: NodeName] = [:],
    forecast: Forecast = Forecast()
  ) -> Plan {
    var passes: [Plan.Pass] = []
    var found = Checks.Findings()
    var peak: [NodeName: Double] = [:]
    let wanted = nodes(of: scope, policy: policy)
    for name in wanted where inventory.node(name) == nil {
      found.blockers.append(
        Blocker(
          code: "node-unknown", node: name, message: "there is no node \(name) in \(inventory.clusterName)",
          remedy: "its nodes are " + inventory.nodes.map(\.name.rawValue).joined(separator: ", ")))
    }
    let everyNode = scope == .rolling && wanted.isEmpty
    let nodes = order(
      inventory, wanted: everyNode ? inventory.nodes.map(\.name) : wanted, first: policy.canary,
      last: policy.controllerNode)
    let homes = homeMap(inventory, policy: policy, homes: homes)
    var cluster = PlannedCluster(inventory: inventory, homes: homes, policy: policy)
    for (index, node) in nodes.enumerated() {
      let around = surroundings(done: passes, upcoming: nodes[(index + 1)...], scope: scope, policy: policy)
      let draft = pass(
        on: node, of: cluster, scope: scope, policy: policy, forecast: forecast, around: around)
      passes.append(draft.pass)
      found += draft.found
      for (name, fraction) in draft.memory { peak[name] = max(peak[name] ?? 0, fraction) }
      cluster.take(draft.pass, strategy: strategy(scope, policy))
    }
    found.blockers += cluster.needs.blockers(among: inventory.guests)
    found += Checks.beforeRun(passes, in: inventory, policy: policy)
    found.warnings += OwnPlace.warnings(passes, policy: policy)
    return timed(
      Plan(
        passes: passes, blockers: found.blockers, warnings: found.waits + found.warnings,
        homes: homes, peakMemory: peak, strategy: strategy(scope, policy)),
      scope: scope, policy: policy, forecast: forecast)
  }

  /// One node's turn with all that speaks against it.
  struct Draft {
    var pass: Plan.Pass
    var found = Checks.Findings()
    var alternatives: [GuestID: [NodeName]] = [:]
    var memory: [NodeName: Double] = [:]
    /// Whether the node is left out only because guests can't leave it.
    var isStuck = false
  }

  /// Plans one node's turn on what is now.
  /// - Parameter around: what the turns before and after it make of its targets.
  static func pass(
    on node: Node, of cluster: PlannedCluster, scope: RunScope, policy: Policy, forecast: Forecast,
    around: Placement.Surroundings = Placement.Surroundings()
  ) -> Draft {
    let (inventory, homes, needs) = (cluster.inventory, cluster.homes, cluster.needs)
    let (action, reason) = PassAction.decide(for: node, scope: scope, policy: policy)
    var draft = Draft(pass: Plan.Pass(node: node.name, action: action, reason: reason))
    draft.found = Checks.beforeDrain(of: node, for: action, in: inventory, policy: policy)
    let moves = MoveDraft(policy: policy, forecast: forecast)
    let strangers = inventory.guests(of: node.name, awayBy: homes).filter {
      $0.status == .running && $0.haState == nil
    }
    switch action {
    case .skip, .update: return draft
    case .return:
      draft.pass.return = StartupOrder.kept(
        needs.ordered(moves.home(strangers, to: node.name, from: [:])), by: strangers, policy: policy)
      return draft
    case .restart, .drain: break
    }
    let here = inventory.guests(on: node.name).filter { $0.status != .stopped && !$0.isTemplate }
    var ignored = here.filter { policy.of($0).handling == .ignore }
    var managed = ManagedGuests.among(here.filter { !ignored.contains($0) })
    if !managed.isEmpty {
      // The maintenance of their node takes those along that policy would leave alone.
      managed += ManagedGuests.among(ignored)
      ignored.removeAll { managed.contains($0) }
    }
    let running = here.filter { !ignored.contains($0) && !managed.contains($0) }
    draft.pass.left = ignored.map(\.id)
    draft.found.warnings += ignored.map(leftAlone)
    var resting = ShutdownWithNode(running, policy: policy)
    let obstacles = resting.consent(
      to: running.flatMap { Checks.obstacles(of: $0, on: node, policy: policy) })
    let held = ManagedGuests.obstacles(managed, on: node, for: action, in: inventory, policy: policy)
    let pinned = Set(obstacles.compactMap(\.guest)).union(resting.guests)
    var moving = running.filter { !pinned.contains($0.id) }
    let placement = Placement(
      of: moving + managed, leaving: node.name, in: cluster, policy: policy, around: around)
    let homeless = resting.consent(to: placement.blockers)
    moving.removeAll { resting.guests.contains($0.id) }
    let stuck = held + obstacles + (inventory.nodes.count > 1 ? homeless : [])
    draft.found.warnings += resting.warnings(among: running) + ManagedGuests.warnings(managed, policy: policy)
    guard stuck.isEmpty else { return standing(draft, stuck: stuck, policy: policy) }
    draft.memory = placement.memory
    draft.alternatives = placement.choices.mapValues(\.alternatives)
    let staying = running.filter { resting.guests.contains($0.id) }
    let targets = placement.choices.mapValues(\.target)
    draft.pass.managed = moves.away(managed, to: targets)
    draft.pass.drain = needs.ordered(moves.away(moving, to: targets) + moves.down(staying))
    draft.found.warnings += ShutdownWithNode.warnings(of: draft.pass.drain, on: node.name)
    draft.found.warnings += UnlikeProcessors.warnings(
      draft.pass.managed + draft.pass.drain, of: managed + moving, in: cluster, policy: policy)
    draft.found.blockers += OwnPlace.blockers(
      on: node.name, moves: draft.pass.managed + draft.pass.drain, policy: policy)
    guard action == .restart else { return draft }
    // Where guests stay away, there is nothing to bring home.
    let homecomers = moving.filter { (homes[$0.id] ?? node.name) == node.name && targets[$0.id] != nil }
    let back = strategy(scope, policy) == .home ? homecomers + strangers : []
    draft.pass.return = StartupOrder.kept(
      needs.ordered(moves.up(staying) + moves.home(back, to: node.name, from: targets)), by: staying + back,
      policy: policy)
    return draft
  }

  /// A guest that can't leave keeps its node from being restarted: the node is left out, or the run refused.
  private static func standing(_ draft: Draft, stuck: [Blocker], policy: Policy) -> Draft {
    var draft = draft
    switch policy.onGuestFailure {
    case .hold:
      draft.found.blockers += stuck
    case .skip:
      let count = Set(stuck.compactMap(\.guest)).count
      draft.pass.action = .skip
      draft.isStuck = true
      draft.pass.reason = count == 1 ? "a guest can't leave it" : "\(count) guests can't leave it"
      draft.found.warnings += stuck
    }
    return draft
  }

  private static func leftAlone(_ guest: Guest) -> Blocker {
    Blocker(
      code: "left-alone", node: guest.node, guest: guest.id,
      message: "\(guest.label): policy leaves it alone; it stops with \(guest.node) and "
        + (guest.startsAtBoot ? "starts with its boot" : "stays stopped, for it does not start at boot"), remedy: "")
  }

  private static func nodes(of scope: RunScope, policy: Policy) -> [NodeName] {
    switch scope {
    case .rolling: policy.nodes
    case .update(let names), .reboot(let names), .drain(let names), .undrain(let names): names
    }
  }

  /// Fewest running guests first: if something is wrong with the new packages, it shows where least is at stake.
  /// A canary goes before all, the node that herdmon runs on after all.
  static func order(
    _ inventory: Inventory, wanted: [NodeName], first canary: NodeName? = nil, last: NodeName? = nil
  ) -> [Node] {
    let running = inventory.guests.reduce(into: [NodeName: Int]()) { counts, guest in
      if guest.status == .running { counts[guest.node, default: 0] += 1 }
    }
    return inventory.nodes.filter { wanted.contains($0.name) }
      .sorted { left, right in
        if (left.name == last) != (right.name == last) { return right.name == last }
        if (left.name == canary) != (right.name == canary) { return left.name == canary }
        return (running[left.name] ?? 0, left.name) < (running[right.name] ?? 0, right.name)
      }
  }

  /// Only a rolling run may leave guests elsewhere.
  static func strategy(_ scope: RunScope, _ policy: Policy) -> Strategy { scope == .rolling ? policy.strategy : .home }

  private static func surroundings(
    done: [Plan.Pass], upcoming: ArraySlice<Node>, scope: RunScope, policy: Policy
  ) -> Placement.Surroundings {
    Placement.Surroundings(
      done: done.filter { $0.action == .restart }.map(\.node),
      upcoming: upcoming.filter { node in
        [.restart, .drain].contains(PassAction.decide(for: node, scope: scope, policy: policy).0)
      }.map(\.name))
  }

  /// Whether a guest of these has to leave its node before that is restarted.
  static func mustMove(_ guests: [Guest], policy: Policy) -> Bool {
    guests.contains { $0.status != .stopped && !$0.isTemplate && policy.mustMove($0) }
  }

  /// Guests that policy leaves alone are not this run's to bring home.
  private static func homeMap(
    _ inventory: Inventory, policy: Policy, homes: [GuestID: NodeName]
  ) -> [GuestID: NodeName] {
    inventory.guests.filter { $0.status == .running && policy.of($0).handling != .ignore }
      .reduce(into: homes) { map, guest in map[guest.id] = homes[guest.id] ?? guest.node }
  }
}
