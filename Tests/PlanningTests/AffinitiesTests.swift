import Cluster
import TestPace
import Testing

@testable import Planning

@Suite(.givesWay) struct AffinitiesTests {
  private let nodes = [SampleCluster.node("pve1"), SampleCluster.node("pve2", usedGiB: 20), SampleCluster.node("pve3")]

  private func rule(_ ids: [Int], _ change: (inout GuestRule) -> Void) -> GuestRule {
    var rule = GuestRule()
    rule.ids = ids.map { GuestID($0) }
    change(&rule)
    return rule
  }

  private func place(
    _ guests: [Guest], _ rules: [GuestRule] = [], asked: [Affinity] = [], on nodes: [Node]? = nil
  ) -> Planning.Placement {
    var policy = Policy()
    policy.guestRules = rules
    var inventory = SampleCluster.cluster(nodes ?? self.nodes, guests)
    inventory.affinities = asked
    let leaving = SampleCluster.name("pve1")
    return Planning.Placement(
      of: inventory.guests(on: leaving), leaving: leaving, in: PlannedCluster(inventory: inventory, policy: policy),
      policy: policy)
  }

  private func target(_ id: Int, _ placement: Planning.Placement) -> String? {
    placement.choices[GuestID(id)]?.target.rawValue
  }

  @Test func `guests that are kept apart go to different nodes, and have no other choice`() {
    let guests = [101, 102].map { SampleCluster.container($0, on: "pve1") }
    let placement = place(guests, [rule([101, 102]) { $0.keep = .apart }])
    #expect(Set([101, 102].map { target($0, placement) }) == ["pve2", "pve3"])
    #expect(placement.choices.values.allSatisfy { $0.alternatives.isEmpty })
    #expect(target(101, place(guests)) == target(102, place(guests)), "without the rule both go to the emptier node")
  }

  @Test func `a rule that leaves no node is named with whom it is about`() {
    let guests = [101, 102, 103].map { SampleCluster.container($0, on: "pve\($0 - 100)") }
    let strict = place(guests, [rule([101, 102, 103]) { $0.keep = .apart }])
    #expect(
      strict.blockers.map(\.message) == [
        "ct/101 ct101: no node can take it (pve2: [[guest]] 101, 102, 103 keeps it apart from 102; "
          + "pve3: [[guest]] 101, 102, 103 keeps it apart from 103)"
      ])
    let loose = place(guests, [rule([101, 102, 103]) { ($0.keep, $0.isStrict) = (.apart, false) }])
    #expect(loose.blockers.isEmpty && target(101, loose) == "pve3")
  }

  @Test func `a looser wish decides before emptiness`() {
    let guests = [SampleCluster.container(101, on: "pve1"), SampleCluster.container(102, on: "pve3")]
    #expect(target(101, place(guests)) == "pve3")
    let apart = place(guests, [rule([101, 102]) { ($0.keep, $0.isStrict) = (.apart, false) }])
    #expect(target(101, apart) == "pve2")
    #expect(apart.choices[GuestID(101)]?.alternatives.map(\.rawValue) == ["pve3"])
  }

  @Test func `guests that belong together are placed as one`() {
    let guests = [200, 201, 202].map { SampleCluster.machine($0, on: "pve1") }
    // Alone each would fit on the emptier node, all three only on the other.
    let tight = [nodes[0], SampleCluster.node("pve2", usedGiB: 40), SampleCluster.node("pve3", memoryGiB: 16)]
    #expect(Set([200, 201, 202].map { target($0, place(guests, on: tight)) }).contains("pve3"))
    let placement = place(guests, [rule([200, 201, 202]) { $0.keep = .together }], on: tight)
    #expect([200, 201, 202].allSatisfy { target($0, placement) == "pve2" })
    #expect(placement.choices.values.allSatisfy { $0.alternatives.isEmpty })
  }

  @Test func `a guest goes where its companion runs already`() {
    let guests = [SampleCluster.container(101, on: "pve1"), SampleCluster.container(102, on: "pve2")]
    let placement = place(guests, [rule([101, 102]) { $0.keep = .together }])
    #expect(target(101, placement) == "pve2")
    let full = place(
      guests, [rule([101, 102]) { $0.keep = .together }],
      on: [nodes[0], SampleCluster.node("pve2", usedGiB: 64), nodes[2]])
    #expect(full.blockers.first?.message.contains("pve3: [[guest]] 101, 102 keeps it with 102 on pve2") == true)
  }

  @Test func `nodes are taken in the order in which they are named`() {
    let guest = SampleCluster.container(101, on: "pve1")
    let placement = place([guest], [rule([101]) { $0.nodes = ["pve2", "pve3"].map(SampleCluster.name) }])
    #expect(target(101, placement) == "pve2")
    #expect(placement.choices[guest.id]?.alternatives.map(\.rawValue) == ["pve3"])
    let only = place([guest], [rule([101]) { $0.nodes = [SampleCluster.name("pve1")] }])
    #expect(only.blockers.first?.message.contains("pve2: [[guest]] 101 wants it on pve1") == true)
  }

  @Test func `of tables that name nodes for a guest the first counts`() {
    let placement = place(
      [SampleCluster.container(101, on: "pve1")],
      [
        rule([101]) { $0.nodes = [SampleCluster.name("pve2")] },
        rule([]) { $0.nodes = [SampleCluster.name("pve3")] },
      ])
    #expect(target(101, placement) == "pve2")
  }

  @Test func `rules of the HA stack bind only guests that it manages`() {
    let asked = Affinity(
      label: "HA rule db", wish: .nodes([SampleCluster.name("pve2"): 0]), isStrict: true,
      guests: [GuestID(101), GuestID(102)])
    var guests = [101, 102].map { SampleCluster.container($0, on: "pve1") }
    guests[0].haState = "started"
    let placement = place(guests, asked: [asked])
    #expect(target(101, placement) == "pve2")
    #expect(target(102, placement) == "pve3")
  }

  @Test func `a node of whose HA guests one may go nowhere is left out, not put into maintenance for ever`() {
    var guests = [101, 102, 103].map { SampleCluster.container($0, on: "pve\($0 - 100)") }
    for index in guests.indices { guests[index].haState = "started" }
    var inventory = SampleCluster.cluster(nodes, guests)
    inventory.affinities = [
      Affinity(label: "HA rule db", wish: .apart, isStrict: true, guests: guests.map(\.id))
    ]
    let plan = Planner.plan(scope: .rolling, policy: Policy(), inventory: inventory)
    #expect(plan.passes.map(\.action) == [.skip, .skip, .skip])
    #expect(plan.warnings.contains { $0.message.contains("HA rule db keeps it apart from 102") })
  }

  @Test func `a guest that HA may put where it can't run stays, unless a rule keeps HA from it`() {
    var guest = SampleCluster.machine(200, on: "pve1")
    guest.haState = "started"
    var nodes = nodes
    nodes[2].bridges = []
    var inventory = SampleCluster.cluster(nodes, [guest])
    func plan() -> Plan { Planner.plan(scope: .rolling, policy: Policy(), inventory: inventory) }
    #expect(plan().passes.first { $0.node.rawValue == "pve1" }?.action == .skip)
    #expect(
      plan().warnings.contains {
        $0.message == "vm/200 vm200: HA may move it to pve3, which can't take it: no bridge vmbr0 there"
      })
    for wish in [["pve1": 1, "pve2": 0], ["pve2": 2, "pve3": 1]] {
      let nodes = wish.reduce(into: [NodeName: Int]()) { $0[SampleCluster.name($1.key)] = $1.value }
      inventory.affinities = [
        Affinity(label: "HA rule near", wish: .nodes(nodes), isStrict: true, guests: [guest.id])
      ]
      #expect(plan().passes.allSatisfy { $0.action == .restart })
    }
  }

  @Test func `no strict rule is ever broken by a placement`() {
    for seed in 0..<300 {
      var dice = Dice(seed: UInt64(seed))
      var inventory = RandomCluster.make(&dice, guestsMax: 40)
      let ids = inventory.guests.map(\.id).shuffled(using: &dice)
      var policy = Policy()
      for (keep, some) in [(GuestRule.Keep.apart, ids.prefix(3)), (.together, ids.dropFirst(2).prefix(3))] {
        policy.guestRules.append(rule(some.map(\.rawValue)) { $0.keep = keep })
      }
      policy.guestRules.append(
        rule(ids.suffix(2).map(\.rawValue)) { $0.nodes = inventory.nodes.prefix(2).map(\.name) })
      for index in inventory.guests.indices { inventory.guests[index].haState = nil }
      for node in inventory.nodes {
        let running = inventory.guests(on: node.name).filter { $0.status == .running }
        let cluster = PlannedCluster(inventory: inventory, policy: policy)
        let placement = Planning.Placement(of: running, leaving: node.name, in: cluster, policy: policy)
        check(placement, policy, inventory, leaving: node.name, seed)
      }
    }
  }

  /// Reckoned anew, without what the placement itself uses.
  private func check(
    _ placement: Planning.Placement, _ policy: Policy, _ inventory: Inventory, leaving: NodeName, _ seed: Int
  ) {
    let moved = placement.choices.mapValues(\.target)
    func place(_ id: GuestID) -> NodeName? {
      inventory.guest(id).flatMap { $0.status == .running ? moved[id] ?? ($0.node == leaving ? nil : $0.node) : nil }
    }
    for rule in policy.guestRules {
      let movers = rule.ids.filter { moved[$0] != nil }
      for id in movers {
        let others = rule.ids.filter { $0 != id }.compactMap(place)
        switch rule.keep {
        case .apart: #expect(!others.contains { $0 == moved[id] }, "seed \(seed), \(id)")
        case .together: #expect(others.isEmpty || others.contains { $0 == moved[id] }, "seed \(seed), \(id)")
        case nil: break
        }
        if let nodes = rule.nodes { #expect(moved[id].map(nodes.contains) == true, "seed \(seed), \(id)") }
      }
    }
  }
}
