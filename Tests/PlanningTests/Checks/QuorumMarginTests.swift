import Cluster
import Testing

@testable import Planning

struct QuorumMarginTests {
  /// A cluster by the votes of its nodes, those of them that are away, and the QDevice's vote.
  struct Shape: Sendable, CustomTestStringConvertible {
    var name: String
    var votes: [Int]
    var away = 0
    var device: Int?
    /// Codes of what is found when every node is restarted.
    var found: [String]
    var testDescription: String { name }
  }

  private static let shapes: [Shape] = [
    Shape(name: "two nodes", votes: [1, 1], found: ["quorum-margin"]),
    Shape(name: "two nodes and a QDevice", votes: [1, 1], device: 1, found: ["quorum-thin"]),
    Shape(
      name: "two nodes and a silent QDevice", votes: [1, 1], device: 0, found: ["quorum-margin", "qdevice-silent"]),
    Shape(name: "three nodes", votes: [1, 1, 1], found: ["quorum-thin"]),
    Shape(name: "three nodes, one away", votes: [1, 1, 1], away: 1, found: ["quorum-margin"]),
    Shape(name: "four nodes", votes: [1, 1, 1, 1], found: ["quorum-thin"]),
    Shape(name: "four nodes and a QDevice", votes: [1, 1, 1, 1], device: 1, found: []),
    Shape(name: "five nodes", votes: [1, 1, 1, 1, 1], found: []),
    Shape(name: "five nodes, one away", votes: [1, 1, 1, 1, 1], away: 1, found: ["quorum-thin"]),
    Shape(name: "a heavy first node", votes: [3, 1, 1], found: ["quorum-margin", "quorum-thin"]),
    Shape(name: "a heavy node among five", votes: [2, 1, 1, 1, 1], found: ["quorum-thin"]),
    Shape(name: "sixty-four nodes", votes: Array(repeating: 1, count: 64), found: []),
  ]

  private func inventory(_ shape: Shape) -> Inventory {
    let nodes = shape.votes.indices.map { SampleCluster.node("pve\($0 + 1)") }
    var inventory = SampleCluster.cluster(nodes, [])
    let expected = shape.votes.reduce(0, +) + (shape.device == nil ? 0 : 1)
    let unequal = zip(nodes, shape.votes).filter { $0.1 != 1 }.map { ($0.0.name, $0.1) }
    inventory.quorum = Quorum(
      isQuorate: true, votes: shape.votes.dropLast(shape.away).reduce(0, +) + (shape.device ?? 0), expected: expected,
      needed: expected / 2 + 1, unequalVotes: Dictionary(unequal) { $1 }, deviceVotes: shape.device)
    return inventory
  }

  @Test(arguments: shapes) func `each restart must leave a majority, and a thin one is told`(_ shape: Shape) {
    let inventory = inventory(shape)
    let names = inventory.nodes.map(\.name)
    let found =
      QuorumMargin.blockers(in: inventory, restarting: names, guestsMustMove: true)
      + QuorumMargin.warnings(in: inventory, restarting: names)
    #expect(found.map(\.code) == shape.found)
  }

  @Test func `of unequal votes only the node that is too heavy is in the way`() {
    let inventory = inventory(Shape(name: "", votes: [3, 1, 1], found: []))
    let names = inventory.nodes.map(\.name)
    let found = QuorumMargin.blockers(in: inventory, restarting: names, guestsMustMove: true)
    #expect(found.map(\.message) == ["with pve1 away 2 of 5 votes are left, 3 are needed"])
    #expect(QuorumMargin.blockers(in: inventory, restarting: [names[1]], guestsMustMove: true).isEmpty)
  }

  @Test func `without quorum that is said, and nothing of margins`() {
    var inventory = inventory(Shape(name: "", votes: [1, 1, 1], away: 2, found: []))
    inventory.quorum.isQuorate = false
    let names = inventory.nodes.map(\.name)
    let found = QuorumMargin.blockers(in: inventory, restarting: names, guestsMustMove: true)
    #expect(found.map(\.code) == ["no-quorum"])
  }

  @Test func `a node that stands alone is restarted where no guest has to leave it`() {
    let inventory = inventory(Shape(name: "", votes: [1], found: []))
    let names = inventory.nodes.map(\.name)
    for mustMove in [true, false] {
      let found = QuorumMargin.blockers(in: inventory, restarting: names, guestsMustMove: mustMove)
      #expect(found.map(\.code) == (mustMove ? ["single-node"] : []))
    }
  }

  @Test func `nodes of different votes that are too heavy are named one by one`() {
    let inventory = inventory(Shape(name: "", votes: [3, 2, 1], away: 1, found: []))
    let names = inventory.nodes.map(\.name)
    let found = QuorumMargin.blockers(in: inventory, restarting: names, guestsMustMove: true)
    #expect(found.map(\.node) == [names[0], names[1]])
  }

  @Test func `the loss of a QDevice that weighs more than any node may be what stops the cluster`() {
    var inventory = inventory(Shape(name: "", votes: [1, 1, 1, 1], device: 1, found: []))
    inventory.quorum.votes = 7
    inventory.quorum.expected = 7
    inventory.quorum.needed = 4
    inventory.quorum.deviceVotes = 3
    let found = QuorumMargin.warnings(in: inventory, restarting: [inventory.nodes[0].name])
    #expect(found.map(\.code) == ["quorum-thin"])
  }

  @Test func `of several restarts the thinnest is told`() {
    let inventory = inventory(Shape(name: "", votes: [3, 2, 1, 2, 1], found: []))
    let names = [inventory.nodes[2].name, inventory.nodes[1].name]
    let found = QuorumMargin.warnings(in: inventory, restarting: names)
    #expect(found.map(\.message).first?.hasPrefix("while a node is away 7 of 9 votes are left") == true)
  }

  @Test func `of the others' words on the votes the worst counts`() {
    let own = SampleCluster.glance("pve1")
    let others = [(3, "pve2"), (2, "pve3")].map { votes, name in
      var other = SampleCluster.glance(name)
      other.quorum = Quorum(isQuorate: true, votes: votes, expected: 3, needed: 2)
      return other
    }
    #expect(QuorumMargin.waits(before: own.node, others: others).map(\.code) == ["quorum-margin"])
    #expect(QuorumMargin.waits(before: own.node, others: others.reversed()).map(\.code) == ["quorum-margin"])
  }

  @Test func `a QDevice lost after the drain keeps its node up`() {
    let own = SampleCluster.glance("pve1")
    var other = SampleCluster.glance("pve2")
    other.quorum = Quorum(isQuorate: true, votes: 3, expected: 3, needed: 2, deviceVotes: 1)
    #expect(QuorumMargin.waits(before: own.node, others: [other]).isEmpty)
    other.quorum = Quorum(isQuorate: true, votes: 2, expected: 3, needed: 2, deviceVotes: 0)
    #expect(
      QuorumMargin.waits(before: own.node, others: [other]).map(\.message)
        == ["with pve1 away 1 of 3 votes are left, 2 are needed"])
  }
}
