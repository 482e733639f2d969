import Cluster
import Remote

/// Rules of the HA stack about where its guests run, from Proxmox VE 9 on.
/// - Source: facts/pve.md 4.8; the file is what the API's answer is made of.
struct HARules: Reading {
  static let section = Section("/etc/pve/ha/rules.cfg", Command("cat", "/etc/pve/ha/rules.cfg"))

  /// Those that are switched on.
  var affinities: [Affinity] = []

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    if part.status == 1, part.onlyMissesFiles { return }
    try part.requireStatus(0, of: Self.section)
    affinities = SectionConfig(part.lines).blocks.compactMap { block -> Affinity? in
      guard !(block["disable"].map(PropertyString.isTrue) ?? false) else { return nil }
      let label = "HA rule \(Excerpt.clean(block.name))"
      let guests = HARules.guests(block["resources"] ?? "")
      switch block.type {
      case "node-affinity":
        let isStrict = block["strict"].map(PropertyString.isTrue) ?? false
        return Affinity(
          label: label, wish: .nodes(HARules.nodes(block["nodes"] ?? "")), isStrict: isStrict, guests: guests)
      case "resource-affinity":
        // The HA stack knows no other than strict ones of these.
        return Affinity(
          label: label, wish: block["affinity"] == "negative" ? .apart : .together, isStrict: true, guests: guests)
      default: return nil
      }
    }
  }

  /// `vm:200,ct:101`.
  private static func guests(_ text: String) -> [GuestID] {
    text.split(whereSeparator: isBetween).compactMap { name in name.cut(at: ":").flatMap { GuestList.id($0.1) } }
  }

  /// `pve1:2,pve2`: without a number it is 0.
  static func nodes(_ text: String) -> [NodeName: Int] {
    text.split(whereSeparator: isBetween).reduce(into: [:]) { nodes, word in
      let (name, priority) = word.cut(at: ":") ?? (word, "0")
      if let name = NodeName(String(name)) { nodes[name] = Digits.number(priority) ?? 0 }
    }
  }

  /// Proxmox takes all of these between the entries of a list.
  private static func isBetween(_ character: Character) -> Bool {
    character == "," || character == ";" || character.isWhitespace
  }
}

/// Groups of nodes for guests of the HA stack, as Proxmox VE before 9 has them.
/// - Source: facts/pve.md 4.8, 7.2.
struct HAGroups: Reading {
  static let section = Section("/etc/pve/ha/groups.cfg", Command("cat", "/etc/pve/ha/groups.cfg"))

  struct Group {
    var name: String
    var nodes: [NodeName: Int]
    /// Whether its guests run nowhere else.
    var isRestricted: Bool
  }

  var groups: [Group] = []

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    if part.status == 1, part.onlyMissesFiles { return }
    try part.requireStatus(0, of: Self.section)
    groups = SectionConfig(part.lines).blocks.filter { $0.type == "group" }.map { block in
      Group(
        name: block.name, nodes: HARules.nodes(block["nodes"] ?? ""),
        isRestricted: block["restricted"].map(PropertyString.isTrue) ?? false)
    }
  }
}

extension [Affinity] {
  /// Rules and groups alike.
  init(_ answer: Answer, problems: inout [String]) throws(NodeError) {
    self = try answer.optional(HARules.self, problems: &problems)?.affinities ?? []
    let groups = try answer.optional(HAGroups.self, problems: &problems)?.groups ?? []
    guard !groups.isEmpty else { return }
    // Whether resources.cfg can be read is said where their states are.
    var unsaid: [String] = []
    let members = try answer.optional(HAResources.self, problems: &unsaid)?.groups ?? [:]
    self += groups.map { group in
      Affinity(
        label: "HA group \(Excerpt.clean(group.name))", wish: .nodes(group.nodes), isStrict: group.isRestricted,
        guests: members.filter { $0.value == group.name }.keys)
    }
  }
}
