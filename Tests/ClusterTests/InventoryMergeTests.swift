import Testing

@testable import Cluster

struct InventoryMergeTests {
  private func name(_ text: String) throws -> NodeName { try #require(NodeName(text)) }

  private func survey(
    _ text: String, guests: [Int] = [], places: [Int: String] = [:], quorum: Quorum? = nil, devices: [String] = [],
    members: [String] = ["pve1", "pve2", "pve3"]
  ) throws -> NodeSurvey {
    var node = Node(name: try name(text), address: "10.0.0.1")
    node.isOnline = true
    node.devices = devices
    return NodeSurvey(
      node: node, clusterName: "homelab", quorum: quorum ?? Quorum(isQuorate: true, votes: 3, expected: 3, needed: 2),
      members: try members.map { Member(name: try name($0), address: "10.0.0.9", isOnline: true) },
      placements: try places.sorted { $0.key < $1.key }.map {
        Placement(guest: GuestID($0.key), kind: .container, node: try name($0.value))
      },
      guests: try guests.map {
        Guest(id: GuestID($0), kind: .container, name: "ct\($0)", node: try name(text), status: .running)
      })
  }

  private func merge(_ surveys: [NodeSurvey], silent: [Node] = []) -> Inventory {
    Inventory(merging: surveys, silent: silent, takenAt: Timestamp(milliseconds: 0))
  }

  @Test func `each node tells of itself and its guests`() throws {
    let places = [101: "pve1", 102: "pve2"]
    let merged = merge([
      try survey("pve2", guests: [102], places: places), try survey("pve1", guests: [101], places: places),
      try survey("pve3", places: places),
    ])
    #expect(merged.nodes.map(\.name.rawValue) == ["pve1", "pve2", "pve3"])
    #expect(merged.guests.map(\.id.rawValue) == [101, 102])
    #expect(merged.guests.allSatisfy { $0.status == .running })
    #expect(merged.clusterName == "homelab")
  }

  @Test func `of a silent node the others know the guests, not whether they run`() throws {
    var silent = Node(name: try name("pve3"), address: "10.0.0.3")
    silent.problems = ["connection refused"]
    let places = [101: "pve1", 301: "pve3"]
    let merged = merge(
      [try survey("pve1", guests: [101], places: places), try survey("pve2", places: places)], silent: [silent])
    #expect(merged.guest(GuestID(301))?.status == .unknown)
    #expect(merged.guest(GuestID(301))?.node.rawValue == "pve3")
    #expect(merged.node(silent.name)?.isOnline == false)
    #expect(merged.node(silent.name)?.problems == ["connection refused"])
  }

  @Test func `a member that nobody was told to ask is there all the same`() throws {
    let merged = merge([try survey("pve1"), try survey("pve2")])
    let third = merged.node(try name("pve3"))
    #expect(third?.isOnline == false)
    #expect(third?.problems == ["not in herdmon's configuration"])
  }

  @Test func `a guest that two nodes tell of is where the cluster says`() throws {
    for place in ["pve1", "pve2"] {
      let merged = merge([
        try survey("pve1", guests: [101], places: [101: place]),
        try survey("pve2", guests: [101], places: [101: place]),
        try survey("pve3", places: [101: place]),
      ])
      #expect(merged.guests.map(\.node.rawValue) == [place])
      #expect(merged.guests.first?.status == .running)
    }
  }

  @Test func `a guest that only the node it left tells of is elsewhere, and whether it runs is not known`() throws {
    let places = [101: "pve2"]
    let merged = merge([try survey("pve1", guests: [101], places: places), try survey("pve2", places: places)])
    #expect(merged.guests.map(\.node.rawValue) == ["pve2"])
    #expect(merged.guests.first?.status == .unknown)
  }

  @Test func `the quorate side knows best, and on it whoever sees most votes`() throws {
    let cut = Quorum(isQuorate: false, votes: 1, expected: 3, needed: 2)
    let most = Quorum(isQuorate: true, votes: 3, expected: 3, needed: 2)
    let some = Quorum(isQuorate: true, votes: 2, expected: 3, needed: 2)
    let surveys = [
      try survey("pve1", places: [101: "pve1"], quorum: cut), try survey("pve2", places: [101: "pve2"], quorum: some),
      try survey("pve3", places: [101: "pve3"], quorum: most),
    ]
    #expect(merge(surveys).quorum == most)
    #expect(merge(surveys.reversed()).guests.map(\.node.rawValue) == ["pve3"])
  }

  @Test func `only devices that some guest asks for are kept`() throws {
    var asking = try survey("pve1", guests: [101], devices: ["/dev/a", "/dev/b"])
    asking.guests[0].devices = ["/dev/b", "/dev/c"]
    let merged = merge([asking, try survey("pve2", devices: ["/dev/c"])])
    #expect(merged.nodes.map(\.devices) == [["/dev/b"], ["/dev/c"], []])
  }

  @Test func `only paths that some guest needs are kept, not those that a guest has to itself`() throws {
    var asking = try survey("pve1", guests: [101])
    asking.node.paths = ["/mnt/own", "/srv", "local:snippets/x.sh", "/other"]
    asking.guests[0].paths = ["local:snippets/x.sh"]
    asking.guests[0].disks = [
      .init(key: "mp0", backing: .hostPath("/srv", shared: true)),
      .init(key: "mp1", backing: .hostPath("/mnt/own", shared: false)),
    ]
    var other = try survey("pve2")
    other.node.paths = ["/srv", "/other"]
    #expect(merge([asking, other]).nodes.map(\.paths) == [["/srv", "local:snippets/x.sh"], ["/srv"], []])
  }

  @Test func `the order of the answers makes no difference`() throws {
    let places = [101: "pve1", 102: "pve2", 301: "pve3"]
    let surveys = [
      try survey("pve1", guests: [101], places: places), try survey("pve2", guests: [102], places: places),
      try survey("pve3", guests: [301], places: places),
    ]
    #expect(merge(surveys) == merge(surveys.reversed()))
  }
}
