import Cluster
import Planning
import Simulation
import TestPace
import Testing

@testable import Commands

/// The mishaps of the story that herdmon grew out of: what its playbook did, and what herdmon does on the same cluster.
@Suite(.givesWay) struct MishapTests {
  @Test func `two playbooks at once shut down what the other moves; of two runs one begins, and the other is refused`()
  {
    let playbook = Playbook()
    let moving = "for id in 102 103; do pct migrate $id pve2 --restart --timeout 120; done"
    let answers = [moving, "for id in 103 102; do pct shutdown $id; done"].map { playbook.start($0, on: "pve1") }
    while answers.contains(where: { $0.exit == nil }) { playbook.wait(1) }
    #expect(playbook.guest(103)?.status == "stopped")

    let run = RehearsedRun(RehearsalHerd.herd, faults: ["second-run:0"])
    #expect(run.result.exitCode == 0)
    #expect(run.said("run.started").count == 1)
    #expect(run.truth?.nodes.map(\.boots) == [1, 1, 1])
    #expect(run.violations == [])
  }

  @Test func `the old playbook shuts down the machine that it runs on; herdmon moves its own first`() throws {
    let playbook = Playbook()
    playbook.run("for id in 101 102 116; do pct shutdown $id; done; qm shutdown 200", on: "pve1")
    #expect(playbook.guest(200)?.status == "stopped")

    let run = RehearsedRun(RehearsalHerd.herd) { $0.controller = GuestID(200) }
    #expect(run.result.exitCode == 0)
    let leaving = run.notices.filter { $0.event == "move.started" && $0.phase == .drain && $0.node?.rawValue == "pve1" }
    #expect(leaving.first?.guest == GuestID(200))
    #expect(run.guest(200)?.interruptions == 0)
    #expect(run.guest(200)?.node == "pve1")
  }

  @Test func `a queued reboot refuses every start; herdmon gives none there, holds, and says what to do`() {
    let playbook = Playbook(faults: ["stuck-shutdown:pve1"])
    playbook.run("pct shutdown 102; systemctl reboot", on: "pve1")
    playbook.wait(60)
    let refused = playbook.run("pct start 102", on: "pve1")
    #expect(refused.exit != .status(0))
    #expect(refused.text.contains("is destructive"))
    #expect(playbook.guest(102)?.status == "stopped")

    let run = RehearsedRun(RehearsalHerd.herd, faults: ["stuck-shutdown:pve1"])
    #expect(run.result.exitCode == 8)
    #expect(run.truth?.guests.filter { $0.start.status == "running" }.allSatisfy { $0.status == "running" } == true)
    #expect(run.said("run.ended").first?.contains("is stuck: pve-guests.service stop running") == true)
    #expect(run.said("run.ended").first?.contains("systemctl reboot --force") == true)
    #expect(run.violations == [])
  }

  @Test func `sysrq ends a queued reboot that nothing else ends; herdmon uses it where policy allows`() {
    let playbook = Playbook(faults: ["stuck-shutdown:pve1"])
    playbook.run("systemctl reboot", on: "pve1")
    playbook.wait(1800)
    #expect(playbook.cluster.groundTruth().nodes[0].boots == 0)
    _ = playbook.start("echo b > /proc/sysrq-trigger", on: "pve1")
    playbook.wait(120)
    #expect(playbook.cluster.groundTruth().nodes[0].boots == 1)

    let run = RehearsedRun(RehearsalHerd.herd, faults: ["stuck-shutdown:pve1"]) { $0.rebootEscalation = .sysrq }
    #expect(run.result.exitCode == 0)
    #expect(run.said("reboot.forced").count == 3)
    #expect(run.violations == [])
  }

  @Test func `Plex's device does not exist on its first start elsewhere; herdmon's Plex comes up both times`() {
    let playbook = Playbook()
    let move = playbook.run("pct migrate 101 pve2 --restart --timeout 120", on: "pve1")
    #expect(move.text.contains("does not exist"))
    #expect(playbook.guest(101)?.status == "stopped")
    #expect(playbook.guest(101)?.node == "pve2")
    #expect(playbook.run("test -c /dev/dri/renderD128 && echo there", on: "pve2").text == "there\n")

    let run = RehearsedRun(RehearsalHerd.herd)
    #expect(run.result.exitCode == 0)
    #expect(run.said("move.failed", 101) == [])
    #expect(run.guest(101)?.interruptions == 2, "once on its way out, once on its way home")
    #expect((run.guest(101)?.outageSeconds ?? 999) < 90)
  }

  @Test func `a device that comes late after the boot is waited for`() {
    let run = RehearsedRun(RehearsalHerd.herd, faults: ["late-device:pve1:/dev/dri/renderD128:90"])
    #expect(run.result.exitCode == 0)
    #expect(run.guest(101)?.status == "running")
    #expect(run.said("move.failed", 101) == [])
  }

  @Test func `the playbook pauses monitors one by one until it is refused, and alerts fire; herdmon makes one call`() {
    let playbook = Playbook()
    let containers = SeedHerd.herd.guests.filter { $0.isRunning && $0.kind == .container && $0.node.rawValue == "pve1" }
    let refused = containers.filter { guest in
      playbook.wait(0.5)
      return playbook.cluster.monitor.cover("\(guest.id)", guests: [guest.id.rawValue], seconds: 3600) != .done
    }
    #expect(refused.count == 5, "of 25 monitors the last ones stay")
    let moves = containers.map { "pct migrate \($0.id) pve2 --restart --timeout 120" }
    playbook.run(moves.joined(separator: "; "), on: "pve1")
    #expect(playbook.cluster.groundTruth().alerts == refused.map(\.id.rawValue))

    let run = RehearsedRun(SeedHerd.herd, faults: ["silence-refused:0:3"]) { $0.silence = SilenceRules() }
    #expect(run.result.exitCode == 0)
    #expect(run.said("silence.refused").first?.contains("Too frequently, try again later.") == true)
    #expect(run.said("silence.started").contains("monitoring keeps quiet about it and 26 guests for 20:00"))
    let told = run.notices.firstIndex { $0.event == "silence.started" }
    let moved = run.notices.firstIndex { $0.event == "move.started" }
    #expect(told.map { told in moved.map { told < $0 } ?? false } == true, "no guest is touched before it is covered")
    #expect(run.truth?.alerts == [] && run.truth?.silences == [])
    #expect(run.violations == [])
  }

  @Test func `the playbook's moves took most of an hour, one after the other; herdmon takes minutes for all`() {
    let playbook = Playbook()
    let containers = SeedHerd.herd.guests.filter { $0.kind == .container && $0.isRunning }
    for node in ["pve1", "pve2", "pve3"] {
      let (own, other) = (containers.filter { $0.node.rawValue == node }, node == "pve2" ? "pve3" : "pve2")
      for guest in own { playbook.run("pct migrate \(guest.id) \(other) --restart --timeout 120", on: node) }
      for guest in own { playbook.run("pct migrate \(guest.id) \(node) --restart --timeout 120", on: other) }
    }
    #expect(playbook.cluster.now > 35 * 60, "\(playbook.cluster.now)")

    let run = RehearsedRun(SeedHerd.herd)
    #expect(run.result.exitCode == 0)
    #expect(run.result.makespanSeconds < 16 * 60, "reboots and upgrades included, \(run.result.makespanSeconds)")
  }

  @Test func `a kernel that lies installed for weeks is a reason to restart, and nothing else is`() throws {
    var herd = RehearsalHerd.herd
    for index in herd.nodes.indices { herd.nodes[index].machine.pending = [] }
    herd.nodes[2].machine.kernels.append("6.8.12-11-pve")
    let run = RehearsedRun(herd) { $0.reboot = .needed }
    #expect(run.result.exitCode == 0)
    #expect(run.truth?.nodes.map(\.boots) == [0, 0, 1])
    #expect(run.truth?.nodes[2].kernel == "6.8.12-11-pve")
    #expect(run.said("node.skipped").count == 2)
  }
}
