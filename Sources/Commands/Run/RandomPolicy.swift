import Cluster
import Planning
import Simulation

extension Policy {
  /// What some operator may want of a herd.
  /// - Parameter seed: equal seeds give equal policies.
  static func random(for herd: Herd, seed: UInt64) -> Policy {
    var draw = SeededRandom(seed: seed ^ 0x0D1C_E0F0)
    var policy = Policy()
    policy.onGuestFailure = draw.one(in: 3) ? .hold : .skip
    policy.reboot = draw.one(in: 3) ? .always : .needed
    policy.strategy = draw.one(in: 5) ? .rotate : draw.one(in: 8) ? .leave : .home
    policy.overlaps = !draw.one(in: 4)
    policy.rebootMethod = draw.one(in: 5) ? .kexec : .firmware
    policy.rebootEscalation = draw.pick(Policy.Escalation.allCases) ?? .hold
    policy.record = draw.one(in: 8) ? .none : draw.one(in: 8) ? .wanted : .required
    policy.repairsPackages = draw.one(in: 4)
    policy.busyWaitSeconds = draw.one(in: 4) ? 1800 : 300 * Double(draw.number(1...3))
    policy.immovable = draw.one(in: 7) || herd.nodes.count == 1 ? .shutdown : .skip
    policy.otherActors = draw.one(in: 2) ? .suspend : .leave
    policy.containerMovesMax = draw.number(4...9)
    policy.timing.pollSeconds = Double(draw.number(4...12))
    policy.failedNodesMax = draw.one(in: 3) ? draw.number(1...2) : 0
    if draw.one(in: 4) { policy.failedGuestsMax = draw.number(0...2) }
    if draw.one(in: 5) {
      policy.canary = draw.pick(herd.nodes)?.name
      policy.soakSeconds = Double(draw.number(0...600))
    }
    if draw.one(in: 5) { policy.apartTags = ["web"] }
    if draw.one(in: 4) { policy.guestRules = draw.rules(for: herd) }
    if draw.one(in: 5) { policy.hooks = everyHook }
    if !draw.one(in: 3) { policy.silence = draw.silence() }
    // A large herd is looked at as a whole, and worked on in part.
    if herd.nodes.count > 8 { policy.nodes = herd.nodes.suffix(2).map(\.name) }
    return policy
  }

  /// Commands at every moment; those around moves may fail.
  private static let everyHook = Hook.Moment.allCases.map { moment in
    var hook = Hook(moment, words: ["true"])
    switch moment {
    case .beforeNode, .afterNode: hook.place = .node
    case .beforeMove: hook.place = .guest
    case .beforeRun, .afterRun, .afterMove, .attention: break
    }
    if [.beforeMove, .afterMove].contains(moment) { hook.onFailure = .ignore }
    return hook
  }
}

extension SeededRandom {
  /// In some runs monitoring may fail without holding the run.
  fileprivate mutating func silence() -> SilenceRules {
    var rules = SilenceRules()
    rules.lengthSeconds = 300 * Double(number(1...4))
    if one(in: 5) { rules.onFailure = .ignore }
    return rules
  }

  /// Something of its own for one guest in four, and now and then for all of a tag or of a pool.
  fileprivate mutating func rules(for herd: Herd) -> [GuestRule] {
    var rules: [GuestRule] = []
    for guest in herd.guests where one(in: 4) {
      var rule = GuestRule()
      rule.ids = [guest.id]
      switch number(1...8) {
      case 1: rule.handling = .shutdown
      case 2: rule.handling = .restart
      case 3: rule.handling = .live
      case 4: rule.handling = .ignore
      case 5: rule.mayForceStop = true
      case 6: rule.order = number(1...3)
      // Never in a circle: what others need has a lower number.
      case 7: rule.after = herd.guests.first { $0.id < guest.id }.map { [.id($0.id)] }
      default: rule.probe = HealthProbe(.command(["true"]))
      }
      rules.append(rule)
    }
    guard one(in: 3) else { return rules }
    var rule = GuestRule()
    if one(in: 2) { rule.tags = ["db"] } else { rule.pools = ["prod"] }
    switch number(1...3) {
    case 1: rule.keep = .apart
    case 2: rule.keep = .together
    default: rule.nodes = herd.nodes.map(\.name).shuffled(using: &self)
    }
    rule.isStrict = one(in: 2)
    return rules + [rule]
  }
}
