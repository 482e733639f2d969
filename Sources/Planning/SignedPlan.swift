import Cluster

/// A plan that someone has signed off: what is to be done, and what that rests on. It is carried out only as it stands.
public struct SignedPlan: Hashable, Sendable, Codable {
  /// Names what this is in a file.
  public static let schemaName = "herdmon.signed-plan/2"

  /// One node's turn.
  public struct Turn: Hashable, Sendable, Codable {
    /// The node.
    public var node: NodeName
    /// What is done to it.
    public var action: Plan.Pass.Action
    /// What its upgrade does.
    public var updates: PendingUpdates
    /// Moves away.
    public var drain: [Step]
    /// Moves home.
    public var `return`: [Step]
    /// Guests that HA takes away and brings back; it chooses where to.
    public var managed: [GuestID]
    /// Guests that policy leaves alone, so that they stop with the node.
    public var left: [GuestID]

    init(_ pass: Plan.Pass, _ inventory: Inventory) {
      node = pass.node
      action = pass.action
      updates = inventory.node(pass.node)?.updates ?? PendingUpdates()
      drain = pass.drain.map(Step.init)
      `return` = pass.return.map(Step.init)
      managed = pass.managed.map(\.guest).sorted()
      left = pass.left.sorted()
    }
  }

  /// What policy lets be done where something goes wrong.
  public struct Consent: Hashable, Sendable, Codable {
    /// How far a shutdown that is stuck may be forced.
    public var rebootEscalation: Policy.Escalation
    /// What becomes of a guest that can't move.
    public var immovable: Policy.Immovable
    /// What becomes of a node that can't be emptied.
    public var onGuestFailure: Policy.OnGuestFailure
    /// Guests that may be stopped by force.
    public var force: [GuestID]
    /// Whether what a move of the run has left locked may be unlocked.
    public var unlocksOwnMoves: Bool

    init(_ policy: Policy, _ inventory: Inventory) {
      rebootEscalation = policy.rebootEscalation
      immovable = policy.immovable
      onGuestFailure = policy.onGuestFailure
      unlocksOwnMoves = policy.unlocksOwnMoves
      force = inventory.guests.filter { policy.of($0).mayForceStop }.map(\.id).sorted()
    }
  }

  /// One guest's way.
  public struct Step: Hashable, Sendable, Codable {
    /// The guest.
    public var guest: GuestID
    /// How messages name it.
    public var label: String
    /// Where it goes.
    public var to: NodeName
    /// How.
    public var way: Plan.Move.Way
    /// Guests that go before it.
    public var after: [GuestID]

    init(_ move: Plan.Move) {
      guest = move.guest
      label = move.label
      to = move.to
      way = move.way
      after = move.after.sorted()
    }
  }

  /// `schemaName`.
  public var schema: String
  /// The cluster's name.
  public var cluster: String
  /// When the cluster was looked at.
  public var takenAt: Timestamp
  /// Nodes that were asked for; empty for all.
  public var nodes: [NodeName]
  /// When a node is restarted.
  public var reboot: Policy.Reboot
  /// Where guests are at the end.
  public var strategy: Strategy
  /// What may be done where something goes wrong.
  public var consent: Consent
  /// Turns in order.
  public var turns: [Turn]

  /// What a plan comes to.
  public init(_ plan: Plan, policy: Policy, inventory: Inventory) {
    schema = SignedPlan.schemaName
    cluster = inventory.clusterName
    takenAt = inventory.takenAt
    nodes = policy.nodes
    reboot = policy.reboot
    strategy = plan.strategy
    turns = plan.passes.map { Turn($0, inventory) }
    consent = Consent(policy, inventory)
  }

  /// The policy that plans it again: the same nodes and strategy, and the same targets as far as guests still fit there.
  public func applied(to policy: Policy) -> Policy {
    var policy = policy
    policy.nodes = nodes
    policy.reboot = reboot
    policy.strategy = strategy
    policy.signedTurns = turns
    return policy
  }

  /// What is no longer as it was signed off, for people; empty if the plan of now does the same.
  public func drift(to plan: Plan, policy: Policy, inventory: Inventory) -> [Blocker] {
    let now = SignedPlan(plan, policy: policy, inventory: inventory)
    guard now.cluster == cluster else {
      return [SignedPlan.blocker(nil, "the plan was made for the cluster \(cluster), this is \(now.cluster)")]
    }
    let order = turns.map(\.node)
    guard now.turns.map(\.node) == order else {
      return [
        SignedPlan.blocker(
          nil,
          "the order of the nodes is \(SignedPlan.list(now.turns.map(\.node))) now, signed off was "
            + SignedPlan.list(order))
      ]
    }
    return consent.drift(to: now.consent).map { SignedPlan.blocker(nil, $0) }
      + zip(turns, now.turns).flatMap { signed, now in
        signed.drift(to: now).map { SignedPlan.blocker(signed.node, "\(signed.node): \($0)") }
      }
  }

  static func blocker(_ node: NodeName?, _ message: String) -> Blocker {
    Blocker(
      code: "plan-drift", node: node, message: message,
      remedy: "look at the plan of now (herdmon plan), and sign it off anew with --save")
  }

  private static func list(_ nodes: [NodeName]) -> String { nodes.map(\.rawValue).joined(separator: ", ") }
}

extension SignedPlan.Consent {
  fileprivate func drift(to now: SignedPlan.Consent) -> [String] {
    func drift(_ key: String, _ signed: String, _ now: String) -> [String] {
      signed == now ? [] : ["\(key) is \(now) now, signed off was \(signed)"]
    }
    return drift("reboot_escalation", rebootEscalation.rawValue, now.rebootEscalation.rawValue)
      + drift("immovable", immovable.rawValue, now.immovable.rawValue)
      + drift("on_guest_failure", onGuestFailure.rawValue, now.onGuestFailure.rawValue)
      + drift("unlock_own_moves", "\(unlocksOwnMoves)", "\(now.unlocksOwnMoves)")
      + SignedPlan.drift("guests that may be stopped by force", force, now.force)
  }
}
