import Cluster

/// What the operator wants done with one guest, all rules taken together.
public struct GuestPolicy: Hashable, Sendable, Codable {
  /// What becomes of a running guest whose node is restarted.
  public enum Handling: String, Sendable, Codable, CaseIterable {
    /// It moves as its kind can: a machine live, a container by restart. If it can't move, `Policy.immovable` decides.
    case auto
    /// It moves live or not at all.
    case live
    /// It is shut down, moved and started on the other node, a machine too.
    case restart
    /// It is shut down with its node and started after it.
    case shutdown
    /// It is left alone: Proxmox stops it with its node, and starts it if it is set to start at boot.
    case ignore
  }

  /// What becomes of it.
  public var handling: Handling
  /// Seconds it may take to shut down.
  public var shutdownSeconds: Int
  /// Whether it may be stopped by force when it does not shut down in time.
  public var mayForceStop: Bool
  /// Place in the order of coming home, before its startup order counts; leaving goes the other way round.
  public var order: Int?
  /// Guests that it needs: it leaves before them, and comes home when they are back.
  public var after: [GuestReference]
  /// What proves that it is well after a move; nil for a guest that need only run.
  public var probe: HealthProbe?

  /// What is wanted of a guest that no rule speaks of.
  public init(shutdownSeconds: Int) {
    handling = .auto
    self.shutdownSeconds = shutdownSeconds
    mayForceStop = false
    order = nil
    after = []
    probe = nil
  }
}

/// A guest named by its id, or guests named by a pattern.
public enum GuestReference: Hashable, Sendable, Codable {
  /// The guest of that id.
  case id(GuestID)
  /// Every guest whose name fits.
  case name(NamePattern)

  /// Whether it speaks of that guest.
  public func names(_ guest: Guest) -> Bool {
    switch self {
    case .id(let id): guest.id == id
    case .name(let pattern): pattern.matches(guest.name)
    }
  }
}

/// A question that a guest which is well answers in time.
public struct HealthProbe: Hashable, Sendable, Codable {
  /// What is asked. The node on which the guest runs asks it: there is always one, it reaches its own bridges, and the
  /// same question goes to a real node and to a simulated one. What it takes is on every node of Proxmox VE: perl,
  /// curl, `pct exec`, `qm guest exec`.
  public enum Check: Hashable, Sendable, Codable {
    /// Something listens there.
    case tcp(host: String, port: Int)
    /// The page is there: a status below 400.
    case http(url: String)
    /// The command succeeds inside of the guest; a machine needs the guest agent.
    case command([String])
  }

  /// What is asked.
  public var check: Check
  /// Seconds after its arrival within which the guest must be well.
  public var limitSeconds: Double

  /// A question with its limit.
  public init(_ check: Check, limitSeconds: Double = 60) {
    self.check = check
    self.limitSeconds = limitSeconds
  }
}

/// One rule of the operator: whom it is about, and what is wanted of them. Each wish that is nil is left to the next
/// rule that fits.
public struct GuestRule: Hashable, Sendable, Codable {
  /// Ids, one of which the guest has; empty for any.
  public var ids: [GuestID] = []
  /// Patterns, one of which its name fits; empty for any.
  public var names: [NamePattern] = []
  /// Tags, one of which it bears; empty for any.
  public var tags: [String] = []
  /// Pools, one of which it is in; empty for any.
  public var pools: [String] = []
  /// Its kind; nil for both.
  public var kind: Guest.Kind?
  /// What becomes of it.
  public var handling: GuestPolicy.Handling?
  /// Seconds it may take to shut down.
  public var shutdownSeconds: Int?
  /// Whether it may be stopped by force when it does not shut down in time.
  public var mayForceStop: Bool?
  /// Place in the order of coming home.
  public var order: Int?
  /// Guests that it needs.
  public var after: [GuestReference]?
  /// What proves that it is well after a move.
  public var probe: HealthProbe?
  /// Whether those that it is about are placed on one node, or no two of them on the same.
  public var keep: Keep?
  /// Nodes that they may be placed on, the best first.
  public var nodes: [NodeName]?
  /// Whether `keep` and `nodes` rule every other place out.
  public var isStrict: Bool?

  /// How guests are placed in regard to each other.
  public enum Keep: String, Sendable, Codable, CaseIterable {
    /// All on one node.
    case together
    /// No two on the same node.
    case apart
  }

  /// A rule about every guest that wants nothing.
  public init() {}

  /// What is to become of these guests.
  public init(ids: [GuestID], handling: GuestPolicy.Handling) {
    self.ids = ids
    self.handling = handling
  }

  /// Whether it is about that guest: everything it says of whom must hold.
  public func matches(_ guest: Guest) -> Bool {
    (ids.isEmpty || ids.contains(guest.id))
      && (names.isEmpty || names.contains { $0.matches(guest.name) })
      && (tags.isEmpty || tags.contains { guest.tags.contains($0) })
      && (pools.isEmpty || guest.pool.map(pools.contains) ?? false)
      && (kind == nil || kind == guest.kind)
  }
}

extension Policy {
  /// What is wanted of a guest; how long it may take to shut down it may say itself (`startup: down=`).
  ///
  /// Of several rules that fit and say the same thing the first counts, as in the
  /// configuration of ssh: so the special stands before the general.
  public func of(_ guest: Guest) -> GuestPolicy {
    let rules = guestRules.filter { $0.matches(guest) }
    func first<Wish>(_ wish: (GuestRule) -> Wish?) -> Wish? { rules.lazy.compactMap(wish).first }
    var policy = GuestPolicy(
      shutdownSeconds: first(\.shutdownSeconds) ?? guest.startup.downSeconds ?? shutdownSeconds)
    policy.handling = first(\.handling) ?? policy.handling
    policy.mayForceStop = first(\.mayForceStop) ?? policy.mayForceStop
    policy.order = first(\.order)
    policy.after = first(\.after) ?? policy.after
    policy.probe = first(\.probe)
    return policy
  }

  /// Whether a running guest has to leave its node before that is restarted, without any way round.
  public func mustMove(_ guest: Guest) -> Bool {
    switch of(guest).handling {
    case .live, .restart: true
    case .auto: immovable == .skip
    case .shutdown, .ignore: false
    }
  }
}
