import Cluster
import Planning
import Simulation
import TestPace
import Testing

@testable import Commands

/// The seed's mishap: a node whose shutdown hung for ever, until someone wrote to sysrq.
@Suite(.givesWay) struct StuckShutdownRehearsalTests {
  private let herd = RehearsalHerd.herd

  @Test func `where policy allows, the kernel's own restart gets the node down, and nothing gentler does`() {
    let run = RehearsedRun(herd, faults: ["stuck-shutdown:pve2"]) { $0.rebootEscalation = .sysrq }
    #expect(run.result.exitCode == 0)
    #expect(run.violations.isEmpty)
    #expect(run.said("reboot.forced").count == 3)
  }

  @Test func `by default the run holds and says what to do`() {
    let run = RehearsedRun(herd, faults: ["stuck-shutdown:pve2"])
    #expect(run.result.exitCode == 8)
    #expect(run.violations.isEmpty)
    #expect(run.said("run.ended").first?.contains("ssh root@192.168.1.12 'systemctl reboot --force'") == true)
  }

  @Test func `kexec restarts a node in less time, where kexec-tools is installed`() {
    var direct = herd
    for index in direct.nodes.indices { direct.nodes[index].machine.hasKexec = true }
    let slow = RehearsedRun(herd) { $0.rebootMethod = .kexec }
    let fast = RehearsedRun(direct) { $0.rebootMethod = .kexec }
    #expect([slow.result.exitCode, fast.result.exitCode] == [0, 0])
    #expect(!slow.said("reboot.indirect").isEmpty)
    #expect(fast.said("reboot.indirect").isEmpty)
    #expect(fast.result.makespanSeconds < slow.result.makespanSeconds)
  }
}
