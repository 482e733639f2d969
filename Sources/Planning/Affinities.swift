import Cluster

/// The rules about where guests run: the cluster's own, for guests that its HA stack manages, and the operator's, for
/// all.
struct Affinities {
  /// All that are about more than nobody.
  let rules: [Affinity]
  /// By guest, the places of its rules in `rules`.
  private let places: [GuestID: [Int]]

  init(policy: Policy, inventory: Inventory) {
    let managed = Set(inventory.guests.filter { $0.haState != nil }.map(\.id))
    let asked = inventory.affinities.map { rule in
      var rule = rule
      rule.guests.removeAll { !managed.contains($0) }
      return rule
    }
    rules = (asked + Affinities.wanted(by: policy, among: inventory.guests)).filter { !$0.guests.isEmpty }
    var places: [GuestID: [Int]] = [:]
    for (place, rule) in rules.enumerated() {
      for guest in rule.guests { places[guest, default: []].append(place) }
    }
    self.places = places
  }

  /// Places of the rules about a guest.
  func about(_ guest: GuestID) -> [Int] { places[guest] ?? [] }

  /// Guests that can only be placed with each other, as groups; whoever is bound to nobody is a group of one.
  func groups(_ guests: [GuestID]) -> [[GuestID]] {
    var leader = Dictionary(guests.map { ($0, $0) }) { first, _ in first }
    func head(_ id: GuestID) -> GuestID {
      var id = id
      while let next = leader[id], next != id { id = next }
      return id
    }
    for rule in rules where rule.isStrict && rule.wish == .together {
      let present = rule.guests.filter { leader[$0] != nil }
      for guest in present.dropFirst() { leader[head(guest)] = head(present[0]) }
    }
    var groups: [[GuestID]] = []
    var places: [GuestID: Int] = [:]
    for guest in guests {
      let head = head(guest)
      if let place = places[head] {
        groups[place].append(guest)
      } else {
        places[head] = groups.count
        groups.append([guest])
      }
    }
    return groups
  }

  /// What the configuration wants. Of tables that name nodes for a guest, the first counts; guests that a table keeps
  /// together or apart are a group of their own for each table.
  private static func wanted(by policy: Policy, among guests: [Guest]) -> [Affinity] {
    var found = policy.apartTags.map { tag in
      Affinity(
        label: "apart_tags \(tag)", wish: .apart, isStrict: true,
        guests: guests.filter { $0.tags.contains(tag) }.map(\.id))
    }
    var bound: Set<GuestID> = []
    for rule in policy.guestRules where rule.keep != nil || rule.nodes != nil {
      let meant = guests.filter(rule.matches).map(\.id)
      let isStrict = rule.isStrict ?? true
      func add(_ wish: Affinity.Wish, _ guests: [GuestID]) {
        found.append(Affinity(label: rule.label, wish: wish, isStrict: isStrict, guests: guests))
      }
      switch rule.keep {
      case .together: add(.together, meant)
      case .apart: add(.apart, meant)
      case nil: break
      }
      if let nodes = rule.nodes {
        // The order of the list is the order of preference.
        let ranks = zip(nodes, stride(from: nodes.count, to: 0, by: -1))
        add(.nodes(Dictionary(ranks) { first, _ in first }), meant.filter { !bound.contains($0) })
        bound.formUnion(meant)
      }
    }
    return found
  }
}

extension GuestRule {
  /// How messages name it: by whom it is about.
  var label: String {
    var whom: [String] = ids.map { "\($0)" } + names.map(\.text)
    whom += tags.map { "tag \($0)" } + pools.map { "pool \($0)" }
    if let kind { whom.append(kind.rawValue) }
    return "[[guest]] " + whom.joined(separator: ", ")
  }
}
