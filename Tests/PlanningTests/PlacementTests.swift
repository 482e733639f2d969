import Cluster
import TestPace
import Testing

@testable import Planning

@Suite(.givesWay) struct PlacementTests {
  private func place(_ guests: [Guest], on nodes: [Node], limit: Double = 0.95) -> Planning.Placement {
    place(guests, on: nodes, by: policy(limit))
  }

  private func place(
    _ guests: [Guest], on nodes: [Node], by policy: Policy, homes: [GuestID: NodeName] = [:]
  ) -> Planning.Placement {
    let cluster = PlannedCluster(inventory: SampleCluster.cluster(nodes, guests), homes: homes, policy: policy)
    return Planning.Placement(of: guests, leaving: SampleCluster.name("pve1"), in: cluster, policy: policy)
  }

  private func policy(_ limit: Double) -> Policy {
    var policy = Policy()
    policy.memoryLimit = limit
    return policy
  }

  private let three = [
    SampleCluster.node("pve1"), SampleCluster.node("pve2", usedGiB: 20), SampleCluster.node("pve3", usedGiB: 8),
  ]

  @Test func `a guest goes to the node that is emptiest with it`() {
    let guest = SampleCluster.container(101, on: "pve1")
    let choice = place([guest], on: three).choices[guest.id]
    #expect(choice?.target.rawValue == "pve3")
    #expect(choice?.alternatives.map(\.rawValue) == ["pve2"])
  }

  @Test func `a visitor goes home, if it fits there`() {
    let guest = SampleCluster.container(101, on: "pve1")
    let home = [guest.id: SampleCluster.name("pve2")]
    let placement = place([guest], on: three, by: policy(0.95), homes: home)
    #expect(placement.choices[guest.id]?.target.rawValue == "pve2")
    let full = place([guest], on: three, by: policy(0.2), homes: home)
    #expect(full.choices[guest.id]?.target.rawValue == "pve3")
  }

  /// Where guests go, in order, from the first of five nodes that are the fuller the later they come.
  private func targets(
    _ count: Int = 1, by strategy: Strategy = .home, done: [String] = [], upcoming: [String] = [],
    arriving: [Guest] = [], _ change: (inout Policy) -> Void = { _ in }
  ) -> [String] {
    let nodes = (1...5).map { SampleCluster.node("pve\($0)", usedGiB: Int64($0)) }
    var guests = (101...100 + count).map { SampleCluster.container($0, on: "pve1") }
    for index in guests.indices { guests[index].tags = ["dns"] }
    var policy = Policy()
    policy.strategy = strategy
    policy.containerMovesMax = 1
    change(&policy)
    let around = Planning.Placement.Surroundings(
      done: done.map { SampleCluster.name($0) }, upcoming: upcoming.map { SampleCluster.name($0) }, arriving: arriving)
    var cluster = PlannedCluster(inventory: SampleCluster.cluster(nodes, guests + arriving), policy: policy)
    cluster.inventory.guests = guests
    let placement = Planning.Placement(
      of: guests, leaving: SampleCluster.name("pve1"), in: cluster, policy: policy, around: around)
    return guests.map { placement.choices[$0.id]?.target.rawValue ?? "nowhere" }
  }

  @Test func `nobody goes to the node whose turn is next, if another one fits`() {
    #expect(targets() == ["pve2"])
    #expect(targets(upcoming: ["pve2", "pve3"]) == ["pve3"], "only the very next one is left again at once")
    #expect(targets(upcoming: ["pve2"]) { $0.memoryLimit = 3.5 / 64 } == ["pve2"])
  }

  @Test func `guests that stay go where they need not leave again`() {
    let upcoming = ["pve3", "pve2"]
    #expect(targets(by: .leave, upcoming: upcoming) == ["pve4"])
    #expect(targets(by: .leave, done: ["pve5"], upcoming: upcoming + ["pve4"]) == ["pve5"])
  }

  @Test func `nodes are refilled one after the other, but for a crowd that would have to queue`() {
    #expect(targets(by: .rotate, done: ["pve3", "pve5"]) == ["pve5"])
    #expect(targets(2, by: .rotate, done: ["pve3", "pve5"]) == ["pve3", "pve3"])
    #expect(targets(2, by: .rotate, done: ["pve3", "pve5"]) { $0.containerMovesMax = 2 } == ["pve5", "pve5"])
  }

  @Test func `who is on its way to a node counts there already`() {
    var guest = SampleCluster.machine(200, on: "pve2")
    #expect(targets(arriving: [guest]) == ["pve3"])
    guest.memoryBytes = 1 << 20
    #expect(targets(arriving: [guest]) == ["pve2"])
    guest.tags = ["dns"]
    #expect(targets(arriving: [guest]) { $0.apartTags = ["dns"] } == ["pve3"])
  }

  @Test func `equally empty nodes are taken by name, so that a plan repeats`() {
    let nodes = [SampleCluster.node("pve1"), SampleCluster.node("pve10"), SampleCluster.node("pve2")]
    let guest = SampleCluster.container(101, on: "pve1")
    #expect(place([guest], on: nodes).choices[guest.id]?.target.rawValue == "pve2")
  }

  @Test func `the largest guest is placed first`() {
    var large = SampleCluster.machine(300, on: "pve1")
    large.memoryBytes = 40 << 30
    var small = SampleCluster.machine(200, on: "pve1")
    small.memoryBytes = 30 << 30
    let nodes = [
      SampleCluster.node("pve1"), SampleCluster.node("pve2", memoryGiB: 50), SampleCluster.node("pve3", memoryGiB: 42),
    ]
    let placement = place([small, large], on: nodes, limit: 1)
    #expect(placement.blockers.isEmpty)
    #expect(placement.choices[large.id]?.target.rawValue == "pve2")
    #expect(placement.choices[small.id]?.target.rawValue == "pve3")
  }

  @Test func `a guest that fits nowhere is told with the reason of each node`() {
    var guest = SampleCluster.machine(200, on: "pve1")
    guest.memoryBytes = 80 << 30
    var other = SampleCluster.node("pve3")
    other.bridges = []
    let blockers = place([guest], on: [three[0], three[1], other]).blockers
    #expect(
      blockers.map(\.message) == [
        "vm/200 vm200: no node can take it (pve2: memory would be 156 % full; pve3: no bridge vmbr0 there)"
      ])
    #expect(blockers.map(\.code) == ["no-target"])
  }

  @Test func `a node whose memory is not known takes nobody`() {
    var blind = SampleCluster.node("pve2")
    blind.memory = Capacity(usedBytes: 0, totalBytes: 0)
    var guest = SampleCluster.container(101, on: "pve1")
    guest.memoryBytes = .max
    guest.memoryUsedBytes = .max
    let placement = place([guest], on: [three[0], blind, SampleCluster.node("pve3")])
    #expect(placement.choices.isEmpty)
    #expect(placement.blockers.first?.message.contains("pve2: its memory is not known") == true)
    #expect(placement.blockers.first?.message.contains("pve3: memory would be 9999 % full") == true)
  }

  @Test func `nodes in maintenance, going down, silent or out of the cluster take nobody`() {
    var nodes = (1...6).map { SampleCluster.node("pve\($0)") }
    nodes[4].isInCluster = false
    nodes[1].inMaintenance = true
    nodes[2].queuedJobs = ["reboot.target start waiting"]
    nodes[3].isOnline = false
    let guest = SampleCluster.container(101, on: "pve1")
    let choice = place([guest], on: nodes).choices[guest.id]
    #expect(choice?.target.rawValue == "pve6" && choice?.alternatives == [])
  }

  @Test func `an alternative still has room when everyone is in place`() {
    // Both fit on either node as long as the other guest is not there.
    let guests = [200, 201].map { id in
      var guest = SampleCluster.machine(id, on: "pve1")
      guest.memoryBytes = 40 << 30
      return guest
    }
    let placement = place(
      guests, on: [SampleCluster.node("pve1"), SampleCluster.node("pve2"), SampleCluster.node("pve3")])
    #expect(placement.choices.count == 2)
    #expect(placement.choices.values.allSatisfy { $0.alternatives.isEmpty })
  }

  @Test func `a container needs what it uses and a quarter, at most what it may use`() {
    var guest = SampleCluster.container(101, on: "pve1")
    guest.memoryBytes = 4 << 30
    #expect(guest.memoryNeeded == 4 << 30)
    guest.memoryUsedBytes = 1 << 30
    #expect(guest.memoryNeeded == 5 << 28)
    guest.memoryUsedBytes = 4 << 30
    #expect(guest.memoryNeeded == 4 << 30)
    guest.memoryUsedBytes = .max
    #expect(guest.memoryNeeded == 4 << 30)
    var machine = SampleCluster.machine(200, on: "pve1")
    machine.memoryUsedBytes = 1
    #expect(machine.memoryNeeded == machine.memoryBytes)
  }

  /// Three machines of 4, 6 and 8 GiB, of which the elder are needed more, and one node with room for 9 GiB.
  private var crowd: (guests: [Guest], nodes: [Node]) {
    let guests = [4, 6, 8].enumerated().map { index, size in
      var guest = SampleCluster.machine(200 + index, on: "pve1")
      guest.memoryBytes = Int64(size) << 30
      guest.startup.order = 1 + index
      return guest
    }
    return (guests, [SampleCluster.node("pve1"), SampleCluster.node("pve2", memoryGiB: 32, usedGiB: 23)])
  }

  @Test func `of guests that may be shut down with their node the least needed are, and no more than it takes`() {
    let crowd = crowd
    var policy = policy(1)
    policy.immovable = .shutdown
    let placement = place(crowd.guests, on: crowd.nodes, by: policy)
    // Without 202 the others still need 10 GiB; without 201 too, 200 and nobody else fits.
    #expect(placement.choices.keys.map(\.rawValue) == [200])
    #expect(placement.blockers.compactMap(\.guest?.rawValue).sorted() == [201, 202])
    var roomier = crowd.nodes
    roomier[1].memory.usedBytes = 22 << 30
    let better = place(crowd.guests, on: roomier, by: policy)
    #expect(better.blockers.compactMap(\.guest?.rawValue) == [202])
  }

  @Test func `a small guest that still fits is not shut down for a large one`() {
    var (guests, nodes) = crowd
    guests[2].memoryBytes = 3 << 30
    nodes[1].memory.usedBytes = 24 << 30
    var policy = policy(1)
    policy.immovable = .shutdown
    let placement = place(guests, on: nodes, by: policy)
    #expect(placement.blockers.compactMap(\.guest?.rawValue) == [201])
  }

  @Test func `where policy shuts nobody down, whom to shut down is offered`() {
    let crowd = crowd
    let blockers = place(crowd.guests, on: crowd.nodes, limit: 1).blockers
    #expect(!blockers.isEmpty)
    #expect(
      blockers.allSatisfy {
        $0.remedy.hasSuffix(
          #"; to shut down with pve1 would be enough: vm/202 vm202, vm/201 vm201 (policy = "shutdown")"#)
      })
  }
}
