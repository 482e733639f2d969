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
    /// Guests on their way, each as if it were where it goes.
    var arriving: [Guest] = []
  }

  /// Most guests that a remedy names.
  private static let offerMax = 5

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
    var attempt = fitting.place(guests)
    var offer: [Guest] = []
    if !attempt.homeless.isEmpty {
      let movable = guests.filter { $0.haState == nil && $0.id != policy.controller }
      let consenting = movable.filter { !policy.mustMove($0) }
      if consenting.isEmpty {
        offer = fitting.resting(guests, from: movable.filter { policy.of($0).handling == .auto }).resting
      } else {
        attempt = fitting.resting(guests, from: consenting).attempt
      }
    }
    choices = attempt.choices
    blockers = attempt.homeless.map { Placement.homeless($0.guest, reasons: $0.reasons, offer: offer) }
    for target in fitting.targets { memory[target.node.name] = attempt.load.filling(target) }
    // An alternative is taken when everyone else is in place, so it must be as good beside them.
    for guest in guests {
      choices[guest.id]?.alternatives.removeAll { !fitting.takes(guest, $0, beside: attempt) }
    }
  }

  private static func homeless(_ guest: Guest, reasons: [String], offer: [Guest]) -> Blocker {
    let labels = offer.prefix(offerMax).map(\.label) + (offer.count > offerMax ? ["…"] : [])
    let names = labels.joined(separator: ", ")
    return Blocker(
      code: "no-target", node: guest.node, guest: guest.id,
      message: "\(guest.label): no node can take it"
        + (reasons.isEmpty ? "" : " (" + reasons.joined(separator: "; ") + ")"),
      remedy:
        "make room, provide what is missing or loosen the rule, stop the guest, or leave \(guest.node) out with --nodes"
        + (offer.isEmpty ? "" : "; to shut down with \(guest.node) would be enough: \(names) (policy = \"shutdown\")"))
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
    /// By place of a rule, whom it is about and who runs already, by node.
    var residents: [Int: [NodeName: [GuestID]]] = [:]

    func filling(_ target: Target, with guests: [Guest] = []) -> Double {
      guests.reduce(usedBytes[target.node.name, default: 0]) { $0 + Double($1.memoryNeeded) }
        / Double(max(target.node.memory.totalBytes, 1))
    }

    mutating func put(_ guest: Guest, on node: NodeName, _ affinities: Affinities) {
      for rule in affinities.about(guest.id) { residents[rule, default: [:]][node, default: []].append(guest.id) }
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
  private let affinities: Affinities
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
    }.map { Target(node: $0, rank: Fitting.rank($0.name, policy, surroundings, leaving: guests)) }
    self.targets = targets
    let affinities = Affinities(policy: policy, inventory: inventory)
    self.affinities = affinities
    var load = Load(
      usedBytes: targets.reduce(into: [:]) { $0[$1.node.name] = Double($1.node.memory.usedBytes) })
    for guest in surroundings.arriving {
      load.usedBytes[guest.node, default: 0] += Double(guest.memoryNeeded)
      load.put(guest, on: guest.node, affinities)
    }
    for guest in inventory.guests where guest.status == .running && guest.node != leaving {
      load.put(guest, on: guest.node, affinities)
    }
    self.load = load
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
  /// restarted ones when guests stay, and never to the one that goes next if another fits. Containers that would have
  /// to queue for one fresh node are spread over all that were restarted: there are twice as many lanes to two.
  private static func rank(
    _ node: NodeName, _ policy: Policy, _ around: Placement.Surroundings, leaving guests: [Guest]
  ) -> Int {
    if node == around.upcoming.first { return 3 }
    let isCrowd = guests.count { $0.kind == .container } > policy.containerMovesMax
    switch policy.strategy {
    case .home: return 0
    case .rotate where node == around.done.last || (isCrowd && around.done.contains(node)): return 0
    case .rotate, .leave: return around.upcoming.contains(node) ? 2 : 1
    }
  }

  /// A place for as many as possible.
  func place(_ guests: [Guest]) -> Attempt {
    let spread = place(guests, packsTight: false, beside: Attempt(load: load))
    guard !spread.homeless.isEmpty else { return spread }
    let tight = place(guests, packsTight: true, beside: Attempt(load: load))
    return tight.homeless.count < spread.homeless.count ? tight : spread
  }

  /// A place for all but those of `candidates` that have to be shut down for it: the least important first, as few as
  /// it takes, and none that fits beside the others after all. They are the attempt's homeless, with those whom nothing
  /// helps.
  func resting(_ guests: [Guest], from candidates: [Guest]) -> (attempt: Attempt, resting: [Guest]) {
    // Who leaves first is who is needed least.
    let candidates = MoveOrder.draining(candidates, policy: policy)
    func attempt(without count: Int) -> Attempt {
      let resting = Set(candidates.prefix(count).map(\.id))
      return place(guests.filter { !resting.contains($0.id) })
    }
    let fewest = attempt(without: candidates.count).homeless.count
    var (low, high) = (0, candidates.count)
    while low < high {
      let middle = (low + high) / 2
      if attempt(without: middle).homeless.count <= fewest { high = middle } else { low = middle + 1 }
    }
    var best = attempt(without: high)
    var resting: [Guest] = []
    for guest in candidates.prefix(high).reversed() {
      let count = best.homeless.count
      best = place([guest], packsTight: false, beside: best)
      if best.homeless.count > count { resting.append(guest) }
    }
    return (best, resting.reversed())
  }

  private func place(_ guests: [Guest], packsTight: Bool, beside placed: Attempt) -> Attempt {
    var attempt = placed
    let groups = affinities.groups(guests).map { group in
      (guests: group, bytes: group.reduce(0.0) { $0 + Double($1.memoryNeeded) })
    }
    let largestFirst = groups.sorted { ($1.bytes, $0.guests[0].id) < ($0.bytes, $1.guests[0].id) }
    for (group, bytes) in largestFirst {
      var reasons: [String] = []
      var fitting: [(rank: Rank, fraction: Double, node: NodeName)] = []
      for target in targets {
        let fraction = attempt.load.filling(target, with: group)
        let name = target.node.name
        if let reason = lack(of: target, for: group, fraction: fraction, attempt.load) {
          reasons.append("\(name): \(reason)")
        } else {
          fitting.append((rank(target, for: group, attempt.load), packsTight ? -fraction : fraction, name))
        }
      }
      fitting.sort { ($0.rank, $0.fraction, $0.node) < ($1.rank, $1.fraction, $1.node) }
      guard let best = fitting.first?.node else {
        attempt.homeless += group.map { ($0, reasons) }
        continue
      }
      attempt.load.usedBytes[best, default: 0] += bytes
      // Of those that belong together none goes elsewhere alone.
      let others = group.count == 1 ? fitting.dropFirst().map(\.node) : []
      for guest in group {
        attempt.load.put(guest, on: best, affinities)
        attempt.choices[guest.id] = Placement.Choice(target: best, alternatives: others)
      }
    }
    return attempt
  }

  /// Whether a guest could go there when all others are where they were placed.
  func takes(_ guest: Guest, _ node: NodeName, beside attempt: Attempt) -> Bool {
    guard let target = targets.first(where: { $0.node.name == node }) else { return false }
    return lack(of: target, for: [guest], fraction: attempt.load.filling(target, with: [guest]), attempt.load) == nil
  }

  /// Smaller is better: a signed place, home, what rules would rather have, what the turns around make of the node.
  private struct Rank: Comparable {
    var claim: Int
    var wishes: Int
    var turn: Int

    static func < (left: Rank, right: Rank) -> Bool {
      (left.claim, left.wishes, left.turn) < (right.claim, right.wishes, right.turn)
    }
  }

  private func rank(_ target: Target, for group: [Guest], _ load: Load) -> Rank {
    let name = target.node.name
    let claims = group.map { signed[$0.id] == name ? -2 : homes[$0.id] == name ? -1 : 0 }
    let wishes = group.reduce(0) { $0 + disregarded(on: name, by: $1, beside: group, load) }
    return Rank(claim: claims.min() ?? 0, wishes: wishes, turn: target.rank)
  }

  /// How far a place is from the best that the guest's rules would have.
  private func disregarded(on node: NodeName, by guest: Guest, beside group: [Guest], _ load: Load) -> Int {
    affinities.about(guest.id).reduce(0) { sum, place in
      let rule = affinities.rules[place]
      if case .nodes(let nodes) = rule.wish {
        guard let priority = nodes[node] else { return sum + Set(nodes.values).count }
        return sum + Set(nodes.values.filter { $0 > priority }).count
      }
      return sum + (objection(of: place, to: node, for: guest, beside: group, load) == nil ? 0 : 1)
    }
  }

  private func lack(of target: Target, for group: [Guest], fraction: Double, _ load: Load) -> String? {
    let node = target.node
    for guest in group {
      if let found = objections[Needs(guest, home: homes[guest.id])]?[node.name], !found.isEmpty {
        return found.joined(separator: ", ")
      }
      if let cores = guest.cores, guest.kind == .machine, node.cores > 0, cores > node.cores {
        return "has \(node.cores) cores, it wants \(cores)"
      }
      for place in affinities.about(guest.id) where affinities.rules[place].isStrict {
        if let found = objection(of: place, to: node.name, for: guest, beside: group, load) { return found }
      }
    }
    if node.memory.totalBytes <= 0 { return "its memory is not known" }
    return fraction > policy.memoryLimit
      ? "memory would be \(Int(min(fraction * 100, 9999).rounded())) % full" : nil
  }

  /// What a rule says against a place, nil if nothing.
  private func objection(
    of place: Int, to node: NodeName, for guest: Guest, beside group: [Guest], _ load: Load
  ) -> String? {
    let rule = affinities.rules[place]
    let residents = load.residents[place] ?? [:]
    switch rule.wish {
    case .nodes(let nodes):
      guard nodes[node] == nil else { return nil }
      return "\(rule.label) wants it on " + nodes.keys.sorted().map(\.rawValue).joined(separator: ", ")
    case .apart:
      let companions = group.filter { affinities.about($0.id).contains(place) }.map(\.id)
      let other = ((residents[node] ?? []) + companions).first { $0 != guest.id }
      return other.map { "\(rule.label) keeps it apart from \($0)" }
    case .together:
      guard residents[node]?.contains(where: { $0 != guest.id }) != true else { return nil }
      let elsewhere = residents.sorted { $0.key < $1.key }.first { $0.value.contains { $0 != guest.id } }
      return elsewhere.map { "\(rule.label) keeps it with \($0.value[0]) on \($0.key)" }
    }
  }
}

/// What a guest asks of a node, besides memory and cores.
private struct Needs: Hashable {
  let kind: Guest.Kind
  let disks: [Guest.Disk.Backing]
  let keys: [String]
  let devices: [String]
  let mappings: [String]
  let bridges: [String]
  let home: NodeName?

  init(_ guest: Guest, home: NodeName?) {
    self.home = home
    kind = guest.kind
    disks = guest.disks.map(\.backing)
    keys = guest.disks.map(\.key)
    devices = guest.devices
    mappings = guest.mappings
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
