import Cluster
import Testing

@testable import Planning

struct RebootProofTests {
  private let before = BootID("11111111-old")

  private func report(_ change: (inout BootReport) -> Void = { _ in }) -> BootReport {
    var report = BootReport(
      node: SampleCluster.name("pve1"), bootID: BootID("22222222-new"), kernel: "6.8.12-11-pve", uptimeSeconds: 30,
      isQuorate: true, members: members(online: ["pve1", "pve2", "pve3"]),
      services: ["pve-cluster": "active", "corosync": "active", "pve-guests": "active"],
      storages: [
        Storage(
          name: "nfs-ct", type: "nfs", isActive: true, isShared: true, capacity: Capacity(usedBytes: 0, totalBytes: 1))
      ],
      missingDevices: [], queuedShutdown: [])
    change(&report)
    return report
  }

  private func members(online: [String]) -> [Member] {
    ["pve1", "pve2", "pve3"].map {
      Member(name: SampleCluster.name($0), address: "", isOnline: online.contains($0))
    }
  }

  private func witness(_ online: [String] = ["pve1", "pve2", "pve3"]) -> NodeGlance {
    NodeGlance(
      node: SampleCluster.name("pve2"), bootID: BootID("x"), isQuorate: true, members: members(online: online),
      placements: [], guests: [], queuedShutdown: [])
  }

  private func open(_ report: BootReport, witness: NodeGlance?, members: Int = 3) -> [String] {
    RebootProof.steps(before: before, report: report, storages: ["nfs-ct"], members: members, witness: witness)
      .filter { !$0.holds }.map(\.code)
  }

  @Test func `a node that is back has a whole chain of proof`() {
    let steps = RebootProof.steps(
      before: before, report: report(), storages: ["nfs-ct"], members: 3, witness: witness())
    #expect(steps.map(\.code) == ["boot-id", "no-shutdown", "quorum", "witness", "services", "storages", "devices"])
    #expect(steps.allSatisfy { $0.holds })
    #expect(
      steps.map(\.seen) == ["22222222", "nothing queued", "3 of 3 members", "pve2 sees it", "all", "1 of 1", "all"])
  }

  @Test func `an unchanged boot id is not a reboot`() {
    #expect(open(report { $0.bootID = before }, witness: witness()) == ["boot-id"])
  }

  @Test func `each link of the chain must hold`() {
    #expect(open(report { $0.queuedShutdown = ["reboot.target start waiting"] }, witness: witness()) == ["no-shutdown"])
    #expect(open(report { $0.isQuorate = false }, witness: witness()) == ["quorum"])
    #expect(open(report { $0.members = members(online: ["pve1", "pve2"]) }, witness: witness()) == ["quorum"])
    #expect(open(report { $0.members = [] }, witness: witness()) == ["quorum"])
    #expect(open(report(), witness: nil) == ["witness"])
    #expect(open(report(), witness: witness(["pve2", "pve3"])) == ["witness"])
    #expect(open(report { $0.services["pve-guests"] = "activating" }, witness: witness()) == ["services"])
    #expect(open(report { $0.storages[0].isActive = false }, witness: witness()) == ["storages"])
    #expect(open(report { $0.storages = [] }, witness: witness()) == ["storages"])
    #expect(open(report { $0.missingDevices = ["/dev/dri/renderD128"] }, witness: witness()) == ["devices"])
  }

  @Test func `another node must see this one, whomever else it sees`() {
    let second = report { $0.node = SampleCluster.name("pve2") }
    #expect(open(second, witness: witness(["pve1", "pve3"])) == ["witness"])
    #expect(open(second, witness: witness(["pve2", "pve3"])) == [])
  }

  @Test func `nothing is proven by silence`() {
    #expect(open(report { $0.services = [:] }, witness: witness()) == ["services"])
  }

  @Test func `a cluster of one has no quorum, no witness and no corosync to wait for`() {
    let alone = report {
      $0.services["corosync"] = "inactive"
      $0.isQuorate = false
      $0.members = []
    }
    #expect(open(alone, witness: nil, members: 1) == [])
    #expect(open(report { $0.services["corosync"] = "inactive" }, witness: witness()) == ["services"])
    let unwell = report { $0.services["pve-cluster"] = "failed" }
    #expect(open(unwell, witness: nil, members: 1) == ["services"])
  }
}
