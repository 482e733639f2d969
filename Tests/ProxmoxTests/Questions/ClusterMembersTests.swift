import Cluster
import Remote
import Testing

@testable import Proxmox

@Suite struct ClusterMembersTests {
  @Test func `members read with names, addresses and presence`() throws {
    let members = try ClusterMembers(try Sample.part("pve1/etc-pve-members.txt"))
    #expect(members.nodeName.rawValue == "pve1")
    #expect(members.cluster == ClusterMembers.ClusterLine(name: "homelab", nodeCount: 3, isQuorate: true))
    #expect(members.members.map(\.name.rawValue) == ["pve1", "pve2", "pve3"])
    #expect(members.members.map(\.address) == ["192.168.1.11", "192.168.1.12", "192.168.1.13"])
    #expect(members.members.map(\.isOnline) == [true, true, false])
  }

  @Test func `a node without cluster is its own quorate member`() throws {
    let members = try ClusterMembers(SectionedResult.Part("{\n\"nodename\": \"pve1\",\n\"version\": 1\n}\n"))
    #expect(members.cluster == nil)
    #expect(members.members.map(\.isOnline) == [true])
    #expect(members.isQuorate(hasCorosync: false))
  }

  @Test func `a member that has not heard of its cluster since boot is not quorate`() throws {
    let members = try ClusterMembers(SectionedResult.Part("{\"nodename\":\"pve1\",\"version\":1}"))
    #expect(!members.isQuorate(hasCorosync: true))
  }

  @Test(arguments: ["1", "\"1\"", "true", "1.0"])
  func `numbers may be strings or truth values`(_ one: String) throws {
    let text = """
      {"nodename":"a","cluster":{"name":"c","nodes":"2","quorate":\(one)},"nodelist":{"a":{"id":"1","online":\(one)}}}
      """
    let members = try ClusterMembers(SectionedResult.Part(text))
    #expect(members.cluster?.isQuorate == true)
    #expect(members.cluster?.nodeCount == 2)
    #expect(members.members == [Member(name: members.nodeName, address: "", isOnline: true)])
  }

  @Test(arguments: ["", "{}", "[]", "{\"nodename\":\"a b\"}", "{\"nodename\":\"pve1\",", "hello"])
  func `anything else fails with what was seen`(_ text: String) {
    #expect { try ClusterMembers(SectionedResult.Part(text)) } throws: { $0 is Unreadable }
  }

  @Test func `an empty etc pve is an error and never an empty cluster`() {
    let gone = SectionedResult.Part(
      "", errors: "cat: /etc/pve/.members: No such file or directory\n", status: 1)
    #expect { try ClusterMembers(gone) } throws: { "\($0)".contains("/etc/pve/.members: No such file") }
    #expect(throws: Unreadable.self) { try GuestPlacements(Script.noFile) }
  }
}

@Suite struct GuestPlacementsTests {
  @Test func `placements read in order of id`() throws {
    let placements = try GuestPlacements(try Sample.part("pve1/etc-pve-vmlist.txt")).placements
    #expect(placements.map(\.guest.rawValue) == [101, 102, 103, 104, 190, 200, 201, 202, 301, 401, 900])
    #expect(placements.first { $0.guest.rawValue == 301 }?.node.rawValue == "pve2")
    #expect(placements.first { $0.guest.rawValue == 401 }?.kind == .machine)
    #expect(placements.first { $0.guest.rawValue == 101 }?.kind == .container)
  }

  @Test func `a cluster without guests has only a version`() throws {
    #expect(try GuestPlacements(SectionedResult.Part("{\n\"version\": 1\n}\n")).placements == [])
  }

  @Test(arguments: [
    "{}", "", "{\"version\":1,\"ids\":{\"x\":{\"node\":\"a\",\"type\":\"lxc\"}}}",
    "{\"version\":1,\"ids\":{\"1\":{\"node\":\"../a\",\"type\":\"lxc\"}}}",
    "{\"version\":1,\"ids\":{\"1\":{\"node\":\"a\",\"type\":\"openvz\"}}}", "{\"version\":1,\"ids\":{\"1\":{}}}",
  ])
  func `anything odd is an error, since every guest counts`(_ text: String) {
    #expect(throws: Unreadable.self) { try GuestPlacements(SectionedResult.Part(text)) }
  }
}
