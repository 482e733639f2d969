import Cluster
import Remote
import Testing

@testable import Proxmox

@Suite struct ReplicationTests {
  @Test func `a guest with a process in its job is being replicated`() throws {
    #expect(
      try ReplicationState(try Sample.part("pve1/replication-state.txt")).running
        == [Replication(guest: GuestID(107), target: NodeName("pve3"))])
  }

  @Test(arguments: ["", "{}", "{\"106\":{}}"]) func `no job runs`(text: String) throws {
    #expect(try ReplicationState(SectionedResult.Part(text)).running == [])
  }

  @Test func `no file means no replication, and rubbish is an error`() throws {
    #expect(try ReplicationState(Script.noFile).running == [])
    #expect(throws: Unreadable.self) { try ReplicationState(SectionedResult.Part("[1]")) }
  }
}
