import Cluster
import Remote
import Testing

@testable import Proxmox

@Suite struct GlanceQuestionTests {
  static func glance(_ script: Script, of node: String = "pve1") throws -> NodeGlance {
    try GlanceQuestion().answer(
      from: script.result, marker: Script.marker, of: try #require(NodeName(node)))
  }

  @Test func `a glance tells who is where and what runs here`() throws {
    let glance = try Self.glance(try Script.glance())
    #expect(glance.node.rawValue == "pve1")
    #expect(glance.isQuorate)
    #expect(glance.members.count == 3)
    #expect(glance.placements.count == 11)
    #expect(glance.bootID.rawValue.hasPrefix("3f0c2a9e"))
    #expect(glance.queuedShutdown == [])
    #expect(glance.tasks?.map(\.type) == ["vzdump", "vzmigrate"])
    #expect(glance.quorum == Quorum(isQuorate: true, votes: 2, expected: 3, needed: 2))
    #expect(glance.replicating == [Replication(guest: GuestID(107), target: NodeName("pve3"))])
    let locals = glance.guests.map { "\($0.id) \($0.status) \($0.lock ?? "-")" }
    #expect(
      locals == [
        "101 running -", "102 running backup", "103 stopped -", "104 stopped migrate", "190 stopped -",
        "200 running -", "201 stopped -", "202 running backup", "900 stopped -",
      ])
  }

  @Test func `a guest that is placed here but not listed is of unknown status`() throws {
    let glance = try Self.glance(try Script.glance().with("qm list", SectionedResult.Part("")))
    let guest = try #require(glance.guests.first { $0.id == GuestID(202) })
    #expect(guest.status == .unknown)
    #expect(guest.lock == "backup")
  }

  @Test func `a queued reboot shows`() throws {
    let jobs = SectionedResult.Part("1200 reboot.target start waiting\n")
    let glance = try Self.glance(try Script.glance().with("systemctl list-jobs", jobs))
    #expect(glance.queuedShutdown == ["reboot.target start waiting"])
  }

  @Test func `another node than the one asked is an error`() throws {
    let script = try Script.glance()
    #expect {
      try Self.glance(script, of: "pve2")
    } throws: {
      ($0 as? NodeError)?.answered == "the host calls itself pve1"
    }
  }

  @Test func `tasks, votes and replications that can't be read are nil, not none`() throws {
    let broken = SectionedResult.Part("", errors: "Input/output error\n", status: 5)
    var script = try Script.glance()
    for label in ["active tasks", "corosync-quorumtool", "replication state"] { script[label] = broken }
    let glance = try Self.glance(script)
    #expect(glance.tasks == nil && glance.quorum == nil && glance.replicating == nil)
  }

  @Test func `every part of a glance that decides about a guest is essential`() throws {
    let others = ["/etc/pve/corosync.conf", "active tasks", "corosync-quorumtool", "replication state"]
    for section in GlanceQuestion.sections where !others.contains(section.label) {
      let broken = SectionedResult.Part("", errors: "Input/output error\n", status: 5)
      let script = try Script.glance().with(section.label, broken)
      #expect(throws: NodeError.self, "\(section.label)") { try Self.glance(script) }
    }
  }

  @Test func `no machines means no locks`() throws {
    let none = SectionedResult.Part(
      "", errors: "grep: /etc/pve/local/qemu-server/*.conf: No such file or directory\n", status: 2)
    #expect(try Self.glance(try Script.glance().with("locks of machines", none)).guests.count == 9)
    let unlocked = SectionedResult.Part("", status: 1)
    #expect(try Self.glance(try Script.glance().with("locks of machines", unlocked)).guests.count == 9)
  }
}
