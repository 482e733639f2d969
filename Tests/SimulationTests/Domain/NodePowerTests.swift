import Remote
import Testing

@testable import Simulation

/// A reboot in its phases: facts/pve.md 8.1, 8.2, 15.6.
struct NodePowerTests {
  private let world = World()

  private func phases(_ host: String = "pve2", faults: [Fault] = []) -> [String] {
    let world = World(faults: faults)
    world.run("systemctl reboot", on: host)
    var seen: [String] = []
    for _ in 0..<900 {
      let port = world.cluster.port(of: host)
      let node = world.cluster.node(host)
      let cluster = node?.hasClusterFiles == true ? (node?.isQuorate == true ? "quorate" : "no quorum") : "no pmxcfs"
      let state = port == .open ? "\(port) \(cluster) \(node?.guestService ?? "")" : "\(port)"
      if seen.last != state { seen.append(state) }
      world.wait(0.25)
    }
    return seen
  }

  @Test func `a node goes through every phase of a reboot in order`() {
    #expect(
      phases() == [
        "open quorate active", "silent", "closed", "open no pmxcfs inactive", "open no quorum inactive",
        "open quorate activating", "open quorate active",
      ])
  }

  @Test func `while it shuts down ssh answers and every start is refused`() {
    world.run("systemctl reboot", on: "pve2")
    world.wait(1)
    let answer = world.run(
      "systemctl is-system-running; systemctl list-jobs --no-legend | head -n 1; pct start 129; echo $?; "
        + "systemd-run --unit=x --collect -- true; echo $?", on: "pve2")
    #expect(answer.lines.first == "stopping")
    #expect(answer.lines[1].contains("reboot.target") && answer.lines[1].contains("start waiting"))
    #expect(answer.output.contains("is destructive (reboot.target has 'start' job queued"))
    #expect(answer.output.contains("See system logs and 'systemctl status pve-container@129.service' for details."))
    #expect(answer.errors.contains("command 'systemctl start pve-container@129' failed: exit code 4\n"))
    #expect(answer.errors.contains("Failed to start transient service unit"))
  }

  @Test func `boot id and uptime start anew, run is empty, and the new kernel runs`() {
    let before = world.run("cat /proc/sys/kernel/random/boot_id; uname -r; mkdir -p /run/herdmon", on: "pve2").lines
    world.run("apt-get -y dist-upgrade >/dev/null; systemctl reboot", on: "pve2")
    #expect(world.wait(until: { world.cluster.groundTruth().nodes[1].boots == 1 }))
    let after = world.run("cat /proc/sys/kernel/random/boot_id; uname -r; cat /proc/uptime; ls /run", on: "pve2").lines
    #expect(after[0] != before[0])
    #expect(after[0].count == 36)
    #expect(before[1] == "6.8.12-9-pve")
    #expect(after[1] == "6.8.12-11-pve")
    #expect((Double(after[2].split(separator: " ")[0]) ?? 99) < 60)
    #expect(!after.contains("herdmon"))
  }

  @Test func `guests left on the node are stopped and come back by onboot alone`() {
    world.run("pct start 129; systemctl reboot", on: "pve2")
    _ = world.wait(until: { world.cluster.port(of: "pve2") != .open })
    #expect(world.guest(126)?.status == "stopped")
    #expect(world.cluster.groundTruth().mostNodesDown == 1)
    _ = world.wait(until: { world.cluster.node("pve2")?.phase == .running })
    #expect(world.guest(126)?.status == "running")
    #expect(world.guest(126)?.interruptions == 1)
    #expect((world.guest(126)?.outageSeconds ?? 0) > 40)
    #expect(world.guest(129)?.status == "stopped", "old-wiki has no onboot")
  }

  @Test func `a command in flight ends without a status when its node goes down`() {
    let running = world.start("sleep 500; echo never", on: "pve2")
    world.run("systemctl reboot", on: "pve2")
    world.finish(running)
    #expect(running.answer.exit == CommandResult.Exit.none)
    #expect(running.answer.output.isEmpty)
    #expect(world.run("true", on: "pve2").exit == CommandResult.Exit.none)
  }

  @Test func `the others see it leave and come back`() {
    world.run("systemctl reboot", on: "pve2")
    _ = world.wait(until: { world.cluster.port(of: "pve2") != .open })
    let away = world.run("pvecm status; cat /etc/pve/.members", on: "pve1").output
    #expect(away.contains("Nodes:            2\n"))
    #expect(away.contains("\"pve2\": { \"id\": 2, \"online\": 0"))
    #expect(away.contains("Quorate:          Yes"))
    _ = world.wait(until: { world.cluster.node("pve2")?.phase == .running })
    #expect(world.run("pvecm status", on: "pve1").output.contains("Nodes:            3\n"))
  }

  @Test func `a pinned kernel is the one that boots`() {
    world.run("echo 6.8.12-8-pve > /etc/kernel/proxmox-boot-pin; systemctl reboot", on: "pve3")
    _ = world.wait(until: { world.cluster.groundTruth().nodes[2].boots == 1 })
    #expect(world.run("uname -r", on: "pve3").output == "6.8.12-8-pve\n")
  }

  @Test func `sysrq reboots at once`() {
    world.run("echo b > /proc/sysrq-trigger", on: "pve3")
    world.wait(0.1)
    #expect(world.cluster.port(of: "pve3") == .silent)
    #expect(world.guest(201) != nil)
  }

  @Test func `a leftover backup lock goes at boot, one of a migration stays`() {
    world.cluster.files.change(127, by: "pve2") { $0["lock"] = "backup" }
    world.cluster.files.change(128, by: "pve2") { $0["lock"] = "migrate" }
    world.run("systemctl reboot", on: "pve2")
    _ = world.wait(until: { world.cluster.groundTruth().nodes[1].boots == 1 })
    _ = world.wait(until: { world.cluster.node("pve2")?.phase == .running })
    #expect(world.cluster.files.configuration(127)?["lock"] == nil)
    #expect(world.cluster.files.configuration(128)?["lock"] == "migrate")
    #expect(world.guest(128)?.status == "stopped")
  }

  @Test func `the backup server reboots without any cluster`() {
    world.run("apt-get -y dist-upgrade > /dev/null; systemctl reboot", on: "pbs1")
    _ = world.wait(until: { world.cluster.groundTruth().nodes[3].boots == 1 })
    let answer = world.run("uname -r; proxmox-backup-manager versions; pct list", on: "pbs1")
    #expect(answer.lines.first == "6.8.12-11-pve")
    #expect(answer.errors == "sh: 1: pct: not found\n")
    #expect(world.cluster.groundTruth().mostNodesDown == 0, "it is no member")
  }
}
