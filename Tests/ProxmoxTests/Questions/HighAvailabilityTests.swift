import Cluster
import Remote
import Testing

@testable import Proxmox

@Suite struct HighAvailabilityTests {
  @Test func `managed guests come with the state asked for, ignored ones not at all`() throws {
    let states = try HAResources(try Sample.part("pve1/etc-pve-ha-resources-cfg.txt")).states
    #expect(states == [GuestID(200): "started", GuestID(103): "started", GuestID(401): "stopped"])
  }

  @Test func `a cluster without HA has no files`() throws {
    #expect(try HAResources(Script.noFile).states == [:])
    #expect(try HAManagerStatus(Script.noFile).inMaintenance == [])
    #expect(try HAManagerStatus(SectionedResult.Part("\n")).inMaintenance == [])
  }

  @Test func `the old word enabled means started`() throws {
    #expect(try HAResources(SectionedResult.Part("vm: 7\n\tstate enabled\n")).states == [GuestID(7): "started"])
  }

  @Test func `maintenance counts when it holds and when it is asked for`() throws {
    let status = try HAManagerStatus(try Sample.part("pve1/etc-pve-ha-manager-status.txt"))
    #expect(status.inMaintenance == ["pve2", "pve3"])
  }

  @Test func `the status reads in the API's wrapping too`() throws {
    let text = """
      {"lrm_status":{},"manager_status":{"node_status":{"pve1":"online","pve2":"maintenance"}},"quorum":{"quorate":1}}
      """
    #expect(try HAManagerStatus(SectionedResult.Part(text)).inMaintenance == ["pve2"])
  }

  @Test func `nonsense is an error`() {
    #expect(throws: Unreadable.self) { try HAResources(SectionedResult.Part("vm: abc\n\tstate started\n")) }
    #expect(throws: Unreadable.self) { try HAManagerStatus(SectionedResult.Part("{")) }
  }
}

@Suite struct AvailabilityQuestionTests {
  @Test func `nodes and services read out of the manager's own file`() throws {
    let text = """
      {"master_node":"pve1","node_request":{"pve3":{"maintenance":1}},"node_status":{"pve1":"online","pve2":"maintenance"},
      "service_status":{"vm:200":{"node":"pve1","running":1,"state":"started","uid":"a"},
      "ct:101":{"maintenance_node":"pve2","node":"pve2","state":"relocate","target":"pve3","uid":"b"}},"timestamp":1}
      """
    let status = try HAManagerStatus(SectionedResult.Part(text))
    #expect(status.maintenance == ["pve2"])
    #expect(status.requested == ["pve3"])
    let (one, two) = (try #require(NodeName("pve1")), try #require(NodeName("pve2")))
    #expect(
      status.services == [
        Availability.Service(guest: GuestID(101), node: two, state: "relocate"),
        Availability.Service(guest: GuestID(200), node: one, state: "started"),
      ])
  }
}
