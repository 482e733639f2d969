import Cluster

/// Hooks of one moment, run one after the other in the order of the configuration.
struct HookQueue: Hashable, Sendable {
  private var hooks: [Hook]
  let facts: [String: String]

  /// Nil where there is none.
  init?(_ moments: Hook.Moment..., policy: Policy, facts: [String: String]) {
    self.init(moments, policy: policy, facts: facts)
  }

  /// - Parameter reachesGuest: whether the guest that they are about runs.
  init?(_ moments: [Hook.Moment], policy: Policy, facts: [String: String], reachesGuest: Bool = true) {
    hooks = policy.hooks.filter { moments.contains($0.moment) && (reachesGuest || $0.place != .guest) }
    self.facts = facts
    if hooks.isEmpty { return nil }
  }

  /// The one that is run now; nil when all are over.
  var current: Hook? { hooks.first }

  /// The present one is over.
  mutating func advance() { hooks.removeFirst() }

  /// Has the present one run.
  /// - Parameter node: on which, unless it is run elsewhere.
  func run(
    on node: NodeName?, guest: (id: GuestID, kind: Guest.Kind)? = nil, for errand: Desk.Errand, _ desk: inout Desk
  ) {
    guard let hook = current else { return }
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
