import Cluster

/// Hooks that are run one after the other, in the order of the configuration.
struct HookQueue: Hashable, Sendable {
  /// A guest on its way with the HA stack, and the node that it is on.
  struct Traveller: Hashable, Sendable {
    var move: Plan.Move
    var node: NodeName
  }

  private struct Call: Hashable, Sendable {
    var hook: Hook
    var facts: [String: String]
    var traveller: Traveller?
  }

  private var calls: [Call]

  /// Nil where there is none.
  init?(_ moments: Hook.Moment..., policy: Policy, facts: [String: String]) {
    self.init(moments, policy: policy, facts: facts)
  }

  /// - Parameter reachesGuest: whether the guest that they are about runs.
  init?(_ moments: [Hook.Moment], policy: Policy, facts: [String: String], reachesGuest: Bool = true) {
    calls = policy.hooks.filter { moments.contains($0.moment) && (reachesGuest || $0.place != .guest) }
      .map { Call(hook: $0, facts: facts) }
    if calls.isEmpty { return nil }
  }

  /// For one guest after the other.
  /// - Parameter facts: of each.
  init?(_ moment: Hook.Moment, policy: Policy, for travellers: [Traveller], facts: (Traveller) -> [String: String]) {
    let hooks = policy.hooks.filter { $0.moment == moment }
    calls = travellers.flatMap { traveller in
      hooks.map { Call(hook: $0, facts: facts(traveller), traveller: traveller) }
    }
    if calls.isEmpty { return nil }
  }

  /// The one that is run now; nil when all are over.
  var current: Hook? { calls.first?.hook }

  /// Whom the present one is about, if it is one who travels with the HA stack.
  var traveller: Traveller? { calls.first?.traveller }

  /// The present one is over.
  mutating func advance() { calls.removeFirst() }

  /// Has the present one run.
  /// - Parameter node: on which, unless it is run elsewhere.
  func run(
    on node: NodeName?, guest: (id: GuestID, kind: Guest.Kind)? = nil, for errand: Desk.Errand, _ desk: inout Desk
  ) {
    guard let hook = current, let facts = calls.first?.facts else { return }
    let call = HookCall(hook: hook, facts: facts)
    let limit = Double(hook.limitSeconds)
    switch (hook.place, node) {
    case (.node, let node?):
      desk.ask(node, .hook(call), for: errand, limit: limit + HookQueue.spareSeconds, patience: 0)
    case (.guest, let node?):
      if let guest {
        desk.ask(
          node, .guestHook(call, guest.id, guest.kind), for: errand, limit: limit + HookQueue.spareSeconds, patience: 0)
      }
    case (.controller, _), (_, nil): desk.ask(.hook(call), for: errand, limit: limit, patience: 0)
    }
  }

  /// What a node may need beside the hook's own time, in seconds.
  private static let spareSeconds = 30.0
}
