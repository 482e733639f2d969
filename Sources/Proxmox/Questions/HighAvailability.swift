import Cluster
import Remote

/// Guests that the HA stack manages, with the state it is asked to keep them in.
/// - Source: facts/pve.md 7.1: `ignored` is as good as not managed.
struct HAResources: Reading {
  static let section = Section("/etc/pve/ha/resources.cfg", Command("cat", "/etc/pve/ha/resources.cfg"))

  var states: [GuestID: String] = [:]
  /// Groups of nodes, as Proxmox VE before 9 has them, by the guests that are in them.
  var groups: [GuestID: String] = [:]

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    if part.status == 1, part.onlyMissesFiles { return }
    try part.requireStatus(0, of: Self.section)
    for block in SectionConfig(part.lines).blocks where block.type == "vm" || block.type == "ct" {
      guard let id = GuestList.id(block.name) else {
        throw Unreadable(expected: "a guest id after `\(block.type):`", seen: block.name)
      }
      let state = block["state"] ?? "started"
      guard state != "ignored" else { continue }
      states[id] = state == "enabled" ? "started" : state
      groups[id] = block["group"]
    }
  }
}

/// Nodes that the HA stack holds in maintenance, or was asked to, and the states of its services.
/// - Source: facts/pve.md 4.8, 7.2.
struct HAManagerStatus: Reading {
  static let section = Section("/etc/pve/ha/manager_status", Command("cat", "/etc/pve/ha/manager_status"))

  /// In maintenance.
  private(set) var maintenance: Set<String> = []
  /// Asked to be.
  private(set) var requested: Set<String> = []
  private(set) var services: [Availability.Service] = []

  var inMaintenance: Set<String> { maintenance.union(requested) }

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    if part.status == 1, part.onlyMissesFiles { return }
    try part.requireStatus(0, of: Self.section)
    // An empty file is what a cluster that never used HA has.
    if part.output.trimmingBlanks.isEmpty { return }
    let file = try LenientJSON.decode(File.self, from: part, expected: "the JSON of manager_status")
    let status = file.manager_status ?? file.status
    maintenance = Set((status.node_status ?? [:]).filter { $0.value == "maintenance" }.keys)
    requested = Set((status.node_request ?? [:]).filter { $0.value.maintenance?.isTrue ?? false }.keys)
    services = (status.service_status ?? [:]).sorted { $0.key < $1.key }.compactMap { name, service in
      guard let (_, number) = name.cut(at: ":"), let id = GuestList.id(number), let node = NodeName(service.node ?? "")
      else { return nil }
      return Availability.Service(guest: id, node: node, state: Excerpt.clean(service.state ?? ""))
    }
  }

  private struct Status: Decodable {
    struct Request: Decodable {
      var maintenance: LenientNumber?
    }
    struct Service: Decodable {
      var node: String?
      var state: String?
    }
    var node_status: [String: String]?
    var service_status: [String: Service]?
    var node_request: [String: Request]?
  }

  /// The file holds the status itself; the API wraps it once more.
  private struct File: Decodable {
    var status: Status
    var manager_status: Status?

    enum CodingKeys: CodingKey { case manager_status }

    init(from decoder: any Decoder) throws {
      status = try Status(from: decoder)
      manager_status = try decoder.container(keyedBy: CodingKeys.self)
        .decodeIfPresent(Status.self, forKey: .manager_status)
    }
  }
}

/// How the HA stack's nodes and services stand.
struct AvailabilityQuestion {
  static let tried = "ask how HA stands"

  func line(marker: String) -> CommandLine {
    CommandLine(sections: [HAManagerStatus.section], marker: marker, purpose: AvailabilityQuestion.tried)
  }

  func answer(from result: CommandResult, marker: String, of node: NodeName) throws(NodeError) -> Availability {
    let answer = Answer(result, marker: marker, host: node.rawValue, tried: AvailabilityQuestion.tried)
    let status = try answer.essential(HAManagerStatus.self)
    return Availability(
      maintenance: Set(status.maintenance.compactMap { NodeName($0) }),
      requested: Set(status.requested.compactMap { NodeName($0) }), services: status.services)
  }
}
