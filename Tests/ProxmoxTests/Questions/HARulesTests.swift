import Cluster
import Remote
import Testing

@testable import Proxmox

@Suite struct HARulesTests {
  private func nodes(_ priorities: [String: Int]) -> [NodeName: Int] {
    priorities.reduce(into: [:]) { nodes, entry in
      if let name = NodeName(entry.key) { nodes[name] = entry.value }
    }
  }

  @Test func `rules read with their guests, those that are switched off not`() throws {
    let affinities = try HARules(try Sample.part("pve1/etc-pve-ha-rules-cfg.txt")).affinities
    #expect(
      affinities == [
        Affinity(
          label: "HA rule near", wish: .nodes(nodes(["pve1": 2, "pve2": 0])), isStrict: false,
          guests: [GuestID(103), GuestID(200)]),
        Affinity(label: "HA rule only", wish: .nodes(nodes(["pve3": 0])), isStrict: true, guests: [GuestID(401)]),
        Affinity(label: "HA rule db-apart", wish: .apart, isStrict: true, guests: [GuestID(101), GuestID(102)]),
        Affinity(label: "HA rule pair", wish: .together, isStrict: true, guests: [GuestID(103), GuestID(200)]),
      ])
  }

  @Test func `a cluster without HA, or of another release, has no such files`() throws {
    #expect(try HARules(Script.noFile).affinities == [])
    #expect(try HAGroups(Script.noFile).groups.isEmpty)
    #expect(throws: Unreadable.self) { try HARules(SectionedResult.Part("", errors: "no", status: 5)) }
  }

  @Test func `a group binds the guests that are in it`() throws {
    let none = try Script.survey().with("/etc/pve/ha/rules.cfg", Script.noFile)
    let affinities = try SurveyQuestionTests.survey(none).affinities
    #expect(
      affinities == [
        Affinity(
          label: "HA group prefer1", wish: .nodes(nodes(["pve1": 2, "pve2": 0])), isStrict: false,
          guests: [GuestID(200)]),
        Affinity(label: "HA group gpu", wish: .nodes(nodes(["pve3": 0])), isStrict: true, guests: []),
      ])
  }

  @Test func `a survey tells of rules and groups alike`() throws {
    #expect(try SurveyQuestionTests.survey(try Script.survey()).affinities.count == 6)
  }
}
