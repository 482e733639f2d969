import Cluster
import Testing

@testable import Simulation

/// How a restart migration can end: facts/pve.md 5.2, 5.3 A to E, 6.1. Refusals before the task (A) are with `pct`.
struct ContainerMoveTests {
  private let world = World(SmallHerd.herd())

  private static let ssh =
    "/usr/bin/ssh -e none -o 'BatchMode=yes' -o 'HostKeyAlias=pve2' -o "
    + "'UserKnownHostsFile=/etc/pve/nodes/pve2/ssh_known_hosts' -o 'GlobalKnownHostsFile=none' root@192.168.1.12"

  @Test func `a running container stops, moves and starts, and says so line by line`() {
    let answer = world.run("pct migrate 105 pve2 --restart --timeout 120")
    #expect(answer.exit == .status(0))
    #expect(answer.errors.isEmpty)
    #expect(
      answer.logTexts.dropLast() == [
        "shutdown CT 105", "starting migration of CT 105 to node 'pve2' (192.168.1.12)",
        "volume 'nfs-ct:105/vm-105-disk-0.raw' is on shared storage 'nfs-ct'", "start final cleanup",
        "start container on target node", "# \(ContainerMoveTests.ssh) pct start 105",
      ])
    #expect(answer.logTexts.last?.hasPrefix("migration finished successfully (duration 00:00:") == true)
    let guest = world.guest(105)
    #expect(guest?.node == "pve2")
    #expect(guest?.status == "running")
    #expect(guest?.moves == 1)
    #expect(guest?.interruptions == 1)
    #expect((7...20).contains(guest?.outageSeconds ?? 0))
  }

  @Test func `ownership changes by the rename of the configuration, after the lock was written`() {
    let running = world.start("pct migrate 105 pve2 --restart")
    var seen: [String] = []
    while running.answer.exit == nil {
      let lock = world.cluster.files.configuration(105)?["lock"] ?? "-"
      let state = "\(world.cluster.files.places[105]?.node ?? "") \(lock) \(world.guest(105)?.status ?? "")"
      if seen.last != state { seen.append(state) }
      guard let next = world.cluster.nextEventAt else { break }
      world.cluster.advance(to: next)
    }
    #expect(
      seen == [
        "pve1 - running", "pve1 migrate stopped", "pve2 migrate stopped", "pve2 - stopped",
        "pve2 - running",
      ])
  }

  @Test(arguments: 8..<22) func `a stopped one that is started while it leaves runs only where it belongs`(
    _ second: Int
  ) {
    world.run("pct shutdown 105")
    let move = world.start("pct migrate 105 pve2")
    world.wait(Double(second))
    world.finish(world.start("pct start 105"))
    world.finish(move)
    let node = world.cluster.runningNode(of: 105)?.name
    #expect(node == nil || node == world.guest(105)?.node)
  }

  @Test func `its task is found among the active ones only while it runs`() {
    let running = world.start("pct migrate 105 pve2 --restart")
    world.wait(10)
    let during = world.run("cat /var/log/pve/tasks/active").output
    #expect(during.contains(":vzmigrate:105:root@pam: 0\n"))
    world.finish(running)
    let after = world.run("cat /var/log/pve/tasks/active").output
    #expect(after.contains(":vzmigrate:105:root@pam: 1 "))
    #expect(after.contains(" OK\n"))
    #expect(!running.answer.output.contains("UPID"))
  }

  @Test func `a stopped container moves and stays stopped`() {
    let answer = world.run("pct migrate 103 pve2 --restart")
    #expect(answer.exit == .status(0))
    #expect(!answer.output.contains("shutdown CT"))
    #expect(!answer.output.contains("start container"))
    #expect(world.guest(103)?.status == "stopped")
    #expect(world.guest(103)?.outageSeconds == 0)
  }

  @Test(
    arguments: [
      ("mp0: /mnt/media,mp=/media", "cannot migrate local bind mount point 'mp0'"),
      ("mp1: /dev/sdb1,mp=/disk", "cannot migrate local device mount point 'mp1'"),
      ("lock: snapshot", "CT is locked (snapshot)"),
      ("mp2: gone:105/x.raw,mp=/x", "storage 'gone' does not exist"),
    ])
  func `what can't move is refused with the guest untouched`(_ line: String, _ reason: String) {
    let herd = SmallHerd.herd { herd in
      for index in herd.guests.indices where herd.guests[index].id == GuestID(105) {
        herd.guests[index].configuration.append(line)
      }
    }
    let world = World(herd)
    let answer = world.run("pct migrate 105 pve2 --restart")
    #expect(answer.errors == "migration aborted\n")
    #expect(answer.exit == .status(255))
    #expect(answer.logTexts.last?.hasPrefix("ERROR: migration aborted (duration 00:00:") == true)
    #expect(answer.logTexts.last?.hasSuffix("): \(reason)") == true)
    #expect(world.guest(105)?.node == "pve1")
    #expect(world.guest(105)?.interruptions == 0)
  }

  @Test func `a target that is down is found before the guest stops`() {
    world.cluster.node("pve2")?.goDown(returns: false)
    let answer = world.run("pct migrate 105 pve2 --restart")
    #expect(answer.logTexts.contains("ssh: connect to host 192.168.1.12 port 22: No route to host"))
    #expect(answer.output.contains("Can't connect to destination address using public key"))
    #expect(world.guest(105)?.status == "running")
    #expect(world.guest(105)?.interruptions == 0)
  }

  @Test func `a container that does not stop keeps running on the source, late and without force`() throws {
    let world = World(SmallHerd.herd(), faults: [try #require(Fault("ignores-shutdown:105"))])
    let answer = world.run("pct migrate 105 pve2 --restart --timeout 120")
    #expect(answer.logTexts.contains("command 'lxc-stop -n 105 --nokill --timeout 120' failed: exit code 1"))
    #expect(answer.logTexts.last?.hasSuffix("): container did not stop") == true)
    #expect(answer.errors == "migration aborted\n")
    #expect((245...300).contains(answer.endedAt), "twice its time-out, and a little more")
    #expect(world.guest(105)?.status == "running")
    #expect(world.cluster.files.configuration(105)?["lock"] == nil)
  }

  @Test func `a failed start leaves the guest stopped and unlocked on the target`() throws {
    let world = World(SmallHerd.herd(), faults: [try #require(Fault("migration-start-fails:105"))])
    let answer = world.run("pct migrate 105 pve2 --restart")
    #expect(answer.errors == "migration problems\n")
    #expect(answer.exit == .status(255))
    #expect(
      answer.logTexts.suffix(3).dropLast() == [
        "startup for container '105' failed",
        "ERROR: command '\(ContainerMoveTests.ssh) pct start 105' failed: exit code 255",
      ])
    #expect(answer.logTexts.last?.hasPrefix("ERROR: migration finished with problems (duration ") == true)
    #expect(world.guest(105)?.node == "pve2")
    #expect(world.guest(105)?.status == "stopped")
    #expect(world.cluster.files.configuration(105)?["lock"] == nil)
    #expect(world.run("pct start 105", on: "pve2").exit == .status(0))
  }

  @Test func `a privileged container with devices fails its first start on a new node and succeeds on the second`() {
    let answer = world.run("pct migrate 101 pve2 --restart")
    #expect(answer.exit == .status(255))
    let named = answer.logTexts.first { $0.hasPrefix("Device /dev/dri/") }
    #expect(named?.hasSuffix(" does not exist") == true)
    #expect(
      world.run("test -c /dev/dri/card1 && test -c /dev/dri/renderD128 && echo there", on: "pve2").output == "there\n")
    #expect(world.run("pct start 101; echo $?", on: "pve2").output == "0\n")
    #expect(world.run("pct migrate 101 pve1 --restart", on: "pve2").exit == .status(0), "it knows its home")
  }

  @Test func `a folder made beforehand avoids the false alarm`() {
    world.run("mkdir -p -m 755 /var/lib/lxc/101", on: "pve2")
    #expect(world.run("pct migrate 101 pve2 --restart").exit == .status(0))
  }

  @Test func `a target in shutdown refuses the start`() throws {
    let running = world.start("pct migrate 105 pve2 --restart")
    _ = world.wait(until: { world.cluster.files.configuration(105)?["lock"] == "migrate" })
    world.cluster.node("pve2")?.orderReboot()
    let answer = world.finish(running)
    #expect(answer.output.contains("Transaction for pve-container@105.service/start is destructive"))
    #expect(answer.errors == "migration problems\n")
    #expect(world.guest(105)?.node == "pve2")
  }

  @Test func `a second migration of the same guest waits for its lock and gives up`() {
    let first = world.start("pct migrate 105 pve2 --restart")
    let second = world.run("pct migrate 105 pve3 --restart")
    #expect(second.errors == "can't lock file '/var/lock/pve-manager/pve-migrate-105' - got timeout\n")
    #expect(world.finish(first).exit == .status(0))
  }

  @Test func `many moves at once slow each other down only beyond what a node carries`() {
    func seconds(_ count: Int) -> Double {
      let world = World()
      let all = (0..<count).map { world.start("pct migrate \(102 + $0) pve\(2 + $0 % 2) --restart") }
      for running in all { world.finish(running) }
      #expect(all.allSatisfy { $0.answer.exit == .status(0) })
      #expect(world.cluster.groundTruth().mostMovesAtOnce == count)
      return all.map(\.answer.endedAt).max() ?? 0
    }
    let one = seconds(1)
    #expect(seconds(8) < one * 1.4)
    #expect(seconds(16) < one * 2.2)
  }
}
