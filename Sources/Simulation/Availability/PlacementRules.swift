import Cluster

/// Where the HA stack may put its services: `rules.cfg`, and `groups.cfg` before Proxmox VE 9.
/// - Source: facts/pve.md 4.8, 7.2.
struct PlacementRules {
  let affinities: [Affinity]
  private let machines: Set<GuestID>

  init(_ herd: Herd) {
    affinities = herd.affinities
    machines = Set(herd.guests.filter { $0.kind == .machine }.map(\.id))
  }

  /// Those of `candidates` that the rules about a service leave, the most preferred ones only.
  /// - Parameter places: the nodes that each service is on or on its way to.
  func nodes(for id: Int, among candidates: [String], places: [Int: Set<String>]) -> [String] {
    var left = candidates
    for rule in affinities where rule.guests.contains(GuestID(id)) {
      let others = rule.guests.map(\.rawValue).filter { $0 != id }.compactMap { places[$0] }
      switch rule.wish {
      case .nodes(let nodes):
        let priorities = nodes.reduce(into: [String: Int]()) { $0[$1.key.rawValue] = $1.value }
        let best = left.compactMap { priorities[$0] }.max()
        if rule.isStrict || best != nil { left = left.filter { priorities[$0] == best && best != nil } }
      case .together:
        let counts = left.map { node in (node, others.count { $0.contains(node) }) }
        if let most = counts.map(\.1).max(), most > 0 { left = counts.filter { $0.1 == most }.prefix(1).map(\.0) }
      case .apart: left = left.filter { node in !others.contains { $0.contains(node) } }
      }
    }
    return left
  }

  /// The files that say so, by name.
  var files: [(name: String, text: String)] {
    let groups = affinities.filter { $0.label.hasPrefix(PlacementRules.groupPrefix) }
    let rules = affinities.filter { !$0.label.hasPrefix(PlacementRules.groupPrefix) }
    return [("ha/groups.cfg", groups.map(PlacementRules.group)), ("ha/rules.cfg", rules.map(rule))]
      .filter { !$0.1.isEmpty }.map { ($0.0, $0.1.joined(separator: "\n")) }
  }

  /// The group that a service is in, before Proxmox VE 9.
  func group(of id: GuestID) -> String? {
    affinities.first { $0.label.hasPrefix(PlacementRules.groupPrefix) && $0.guests.contains(id) }.map(
      PlacementRules.name)
  }

  private static let groupPrefix = "HA group "

  private static func name(_ affinity: Affinity) -> String {
    affinity.label.split(separator: " ").last.map(String.init) ?? ""
  }

  private static func nodes(_ nodes: [NodeName: Int]) -> String {
    nodes.sorted { $0.key < $1.key }.map { $0.value == 0 ? "\($0.key)" : "\($0.key):\($0.value)" }
      .joined(separator: ",")
  }

  private static func group(_ affinity: Affinity) -> String {
    guard case .nodes(let nodes) = affinity.wish else { return "" }
    return "group: \(name(affinity))\n\tnodes \(self.nodes(nodes))\n\tnofailback 0\n"
      + "\trestricted \(affinity.isStrict ? 1 : 0)\n"
  }

  private func rule(_ affinity: Affinity) -> String {
    let name = PlacementRules.name(affinity)
    let resources = affinity.guests.map { "\(machines.contains($0) ? "vm" : "ct"):\($0)" }.joined(separator: ",")
    return switch affinity.wish {
    case .nodes(let nodes):
      "node-affinity: \(name)\n\tnodes \(PlacementRules.nodes(nodes))\n\tresources \(resources)\n"
        + (affinity.isStrict ? "\tstrict 1\n" : "")
    case .together: "resource-affinity: \(name)\n\taffinity positive\n\tresources \(resources)\n"
    case .apart: "resource-affinity: \(name)\n\taffinity negative\n\tresources \(resources)\n"
    }
  }
}
