import Testing

@testable import Simulation

struct FaultTests {
  @Test(
    arguments: [
      "migration-refused:101:2", "migration-start-fails:101:1", "ignores-shutdown:104", "guest-locked:102:90",
      "unwell:101:45",
      "late-device:pve2:/dev/dri/renderD128:75.500", "apt-lock:pve1:300", "never-returns:pve3", "old-kernel:pve1",
      "stuck-shutdown:pve2", "ssh-silent:pve2:100:30", "node-crashes:pve1:50",
      "repository-unauthorized:pve1", "upgrade-removes-proxmox:pve2", "noisy-login:pve1", "cluster-files-blink:pve3",
      "clock-off:pve2:7200", "foreign-task:pve2:qmclone:100:600", "qdevice-lost:90",
    ])
  func `a fault reads back from what it writes`(_ text: String) {
    #expect(Fault(text)?.description == text)
  }

  @Test(arguments: [
    "", "fire", "fire:pve1", "late-device:pve1", "ignores-shutdown:plex", "ssh-silent:pve2", "apt-lock:pve1:x",
    "foreign-task:pve1",
    "foreign-task:pve1::5", "qdevice-lost:pve1",
  ])
  func `nonsense is no fault`(_ text: String) {
    #expect(Fault(text) == nil)
  }

  @Test func `there is a form for every kind`() {
    #expect(Fault.forms.count == 19)
  }

  private func world(_ text: String) throws -> World { World(faults: [try #require(Fault(text))]) }

  @Test func `a refused migration works when tried again`() throws {
    let world = try world("migration-refused:102:1")
    #expect(world.run("pct migrate 102 pve2 --restart").errors == "migration aborted\n")
    #expect(world.guest(102)?.interruptions == 0)
    #expect(world.run("pct migrate 102 pve2 --restart").exit == .status(0))
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

  @Test func `a stuck shutdown answers for ever and yields to force`() throws {
    let world = try world("stuck-shutdown:pve3")
    world.run("systemctl reboot", on: "pve3")
    world.wait(1800)
    #expect(world.run("systemctl is-system-running", on: "pve3").output == "stopping\n")
    world.run("systemctl reboot --force", on: "pve3")
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
