import Cluster

/// Which node each guest of a drained node goes to.
///
/// Greedy, largest guest first, each to the node that is emptiest after it: within the memory limit this is the
/// classic longest-processing-time rule for balancing, and people can follow it by hand. Where that leaves a guest
/// without a place, the fullest node that still takes it is tried for all of them: that packs tighter.
public struct Placement {
  /// A guest's target, and where else it could go.
  public struct Choice: Hashable, Sendable {
    /// The target.
    public var target: NodeName
    /// Other nodes that would take it, best first.
    public var alternatives: [NodeName]
  }

  /// What the turns around this one make of its targets.
  struct Surroundings {
    /// Nodes that were restarted before, in order.
    var done: [NodeName] = []
    /// Nodes whose turn is to come, in order.
    var upcoming: [NodeName] = []
    /// Memory that guests on their way will take, in bytes.
    var reserved: [NodeName: Int64] = [:]
  }

  /// Targets by guest.
  public private(set) var choices: [GuestID: Choice] = [:]
  /// Guests that fit nowhere, with the reason per node.
  public private(set) var blockers: [Blocker] = []
  /// Part of each node's memory in use with its arrivals, 0 to 1.
  public private(set) var memory: [NodeName: Double] = [:]

  /// Chooses targets for `guests`, all of them on `leaving`.
  /// - Parameters:
  ///   - homes: where guests belong that are only visiting; they go home if they fit there.
  init(
    of guests: [Guest], leaving: NodeName, in inventory: Inventory, policy: Policy, homes: [GuestID: NodeName] = [:],
    around surroundings: Surroundings = Surroundings()
  ) {
    let fitting = Fitting(
      of: guests, leaving: leaving, in: inventory, policy: policy, homes: homes, around: surroundings)
    var attempt = fitting.place(guests, packsTight: false)
    if !attempt.homeless.isEmpty {
      let tighter = fitting.place(guests, packsTight: true)
      if tighter.homeless.count < attempt.homeless.count { attempt = tighter }
    }
    choices = attempt.choices
    blockers = attempt.homeless.map { Placement.homeless($0.guest, reasons: $0.reasons) }
    for target in fitting.targets { memory[target.node.name] = attempt.load.filling(target) }
    // An alternative is taken when everyone else is in place, so it must have room beside them.
    for guest in guests {
      choices[guest.id]?.alternatives.removeAll { name in
        fitting.targets.contains { target in
          target.node.name == name && attempt.load.filling(target, with: guest) > policy.memoryLimit
        }
      }
    }
  }

  private static func homeless(_ guest: Guest, reasons: [String]) -> Blocker {
    Blocker(
      code: "no-target", node: guest.node, guest: guest.id,
      message: "\(guest.label): no node can take it"
        + (reasons.isEmpty ? "" : " (" + reasons.joined(separator: "; ") + ")"),
      remedy: "make room or provide what is missing, stop the guest, or leave \(guest.node) out with --nodes")
  }
}

/// What fits where while one node is emptied.
private struct Fitting {
  /// A node that may take guests.
  struct Target {
    var node: Node
    /// Smaller is better, before memory is looked at.
    var rank: Int
  }

  /// What targets carry in the course of one attempt.
  struct Load {
    var usedBytes: [NodeName: Double]
    var tags: [NodeName: [String: Int]]

    func filling(_ target: Target, with guest: Guest? = nil) -> Double {
      (usedBytes[target.node.name, default: 0] + Double(guest?.memoryNeeded ?? 0))
        / Double(max(target.node.memory.totalBytes, 1))
    }
  }

  struct Attempt {
    var choices: [GuestID: Placement.Choice] = [:]
    var homeless: [(guest: Guest, reasons: [String])] = []
    var load: Load
  }

  let targets: [Target]
  private let source: Node?
  private let policy: Policy
  private let homes: [GuestID: NodeName]
  private let signed: [GuestID: NodeName]
  private let load: Load
  /// By guest of the same needs and by target, so that ten thousand guests are not compared one by one.
  private let objections: [Needs: [NodeName: [String]]]

  init(
    of guests: [Guest], leaving: NodeName, in inventory: Inventory, policy: Policy, homes: [GuestID: NodeName],
    around surroundings: Placement.Surroundings
  ) {
    self.policy = policy
    self.homes = homes
    signed = policy.signedTargets[leaving] ?? [:]
    let source = inventory.node(leaving)
    self.source = source
    let targets = inventory.nodes.filter {
      $0.name != leaving && $0.isOnline && !$0.inMaintenance && $0.queuedJobs.isEmpty
    }.map { Target(node: $0, rank: Fitting.rank($0.name, policy.strategy, surroundings)) }
    self.targets = targets
    var used: [NodeName: Double] = [:]
    for target in targets {
      used[target.node.name] =
        Double(target.node.memory.usedBytes) + Double(surroundings.reserved[target.node.name] ?? 0)
    }
    var tags: [NodeName: [String: Int]] = [:]
    if !policy.apartTags.isEmpty {
      for guest in inventory.guests where guest.status == .running && guest.node != leaving {
        for tag in guest.tags where policy.apartTags.contains(tag) {
          tags[guest.node, default: [:]][tag, default: 0] += 1
        }
      }
    }
    load = Load(usedBytes: used, tags: tags)
    var objections: [Needs: [NodeName: [String]]] = [:]
    for guest in guests where objections[Needs(guest, home: homes[guest.id])] == nil {
      objections[Needs(guest, home: homes[guest.id])] = targets.reduce(into: [:]) { found, target in
        found[target.node.name] = Mobility.objections(
          to: target.node, for: guest, from: source, home: homes[guest.id])
      }
    }
    self.objections = objections
  }

  /// A guest goes where it need not leave again: to the node that was just restarted when nodes are refilled, to
  /// restarted ones when guests stay, and never to the one that goes next if another fits.
  private static func rank(_ node: NodeName, _ strategy: Strategy, _ around: Placement.Surroundings) -> Int {
    if node == around.upcoming.first { return 3 }
    switch strategy {
    case .home: return 0
    case .rotate where node == around.done.last: return 0
    case .rotate, .leave: return around.upcoming.contains(node) ? 2 : 1
    }
  }

  func place(_ guests: [Guest], packsTight: Bool) -> Attempt {
    var attempt = Attempt(load: load)
    let largestFirst = guests.sorted { ($1.memoryNeeded, $0.id) < ($0.memoryNeeded, $1.id) }
    for guest in largestFirst {
      var reasons: [String] = []
      var fitting: [(rank: Int, fraction: Double, node: NodeName)] = []
      for target in targets {
        let fraction = attempt.load.filling(target, with: guest)
        if let reason = lack(of: target, for: guest, fraction: fraction, attempt.load) {
          reasons.append("\(target.node.name): \(reason)")
        } else {
          let name = target.node.name
          let rank = signed[guest.id] == name ? -2 : homes[guest.id] == name ? -1 : target.rank
          fitting.append((rank, packsTight ? -fraction : fraction, name))
        }
      }
      fitting.sort { ($0.rank, $0.fraction, $0.node) < ($1.rank, $1.fraction, $1.node) }
      guard let best = fitting.first?.node else {
        attempt.homeless.append((guest, reasons))
        continue
      }
      attempt.load.usedBytes[best, default: 0] += Double(guest.memoryNeeded)
      for tag in guest.tags where policy.apartTags.contains(tag) {
        attempt.load.tags[best, default: [:]][tag, default: 0] += 1
      }
      attempt.choices[guest.id] = Placement.Choice(target: best, alternatives: fitting.dropFirst().map(\.node))
    }
    return attempt
  }

  private func lack(of target: Target, for guest: Guest, fraction: Double, _ load: Load) -> String? {
    if let found = objections[Needs(guest, home: homes[guest.id])]?[target.node.name], !found.isEmpty {
      return found.joined(separator: ", ")
    }
    if let cores = guest.cores, guest.kind == .machine, target.node.cores > 0, cores > target.node.cores {
      return "has \(target.node.cores) cores, it wants \(cores)"
    }
    if target.node.memory.totalBytes <= 0 { return "its memory is not known" }
    if let tag = guest.tags.first(where: { policy.apartTags.contains($0) && load.tags[target.node.name]?[$0] ?? 0 > 0 })
    {
      return "another guest tagged \(tag) runs there"
    }
    return fraction > policy.memoryLimit
      ? "memory would be \(Int(min(fraction * 100, 9999).rounded())) % full" : nil
  }
}

/// What a guest asks of a node, besides memory and cores.
private struct Needs: Hashable {
  let kind: Guest.Kind
  let disks: [Guest.Disk.Backing]
  let keys: [String]
  let devices: [String]
  let bridges: [String]
  let home: NodeName?

  init(_ guest: Guest, home: NodeName?) {
    self.home = home
    kind = guest.kind
    disks = guest.disks.map(\.backing)
    keys = guest.disks.map(\.key)
    devices = guest.devices
    bridges = guest.bridges
  }
}

extension Guest {
  /// Memory that it takes from a node it comes to, in bytes.
  ///
  /// A container takes what it uses, and a quarter on top for the time after its start: the limits of a herd often add
  /// up to more than the nodes have. A machine's memory is taken as a whole.
  var memoryNeeded: Int64 {
    guard kind == .container, let used = memoryUsedBytes else { return memoryBytes }
    let (sum, isTooMuch) = used.addingReportingOverflow(used / 4)
    return isTooMuch ? memoryBytes : min(memoryBytes, sum)
  }
}
