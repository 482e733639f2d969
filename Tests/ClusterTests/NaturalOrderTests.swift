import Testing

@testable import Cluster

struct NaturalOrderTests {
  @Test(arguments: [
    ("pve2", "pve10"), ("6.8.12-9-pve", "6.8.12-10-pve"), ("6.8.12-9-pve", "6.14.0-1-pve"), ("8.4.1", "8.10.0"),
    ("8.4", "8.4.1"), ("", "a"), ("1", "a"), ("a1b2", "a1b10"), ("node", "node1"),
    ("99999999999999999999", "100000000000000000000"),
  ])
  func `numbers in names count as numbers`(left: String, right: String) {
    #expect(NaturalOrder.precedes(left, right))
    #expect(!NaturalOrder.precedes(right, left))
  }

  @Test func `leading zeros make a name different, not bigger`() {
    #expect(NaturalOrder.precedes("pve01", "pve1") != NaturalOrder.precedes("pve1", "pve01"))
    #expect(NaturalOrder.precedes("pve01", "pve2") && NaturalOrder.precedes("pve1", "pve02"))
  }

  @Test func `the order is one`() {
    // A seeded walk over short names of few letters, so that equal pieces meet often.
    var state: UInt64 = 7
    func letter() -> Character {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return ["0", "1", "2", "a", "b", "-", "é"][Int(state >> 33) % 7]
    }
    let names = (0..<60).map { index in String((0..<(index % 6)).map { _ in letter() }) }
    for a in names {
      #expect(!NaturalOrder.precedes(a, a))
      for b in names {
        #expect(!(NaturalOrder.precedes(a, b) && NaturalOrder.precedes(b, a)), "\(a) and \(b)")
        #expect(a == b || NaturalOrder.precedes(a, b) || NaturalOrder.precedes(b, a), "\(a) or \(b)")
        for c in names where NaturalOrder.precedes(a, b) && NaturalOrder.precedes(b, c) {
          #expect(NaturalOrder.precedes(a, c), "\(a), \(b), \(c)")
        }
      }
    }
  }
}
