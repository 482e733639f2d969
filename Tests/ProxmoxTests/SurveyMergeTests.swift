import Cluster
import Remote
import Testing

@testable import Proxmox

@Suite struct SurveyMergeTests {
  private static let now = Timestamp(seconds: 1_763_794_800)

  private static func name(_ text: String) throws -> NodeName { try #require(NodeName(text)) }

  private static func survey(
    _ node: String, cluster: String? = "homelab", isQuorate: Bool = true, votes: Int = 2, guests: [Guest] = [],
    devices: [String] = []
  ) throws -> NodeSurvey {
    var value = Node(name: try name(node), address: "10.0.0.\(node.last ?? "0")")
    value.isOnline = true
    value.devices = devices
    let members = try ["pve1", "pve2", "pve3"].map { text in
      Member(name: try name(text), address: "192.168.1.1\(text.last ?? "0")", isOnline: text != "pve3")
    }
    let placements = [
      Placement(guest: GuestID(101), kind: .container, node: try name("pve1")),
      Placement(guest: GuestID(401), kind: .machine, node: try name("pve3")),
    ]
    return NodeSurvey(
      node: value, clusterName: cluster, quorum: Quorum(isQuorate: isQuorate, votes: votes, expected: 3, needed: 2),
      members: cluster == nil ? [Member(name: value.name, address: "", isOnline: true)] : members,
      placements: placements, guests: guests)
  }

  private static func failure(_ host: String, address: String, name: NodeName? = nil) -> HostFailure {
    HostFailure(
      address: NodeAddress(host: host, address: address, name: name),
      error: NodeError(
        kind: .unreachable, host: host, tried: "survey the node", answered: "no route to host", remedy: "look at it"))
  }

  @Test func `a silent member is an offline node, found by its address, and its guests are not lost`() throws {
    let guest = Guest(
      id: GuestID(101), kind: .container, name: "plex", node: try Self.name("pve1"), status: .running)
    let surveys = [
      HostSurvey(host: "a", survey: try Self.survey("pve1", guests: [guest])),
      HostSurvey(host: "b", survey: try Self.survey("pve2")),
    ]
    let failures = [Self.failure("c", address: "192.168.1.13")]
    let inventory = ClusterSurvey.merge(surveys: surveys, failures: failures, takenAt: Self.now)
    #expect(inventory.clusterName == "homelab")
    #expect(inventory.nodes.map(\.name.rawValue) == ["pve1", "pve2", "pve3"])
    #expect(inventory.nodes.map(\.isOnline) == [true, true, false])
    #expect(inventory.nodes[2].problems == ["c: survey the node: no route to host; look at it"])
    #expect(inventory.guests.map(\.id.rawValue) == [101, 401])
    #expect(inventory.guests.map(\.status) == [.running, .unknown])
    #expect(inventory.guests[1].node.rawValue == "pve3")
    let hosts = ClusterSurvey.hosts(surveys: surveys, failures: failures)
    #expect(hosts == [try Self.name("pve1"): "a", try Self.name("pve2"): "b", try Self.name("pve3"): "c"])
  }

  @Test func `a member that no host stands for is in the inventory all the same`() throws {
    let surveys = [HostSurvey(host: "a", survey: try Self.survey("pve1"))]
    let inventory = ClusterSurvey.merge(surveys: surveys, failures: [], takenAt: Self.now)
    #expect(inventory.nodes.map(\.name.rawValue) == ["pve1", "pve2", "pve3"])
    #expect(inventory.nodes[1].problems.count == 1)
  }

  @Test func `the partition that may write speaks for the cluster`() throws {
    let surveys = [
      HostSurvey(host: "c", survey: try Self.survey("pve3", isQuorate: false, votes: 1)),
      HostSurvey(host: "a", survey: try Self.survey("pve1")),
    ]
    let inventory = ClusterSurvey.merge(surveys: surveys, failures: [], takenAt: Self.now)
    #expect(inventory.quorum.isQuorate)
    #expect(inventory.quorum.votes == 2)
  }

  @Test func `two hosts that are one node are said to be`() throws {
    let surveys = [
      HostSurvey(host: "a", survey: try Self.survey("pve1")), HostSurvey(host: "b", survey: try Self.survey("pve1")),
    ]
    let inventory = ClusterSurvey.merge(surveys: surveys, failures: [], takenAt: Self.now)
    #expect(inventory.nodes.filter { $0.name.rawValue == "pve1" }.count == 1)
    #expect(inventory.nodes[0].problems == ["it answers at a second address too, as host b"])
    #expect(try ClusterSurvey.hosts(surveys: surveys, failures: [])[Self.name("pve1")] == "a")
  }

  @Test func `a node of another cluster, or of none, is named`() throws {
    let surveys = [
      HostSurvey(host: "a", survey: try Self.survey("pve1")),
      HostSurvey(host: "x", survey: try Self.survey("pve8", cluster: "other", isQuorate: false)),
      HostSurvey(host: "y", survey: try Self.survey("pve9", cluster: nil, votes: 1)),
    ]
    let inventory = ClusterSurvey.merge(surveys: surveys, failures: [], takenAt: Self.now)
    #expect(inventory.node(try Self.name("pve1"))?.problems == [])
    #expect(inventory.node(try Self.name("pve8"))?.problems == ["it belongs to the cluster other, not to homelab"])
    #expect(inventory.node(try Self.name("pve9"))?.problems == ["it belongs to no cluster, not to homelab"])
  }

  @Test func `a node without a cluster stands alone`() throws {
    let surveys = [HostSurvey(host: "a", survey: try Self.survey("pve1", cluster: nil, votes: 1))]
    let inventory = ClusterSurvey.merge(surveys: surveys, failures: [], takenAt: Self.now)
    #expect(inventory.clusterName == "pve1")
    #expect(inventory.node(try Self.name("pve1"))?.problems == [])
  }

  @Test func `only devices that some guest asks for are kept`() throws {
    var guest = Guest(id: GuestID(101), kind: .container, name: "plex", node: try Self.name("pve1"))
    guest.devices = ["/dev/dri/card1"]
    let surveys = [
      HostSurvey(host: "a", survey: try Self.survey("pve1", guests: [guest])),
      HostSurvey(host: "b", survey: try Self.survey("pve2", devices: ["/dev/dri/card1", "/dev/null"])),
    ]
    let inventory = ClusterSurvey.merge(surveys: surveys, failures: [], takenAt: Self.now)
    #expect(inventory.node(try Self.name("pve2"))?.devices == ["/dev/dri/card1"])
  }

  @Test func `when nobody answers, nothing is made up`() throws {
    let failures = [
      Self.failure("pve1", address: "10.0.0.1"), Self.failure("10.0.0.2", address: "10.0.0.2"),
      Self.failure("h3", address: "10.0.0.3", name: try Self.name("pve3")),
    ]
    let inventory = ClusterSurvey.merge(surveys: [], failures: failures, takenAt: Self.now)
    #expect(inventory.nodes.map(\.name.rawValue) == ["pve1", "pve3"])
    #expect(inventory.guests == [])
    #expect(!inventory.quorum.isQuorate)
  }
}
