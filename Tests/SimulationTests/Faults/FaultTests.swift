import Cluster
import Remote
import Testing

@testable import Simulation

struct FaultTests {
  @Test(
    arguments: [
      "migration-refused:101:2", "migration-fails:101:C:2", "migration-start-fails:101:1", "ignores-shutdown:104",
      "unwell:101:45", "ha-stays-away:101", "guest-locked:102:90:0", "moved-by-hand:101:30", "balancer:pve2",
      "ha-balances:30",
      "started-by-hand:103:60",
      "late-device:pve2:/dev/dri/renderD128:75.500", "apt-lock:pve1:300", "prompt:pve1",
      "dpkg-interrupted:pve1", "repository-unauthorized:pve1",
      "upgrade-removes-proxmox:pve2", "disk-full:pve1", "cluster-files-blink:pve3", "never-returns:pve3",
      "old-kernel:pve1", "stuck-shutdown:pve2", "node-crashes:pve1:50", "corosync-flaps:pve1:50:8",
      "storage-gone:pve1:50:120", "ssh-silent:pve2:100:30", "ssh-dropped:pve1:50", "command-hangs:pve1:50:2",
      "answer-cut:pve1:50:2", "answer-garbled:pve1:50:2", "noisy-login:pve1", "clock-off:pve2:7200",
      "foreign-task:pve1:vzdump:30:300", "qdevice-lost:600", "controller-killed:17", "journal-full:17",
      "controller-lost:17",
      "controller-stalls:17:300", "second-run:50", "stray-config:101:50:300", "stray-config:101:50:300:odd",
      "reboot-order-lost:pve1",
      "clock-jump:50:-3600", "steered:50:pause", "steered:50:abort", "steered:50:skip:101",
      "steered:50:skip-node:pve1", "steered:50:retry:101", "steered:50:retarget:101:pve2", "ha-error:200",
      "ceph:HEALTH_WARN:PG_DEGRADED:60", "replicating:101:60:30", "held-packages:pve1:30", "stale-lists:pve1",
      "member-out:pve1:50:300", "moved-by-hand:101:30:pve2", "disk-space:pve1:/boot:60", "no-repository:pve1",
      "pool-degraded:pve1:rpool",
      "reboot-queued:pve1:10:60",
    ])
  func `a fault reads back from what it writes`(_ text: String) {
    #expect(Fault(text)?.description == text)
    #expect(Fault(text.replacing(":", with: "@", maxReplacements: 1))?.description == text)
  }

  @Test(arguments: [
    "", "fire", "fire:pve1", "late-device:pve1", "ignores-shutdown:plex", "ssh-silent:pve2", "apt-lock:pve1:x",
    "apt-lock:pve1:1e400", "migration-fails:101:F", "steered:50:shout", "steered:50:skip", "steered:50:skip:pve1",
    "steered:50:retarget:101", "apt-lock",
    "ha-error:plex", "ceph:OK:X", "disk-space:pve1:boot:60", "disk-space:pve1:/boot",
  ])
  func `nonsense is no fault`(_ text: String) {
    #expect(Fault(text) == nil)
  }

  @Test func `every kind has a name of its own, and a random one reads back`() throws {
    #expect(Set(Fault.kinds.map { $0.name }).count == Fault.kinds.count)
    var random = SeededRandom(seed: 1)
    var herd = SeedHerd.herd
    herd.hasQDevice = true
    herd.managed = [GuestID(201): "started"]
    for kind in Fault.kinds {
      let fault = try #require(Fault(kind, in: herd, &random), "\(kind.name)")
      #expect(Fault(fault.description) == fault)
    }
  }

  @Test func `a fault that is only named strikes somewhere, by the seed`() throws {
    let fault = try #require(Fault("old-kernel", in: SeedHerd.herd, seed: 3))
    #expect(fault.description.hasPrefix("old-kernel:pve"))
    #expect(Fault("old-kernel", in: SeedHerd.herd, seed: 3) == fault)
    #expect(Fault.form(of: "old-kernel") == "old-kernel:NODE")
    #expect(Fault.form(of: "old-colonel") == nil)
  }

  @Test(arguments: [
    "node-crashes@pve2", "corosync-flaps@pve2", "late-device@pve2", "ssh-dropped@pbs1", "storage-gone@pve2",
    "reboot-queued@pve1", "foreign-task@pve2", "foreign-task:pve2:qmclone", "disk-space@pve1", "moved-by-hand@105",
    "migration-fails@101",
  ])
  func `what is left out of a fault's place is chosen by the seed`(_ text: String) throws {
    let fault = try #require(Fault(text, in: SeedHerd.herd, seed: 3))
    #expect(fault.description.hasPrefix(text.replacing("@", with: ":") + ":"))
    #expect(Fault(text, in: SeedHerd.herd, seed: 3) == fault)
    #expect(Set((1...9).map { Fault(text, in: SeedHerd.herd, seed: $0)?.description }).count > 1)
  }

  @Test(arguments: ["node-crashes@pve9", "old-kernel:pve9", "moved-by-hand@999", "late-device:pve1:dev", "ha-error"])
  func `nothing strikes what is not there`(_ text: String) {
    #expect(Fault(text, in: SeedHerd.herd, seed: 3) == nil)
  }

  private func world(_ text: String) throws -> World { World(faults: [try #require(Fault(text))]) }

  @Test func `a refused migration works when tried again`() throws {
    let world = try world("migration-refused:102:1")
    #expect(world.run("pct migrate 102 pve2 --restart").errors == "migration aborted\n")
    #expect(world.guest(102)?.interruptions == 0)
    #expect(world.run("pct migrate 102 pve2 --restart").exit == .status(0))
  }

  @Test func `held packages can neither be upgraded nor simulated, and what old lists do not know is not pending`()
    throws
  {
    let held = try world("held-packages:pve1:10")
    #expect(held.run("apt-get -s dist-upgrade").exit == .status(0))
    held.wait(10)
    for line in ["apt-get -s dist-upgrade", "apt-get -y dist-upgrade"] {
      let answer = held.run(line)
      #expect(answer.exit == .status(100))
      #expect(answer.errors == "E: Unable to correct problems, you have held broken packages.\n")
    }
    let stale = try world("stale-lists:pve1")
    #expect(stale.run("apt-get -s dist-upgrade").output.contains("\n0 upgraded, 0 newly installed,"))
    stale.run("apt-get update")
    #expect(!stale.run("apt-get -s dist-upgrade").output.contains("\n0 upgraded,"))
  }

  @Test func `a member that is out answers, and the others miss it until it is back`() throws {
    let world = try world("member-out:pve2:10:60")
    world.wait(20)
    #expect(world.run("cat /etc/pve/.members", on: "pve1").output.contains(#""pve2": { "id": 2, "online": 0"#))
    #expect(world.run("cat /etc/pve/.members", on: "pve2").output.contains(#""quorate": 0"#))
    world.wait(60)
    #expect(world.run("cat /etc/pve/.members", on: "pve1").output.contains(#""pve2": { "id": 2, "online": 1"#))
  }

  @Test func `what begins after the order to reboot nobody could have waited for`() throws {
    let world = World(
      faults: [try #require(Fault("stuck-shutdown:pve2")), try #require(Fault("replicating:101:600:30"))])
    world.run("systemctl reboot", on: "pve2")
    world.wait(90)
    world.run("systemctl reboot --force", on: "pve2")
    world.wait(1)
    #expect(world.cluster.groundTruth().deeds.killedTasks == [])
  }

  @Test(arguments: [
    ("replicating:101:600:1", "pve1 replication of 101 to pve2"), ("moved-by-hand:200:1:pve2", "pve1 qmigrate 200"),
  ])
  func `a reboot that tears what others send to the node is written down`(fault: String, deed: String) throws {
    let world = try world(fault)
    // What has just begun nobody can have seen.
    world.wait(30)
    world.run("systemctl reboot", on: "pve2")
    world.wait(1)
    #expect(world.cluster.groundTruth().deeds.killedTasks == [deed])
  }

  @Test func `a late device is missing after a boot, then there`() throws {
    let world = try world("late-device:pve2:/dev/dri/renderD128:60")
    #expect(world.run("test -c /dev/dri/renderD128 && echo there", on: "pve2").output == "there\n")
    world.run("systemctl reboot", on: "pve2")
    _ = world.wait(until: { world.cluster.groundTruth().nodes[1].boots == 1 })
    #expect(world.run("test -c /dev/dri/renderD128 || echo missing", on: "pve2").output == "missing\n")
    #expect(world.run("test -c /dev/dri/card1 && echo there", on: "pve2").output == "there\n")
    world.wait(60)
    #expect(world.run("test -c /dev/dri/renderD128 && echo there", on: "pve2").output == "there\n")
  }

  @Test func `a node that never returns stays silent`() throws {
    let world = try world("never-returns:pve3")
    world.run("systemctl reboot", on: "pve3")
    world.wait(3600)
    #expect(world.cluster.port(of: "pve3") == .silent)
    #expect(world.cluster.groundTruth().nodes[2].online == false)
  }

  @Test func `the old kernel boots though a new one is installed`() throws {
    let world = try world("old-kernel:pve3")
    world.run("apt-get -y dist-upgrade >/dev/null; systemctl reboot", on: "pve3")
    _ = world.wait(until: { world.cluster.groundTruth().nodes[2].boots == 1 })
    #expect(world.run("uname -r; ls /boot", on: "pve3").lines.prefix(2) == ["6.8.12-9-pve", "vmlinuz-6.8.12-11-pve"])
  }

  @Test func `a stuck shutdown answers for ever and yields to nothing but the kernel's own restart`() throws {
    let world = try world("stuck-shutdown:pve3")
    world.run("systemctl reboot", on: "pve3")
    world.wait(1800)
    #expect(world.run("systemctl is-system-running", on: "pve3").output == "stopping\n")
    world.run("systemctl reboot --force", on: "pve3")
    world.wait(60)
    #expect(world.cluster.groundTruth().nodes[2].boots == 0)
    world.run("echo b >/proc/sysrq-trigger", on: "pve3")
    #expect(world.wait(until: { world.cluster.groundTruth().nodes[2].boots == 1 }))
  }

  @Test func `a silent host goes on behind its silence`() throws {
    let world = try world("ssh-silent:pve2:10:30")
    world.run("systemd-run --unit=a --collect --quiet -- sh -c 'sleep 20; echo done > /tmp/done'", on: "pve2")
    world.wait(15)
    #expect(world.cluster.port(of: "pve2") == .silent)
    #expect(world.cluster.groundTruth().mostNodesDown == 0)
    world.wait(30)
    #expect(world.run("cat /tmp/done", on: "pve2").output == "done\n")
  }

  @Test func `a backup's lock goes when the backup ends`() throws {
    let world = try world("guest-locked:102:60")
    #expect(world.run("pct list | grep paperless").output.contains("backup"))
    #expect(world.run("cat /var/log/pve/tasks/active").output.contains(":vzdump:102:root@pam: 0\n"))
    world.wait(60)
    #expect(!world.run("pct list | grep paperless").output.contains("backup"))
  }

  @Test func `a crashed node takes its guests down and starts the onboot ones again`() throws {
    let world = try world("node-crashes:pve2:10")
    world.wait(11)
    #expect(world.guest(126)?.status == "stopped")
    #expect(world.wait(until: { world.guest(126)?.status == "running" }))
    #expect(world.guest(126)?.interruptions == 1)
  }

  @Test func `a repository without subscription ends the refresh with 100, the others are read`() throws {
    let answer = try world("repository-unauthorized:pve1").run("apt-get update")
    #expect(answer.exit == .status(100))
    #expect(answer.output.contains("401  Unauthorized"))
    #expect(
      answer.errors.contains("E: The repository 'https://enterprise.proxmox.com/debian/pve bookworm InRelease' is not"))
  }

  @Test func `an upgrade that would remove Proxmox shows it beforehand and is refused`() throws {
    let world = try world("upgrade-removes-proxmox:pve1")
    #expect(world.run("apt-get -s dist-upgrade").lines.contains("Remv proxmox-ve [8.4.0]"))
    let answer = world.run("apt-get -y dist-upgrade")
    #expect(answer.exit == .status(100))
    #expect(answer.errors.contains("You are attempting to remove the meta-package 'proxmox-ve'!"))
    #expect(world.cluster.groundTruth().nodes[0].pending == 13)
  }

  @Test func `a noisy login talks before every answer`() throws {
    let answer = try world("noisy-login:pve1").run("echo x")
    #expect(answer.output.hasPrefix("Welcome to pve1!\n"))
    #expect(answer.output.hasSuffix("\nx\n"))
    #expect(answer.errors.hasPrefix("perl: warning: Setting locale failed."))
  }

  @Test func `pmxcfs blinks when the upgrade restarts it`() throws {
    let world = try world("cluster-files-blink:pve1")
    let upgrade = world.start("apt-get -y dist-upgrade")
    #expect(world.wait(until: { world.cluster.node("pve1")?.hasClusterFiles == false }))
    #expect(world.run("cat /etc/pve/.vmlist; ls -A /etc/pve").output.isEmpty)
    world.finish(upgrade)
    world.wait(3)
    #expect(world.run("cat /etc/pve/.vmlist").exit == .status(0))
  }

  @Test func `a clock that is off shows in dates and logs`() throws {
    let world = try world("clock-off:pve2:7200")
    #expect(world.run("date +%H", on: "pve1").output == "07\n")
    #expect(world.run("date +%H", on: "pve2").output == "09\n")
    #expect(world.run("pct migrate 126 pve1 --restart", on: "pve2").output.hasPrefix("2026-11-22 09:00:"))
  }

  @Test(arguments: [
    ("A", 102, "pve1", "running", "storage 'nfs-ct' is not available on node 'pve2'\n"),
    ("B", 102, "pve1", "running", "migration aborted\n"), ("C", 102, "pve1", "running", "migration aborted\n"),
    ("E", 102, "pve2", "stopped", "migration problems\n"),
    ("A", 200, "pve1", "running", "storage 'nfs-ct' is not available on node 'pve2'\n"),
    ("B", 200, "pve1", "running", "migration aborted\n"), ("C", 200, "pve1", "running", "migration aborted\n"),
    ("D", 200, "pve1", "running", "migration problems\n"), ("E", 200, "pve2", "running", "migration problems\n"),
  ])
  func `a migration fails at each stage as the real one does`(
    _ stage: String, _ guest: Int, _ place: String, _ status: String, _ errors: String
  ) throws {
    let world = try world("migration-fails:\(guest):\(stage)")
    let line = guest < 200 ? "pct migrate \(guest) pve2 --restart" : "qm migrate \(guest) pve2 --online"
    let answer = world.run(line)
    #expect(answer.errors == errors)
    #expect(world.guest(guest)?.node == place)
    #expect(world.guest(guest)?.status == status)
    let locks = world.cluster.groundTruth().locks
    #expect(locks == (stage == "E" && guest < 200 ? ["102 migrate"] : []))
  }

  @Test func `a package that asks holds the upgrade for ever`() throws {
    let world = try world("prompt:pve1")
    let upgrade = world.start("apt-get -y dist-upgrade")
    world.wait(7200)
    #expect(upgrade.answer.exit == nil)
    #expect(upgrade.answer.output.hasSuffix("[default=N] ? "))
  }

  @Test func `a full disk ends the download`() throws {
    let answer = try world("disk-full:pve1").run("apt-get -y -d dist-upgrade")
    #expect(answer.exit == .status(100))
    #expect(answer.errors == "E: You don't have enough free space in /var/cache/apt/archives/.\n")
  }

  @Test func `answers hang, break off or come with rubbish, and the next one is whole`() throws {
    let hung = try world("command-hangs:pve1:0")
    let lost = hung.start("echo one > /tmp/done; echo two")
    hung.wait(600)
    #expect(lost.answer.exit == nil)
    #expect(hung.run("cat /tmp/done").output == "one\n")
    let cut = try world("answer-cut:pve1:0").run("seq 100")
    #expect(cut.exit == CommandResult.Exit.none)
    #expect(World().run("seq 100").output.hasPrefix(cut.output))
    let garbled = try world("answer-garbled:pve1:0:1")
    #expect(garbled.run("seq 100").output.contains("\u{FFFD}"))
    #expect(garbled.run("seq 3").output == "1\n2\n3\n")
  }

  @Test func `a dropped connection ends the command for whoever waits, and detached work goes on`() throws {
    let world = try world("ssh-dropped:pve1:5")
    let waiting = world.start("sleep 60")
    world.run("systemd-run --unit=a --collect --quiet -- sh -c 'sleep 20; echo done > /tmp/done'")
    world.wait(10)
    #expect(waiting.answer.exit == CommandResult.Exit.none)
    world.wait(20)
    #expect(world.run("cat /tmp/done").output == "done\n")
  }

  @Test func `a node falls out of the cluster and back while corosync flaps`() throws {
    let world = try world("corosync-flaps:pve2:10:8")
    world.wait(12)
    #expect(world.cluster.groundTruth().nodes[1].online == false)
    world.wait(10)
    #expect(world.cluster.groundTruth().nodes[1].online)
  }

  @Test func `someone else moves a guest, and starts one that was stopped`() throws {
    let moved = try world("moved-by-hand:102:5")
    moved.wait(120)
    #expect(moved.guest(102)?.node != "pve1")
    #expect(moved.guest(102)?.touchedAt != nil)
    let started = try world("started-by-hand:204:5")
    started.wait(30)
    #expect(started.guest(204)?.status == "running")
  }

  @Test func `healing brings back what the faults took`() throws {
    let world = try world("never-returns:pve3")
    world.run("systemctl reboot", on: "pve3")
    world.wait(600)
    #expect(world.cluster.lacks(of: "pve3").first == "it is not in the quorate cluster")
    world.cluster.heal()
    world.wait(120)
    #expect(world.cluster.lacks(of: "pve3").isEmpty)
  }

  @Test func `someone else's task runs from then to then`() throws {
    let world = try world("foreign-task:pve2:qmclone:60:120")
    #expect(!world.run("cat /var/log/pve/tasks/active", on: "pve2").output.contains("qmclone"))
    world.wait(70)
    #expect(world.run("cat /var/log/pve/tasks/active", on: "pve2").output.contains(":qmclone:900:root@pam: 0\n"))
    world.wait(130)
    #expect(world.run("cat /var/log/pve/tasks/active", on: "pve2").output.hasSuffix(" OK\n"))
  }

  @Test func `a QDevice that votes no more leaves two nodes without a margin`() throws {
    var herd = SmallHerd.herd { $0.nodes.removeLast() }
    herd.hasQDevice = true
    let world = World(herd, faults: [try #require(Fault("qdevice-lost:90"))])
    let before = world.run("corosync-quorumtool -siH")
    #expect(before.lines.contains("Flags:            Quorate Qdevice "))
    #expect(before.lines.contains("Total votes:      3"))
    #expect(
      before.lines.suffix(4) == [
        "    Nodeid      Votes    Qdevice Name", "0x00000001          1    A,V,NMW 192.168.1.11 (local)",
        "0x00000002          1    A,V,NMW 192.168.1.12", "0x00000000          1            Qdevice",
      ])
    world.wait(100)
    let after = world.run("pvecm status")
    #expect(after.lines.contains("Total votes:      2"))
    #expect(after.lines.last == "0x00000000          0            Qdevice (votes 1)")
  }
}
