import Cluster

/// What fits where while one node is emptied. Targets are known by their place in `targets`, which is in order of name.
struct Fitting {
  /// A node that may take guests.
  struct Target {
    let name: NodeName
    let memoryBytes: Int64
    /// Smaller is better, before memory is looked at.
    let rank: Int
  }

  /// What nodes carry in the course of one attempt.
  struct Load {
    /// By target.
    var usedBytes: [Double]
    /// By place of a rule, whom it is about and who runs already, by node.
    var residents: [Int: [NodeName: [GuestID]]] = [:]

    mutating func put(_ guest: GuestID, on node: NodeName, rules: [Int]) {
      for rule in rules { residents[rule, default: [:]][node, default: []].append(guest) }
    }
  }

  /// Places for some guests, and what comes of it.
  struct Attempt {
    /// The target of each guest, with others that would have taken it, best first.
    var choices: [GuestID: (target: Int, others: [Int])] = [:]
    /// Who fits nowhere, with the reason per node.
    var homeless: [(guest: GuestID, reasons: [String])] = []
    var load: Load
  }

  private let targets: [Target]
  private let candidates: [GuestID: Candidate]
  private let affinities: Affinities
  private let memoryLimit: Double
  private let load: Load

  init(
    of guests: [Guest], leaving: NodeName, in cluster: PlannedCluster, policy: Policy,
    around surroundings: Placement.Surroundings
  ) {
    let (inventory, affinities) = (cluster.inventory, cluster.affinities)
    let source = inventory.node(leaving)
    let nodes = inventory.nodes.filter { $0.name != leaving && $0.takesGuests }
    let isCrowd = guests.count { $0.kind == .container } > policy.containerMovesMax
    let targets = nodes.map { node in
      Target(
        name: node.name, memoryBytes: node.memory.totalBytes,
        rank: Fitting.rank(node.name, policy.strategy, surroundings, isCrowd: isCrowd))
    }
    var load = Load(usedBytes: nodes.map { Double($0.memory.usedBytes) })
    for guest in surroundings.arriving {
      if let target = targets.firstIndex(where: { $0.name == guest.node }) {
        load.usedBytes[target] += Double(guest.memoryNeeded)
      }
      load.put(guest.id, on: guest.node, rules: affinities.about(guest.id))
    }
    // By place: a guest is large, and few have rules.
    let all = inventory.guests
    for index in all.indices where all[index].status == .running && all[index].node != leaving {
      load.put(all[index].id, on: all[index].node, rules: affinities.about(all[index].id))
    }
    var objections: [Needs: [String?]] = [:]
    var candidates: [GuestID: Candidate] = [:]
    let signed = policy.signedTargets(from: leaving)
    for guest in guests {
      let home = cluster.homes[guest.id]
      let needs = Needs(guest, home: home)
      let found = objections[needs] ?? nodes.map { Fitting.objection(to: $0, for: guest, from: source, home: home) }
      objections[needs] = found
      let handling = policy.of(guest).handling
      let risks = nodes.indices.filter {
        Mobility.unlikeProcessors(of: guest, handling: handling, from: source, to: nodes[$0], home: home) != nil
      }
      candidates[guest.id] = Candidate(
        id: guest.id, bytes: Double(guest.memoryNeeded), objections: found, risks: Set(risks),
        rules: affinities.about(guest.id), home: home, signed: signed[guest.id])
    }
    (self.targets, self.candidates, self.affinities, self.load) = (targets, candidates, affinities, load)
    memoryLimit = policy.memoryLimit
  }

  /// A guest goes where it need not leave again: to the node that was just restarted when nodes are refilled, to
  /// restarted ones when guests stay, and never to the one that goes next if another fits. Containers that would have
  /// to queue for one fresh node are spread over all that were restarted: there are twice as many lanes to two.
  private static func rank(
    _ node: NodeName, _ strategy: Strategy, _ around: Placement.Surroundings, isCrowd: Bool
  ) -> Int {
    if node == around.upcoming.first { return 3 }
    switch strategy {
    case .home: return 0
    case .rotate where node == around.done.last || (isCrowd && around.done.contains(node)): return 0
    case .rotate, .leave: return around.upcoming.contains(node) ? 2 : 1
    }
  }

  private static func objection(to node: Node, for guest: Guest, from source: Node?, home: NodeName?) -> String? {
    let found = Mobility.objections(to: node, for: guest, from: source, home: home)
    if !found.isEmpty { return found.joined(separator: ", ") }
    if let cores = guest.cores, guest.kind == .machine, node.cores > 0, cores > node.cores {
      return "has \(node.cores) cores, it wants \(cores)"
    }
    return nil
  }

  /// A place for as many as possible.
  func place(_ guests: [GuestID]) -> Attempt {
    let spread = place(guests, packsTight: false, beside: Attempt(load: load))
    guard !spread.homeless.isEmpty else { return spread }
    let tight = place(guests, packsTight: true, beside: Attempt(load: load))
    return tight.homeless.count < spread.homeless.count ? tight : spread
  }

  /// A place for all but those of `candidates` that have to be shut down for it: those that come first, as few as it
  /// takes, and none that fits beside the others after all. They are the attempt's homeless, with those whom nothing
  /// helps.
  func resting(_ guests: [GuestID], from candidates: [GuestID]) -> (attempt: Attempt, resting: Set<GuestID>) {
    func attempt(without count: Int) -> Attempt {
      let resting = Set(candidates.prefix(count))
      return place(guests.filter { !resting.contains($0) })
    }
    let fewest = attempt(without: candidates.count).homeless.count
    var (low, high) = (0, candidates.count)
    while low < high {
      let middle = (low + high) / 2
      if attempt(without: middle).homeless.count <= fewest { high = middle } else { low = middle + 1 }
    }
    var best = attempt(without: high)
    var resting: Set<GuestID> = []
    for guest in candidates.prefix(high).reversed() {
      let count = best.homeless.count
      best = place([guest], packsTight: false, beside: best)
      if best.homeless.count > count { resting.insert(guest) }
    }
    return (best, resting)
  }

  private func place(_ guests: [GuestID], packsTight: Bool, beside placed: Attempt) -> Attempt {
    var attempt = placed
    let groups = affinities.groups(guests).map { group in group.compactMap { candidates[$0] } }
      .map { group in (group: group, bytes: group.reduce(0) { $0 + $1.bytes }) }
    let largestFirst = groups.sorted { ($1.bytes, $0.group[0].id) < ($0.bytes, $1.group[0].id) }
    for (group, bytes) in largestFirst {
      var fitting: [(rank: Rank, fraction: Double, target: Int)] = []
      for target in targets.indices where lack(of: target, for: group, bytes, attempt.load) == nil {
        let fraction = filling(target, with: bytes, attempt.load)
        fitting.append((rank(target, for: group, attempt.load), packsTight ? -fraction : fraction, target))
      }
      fitting.sort { ($0.rank, $0.fraction, $0.target) < ($1.rank, $1.fraction, $1.target) }
      guard let best = fitting.first?.target else {
        let reasons = targets.indices.compactMap { target in
          lack(of: target, for: group, bytes, attempt.load).map { "\(targets[target].name): \($0.reason)" }
        }
        attempt.homeless += group.map { ($0.id, reasons) }
        continue
      }
      attempt.load.usedBytes[best] += bytes
      // Of those that belong together none goes elsewhere alone.
      let others = group.count == 1 ? fitting.dropFirst().map(\.target) : []
      for candidate in group {
        attempt.load.put(candidate.id, on: targets[best].name, rules: candidate.rules)
        attempt.choices[candidate.id] = (best, others)
      }
    }
    return attempt
  }

  /// Where a guest was placed. An alternative is taken when everyone else is in place, so it must be as good beside
  /// them.
  func choice(of guest: GuestID, in attempt: Attempt) -> Placement.Choice? {
    guard let (target, others) = attempt.choices[guest], let candidate = candidates[guest] else { return nil }
    let group = [candidate]
    let alternatives = others.filter { lack(of: $0, for: group, candidate.bytes, attempt.load) == nil }
    return Placement.Choice(target: targets[target].name, alternatives: alternatives.map { targets[$0].name })
  }

  /// Part of each target's memory in use.
  func memory(in attempt: Attempt) -> [NodeName: Double] {
    targets.indices.reduce(into: [:]) { $0[targets[$1].name] = filling($1, with: 0, attempt.load) }
  }

  private func filling(_ target: Int, with bytes: Double, _ load: Load) -> Double {
    (load.usedBytes[target] + bytes) / Double(max(targets[target].memoryBytes, 1))
  }

  /// Smaller is better: a signed place, home, what guests and rules would rather have, what the turns around make of the
  /// node.
  private struct Rank: Comparable {
    var claim: Int
    var wishes: Int
    var turn: Int

    static func < (left: Rank, right: Rank) -> Bool {
      (left.claim, left.wishes, left.turn) < (right.claim, right.wishes, right.turn)
    }
  }

  private func rank(_ target: Int, for group: [Candidate], _ load: Load) -> Rank {
    let name = targets[target].name
    let claims = group.lazy.map { $0.signed == name ? -2 : $0.home == name ? -1 : 0 }
    let wishes = group.reduce(0) {
      $0 + disregarded(on: name, by: $1, beside: group, load) + ($1.risks.contains(target) ? 1 : 0)
    }
    return Rank(claim: claims.min() ?? 0, wishes: wishes, turn: targets[target].rank)
  }

  /// How far a place is from the best that the guest's rules would have.
  private func disregarded(on node: NodeName, by guest: Candidate, beside group: [Candidate], _ load: Load) -> Int {
    guest.rules.reduce(0) { sum, place in
      let rule = affinities.rules[place]
      if case .nodes(let nodes) = rule.wish {
        guard let priority = nodes[node] else { return sum + Set(nodes.values).count }
        return sum + Set(nodes.values.filter { $0 > priority }).count
      }
      return sum + (objection(of: place, to: node, for: guest, beside: group, load) == nil ? 0 : 1)
    }
  }

  /// Why a target does not take guests. Put into words only for those whom no target takes.
  private enum Lack {
    case objection(String)
    case memoryUnknown
    case memoryFull(fraction: Double)

    var reason: String {
      switch self {
      case .objection(let reason): reason
      case .memoryUnknown: "its memory is not known"
      case .memoryFull(let fraction): "memory would be \(Int(min(fraction * 100, 9999).rounded())) % full"
      }
    }
  }

  private func lack(of target: Int, for group: [Candidate], _ bytes: Double, _ load: Load) -> Lack? {
    for guest in group {
      if let found = guest.objections[target] { return .objection(found) }
      for place in guest.rules where affinities.rules[place].isStrict {
        if let found = objection(of: place, to: targets[target].name, for: guest, beside: group, load) {
          return .objection(found)
        }
      }
    }
    if targets[target].memoryBytes <= 0 { return .memoryUnknown }
    let fraction = filling(target, with: bytes, load)
    return fraction > memoryLimit ? .memoryFull(fraction: fraction) : nil
  }

  /// What a rule says against a place, nil if nothing.
  private func objection(
    of place: Int, to node: NodeName, for guest: Candidate, beside group: [Candidate], _ load: Load
  ) -> String? {
    let rule = affinities.rules[place]
    let residents = load.residents[place] ?? [:]
    switch rule.wish {
    case .nodes(let nodes):
      guard nodes[node] == nil else { return nil }
      return "\(rule.label) wants it on " + nodes.keys.sorted().map(\.rawValue).joined(separator: ", ")
    case .apart:
      let companions = group.filter { $0.rules.contains(place) }.map(\.id)
      let other = ((residents[node] ?? []) + companions).first { $0 != guest.id }
      return other.map { "\(rule.label) keeps it apart from \($0)" }
    case .together:
      guard residents[node]?.contains(where: { $0 != guest.id }) != true else { return nil }
      let elsewhere = residents.sorted { $0.key < $1.key }.first { $0.value.contains { $0 != guest.id } }
      return elsewhere.map { "\(rule.label) keeps it with \($0.value[0]) on \($0.key)" }
    }
  }
}
