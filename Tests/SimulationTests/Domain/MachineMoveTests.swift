import Cluster
import Testing

@testable import Simulation

/// Live moves of machines: facts/pve.md 5.2, 5.3.
struct MachineMoveTests {
  private func world(_ lines: [String] = [], faults: [Fault] = []) -> World {
    World(
      SmallHerd.herd { herd in
        for index in herd.guests.indices where herd.guests[index].id == GuestID(200) {
          herd.guests[index].configuration += lines
        }
      }, faults: faults)
  }

  @Test func `a live move copies memory, says so each second, and interrupts nothing`() {
    let world = world()
    let answer = world.run("qm migrate 200 pve2 --online")
    #expect(answer.exit == .status(0))
    let texts = answer.logTexts
    #expect(
      texts.prefix(8) == [
        "starting migration of VM 200 to node 'pve2' (192.168.1.12)", "starting VM 200 on remote node 'pve2'",
        "start remote tunnel", "ssh tunnel ver 1",
        "starting online/live migration on unix:/run/qemu-server/200.migrate", "set migration capabilities",
        "migration downtime limit: 100 ms", "migration cachesize: 512.0 MiB",
      ])
    let progress = texts.filter { $0.hasPrefix("migration active, transferred ") }
    #expect(progress.count > 20)
    #expect(progress.first == "migration active, transferred 110.0 MiB of 4.0 GiB VM-state, 110.0 MiB/s")
    #expect(texts.suffix(2).first == "migration status: completed")
    #expect(world.guest(200)?.node == "pve2")
    #expect(world.guest(200)?.interruptions == 0)
    #expect(world.guest(200)?.outageSeconds == 0)
  }

  @Test func `until its very end the machine belongs to the source`() {
    let world = world()
    let running = world.start("qm migrate 200 pve2 --online")
    world.wait(20)
    #expect(world.run("qm list", on: "pve2").output.isEmpty)
    #expect(world.run("qm status 200").output == "status: running\n")
    #expect(world.cluster.files.configuration(200)?["lock"] == "migrate")
    world.finish(running)
    #expect(world.run("qm list", on: "pve2").output.contains("ansible"))
    #expect(world.cluster.files.configuration(200)?["lock"] == nil)
  }

  @Test(
    arguments: [
      (["hostpci0: 0000:00:02.0", "usb0: host=1-3"], "can't migrate VM which uses local devices: hostpci0, usb0"),
      (
        ["ide2: local:iso/debian.iso,media=cdrom"], "can't migrate local disk 'local:iso/debian.iso': local cdrom image"
      ),
      (["ide2: cdrom"], "can't migrate local cdrom drive 'ide2'"),
      (
        ["scsi1: local-lvm:vm-200-disk-1,size=8G"],
        "can't migrate local disk 'local-lvm:vm-200-disk-1': can't live migrate attached local disks without "
          + "with-local-disks option"
      ),
    ])
  func `what pins a machine to its node aborts and leaves it running and unlocked`(
    _ lines: [String], _ reason: String
  ) {
    let world = world(lines)
    let answer = world.run("qm migrate 200 pve2 --online")
    #expect(answer.output.contains(reason))
    #expect(answer.errors == "migration aborted\n")
    #expect(answer.exit == .status(255))
    #expect(world.guest(200)?.node == "pve1")
    #expect(world.guest(200)?.status == "running")
    #expect(world.cluster.files.configuration(200)?["lock"] == nil)
  }

  @Test func `a mapped device goes along live only where the mapping says so and the target has one`() throws {
    let nodes = ["pve1", "pve2"].compactMap { NodeName($0) }
    func world(isLive: Bool) -> World {
      World(
        SmallHerd.herd { herd in
          herd.mappings["gpu"] = Herd.Mapping(nodes: nodes, isLive: isLive)
          for index in herd.guests.indices where herd.guests[index].id == GuestID(200) {
            herd.guests[index].configuration.append("hostpci1: mapping=gpu,pcie=1")
          }
        })
    }
    let live = world(isLive: true)
    #expect(
      live.run("qm migrate 200 pve3 --online").output.contains(
        "can't migrate to 'pve3': missing mapped devices hostpci1"))
    #expect(live.run("qm migrate 200 pve2 --online").exit == .status(0))
    #expect(
      live.run("cat /etc/pve/mapping/pci.cfg").output.hasPrefix(
        "gpu\n\tlive-migration-capable 1\n\tmap id=10de:2236,iommugroup=1,node=pve1,"))
    #expect(
      world(isLive: false).run("qm migrate 200 pve2 --online").output.contains(
        "can't live migrate running VM which uses following mapped devices: hostpci1:gpu"))
  }

  @Test func `a locked machine is refused before any task`() {
    let world = world(["lock: backup"])
    let answer = world.run("qm migrate 200 pve2 --online")
    #expect(answer.errors == "VM is locked (backup)\n")
    #expect(answer.output.isEmpty)
  }

  @Test func `two at once share the network`() {
    let world = world()
    let alone = world.run("qm migrate 200 pve2 --online").endedAt
    let both = self.world()
    let first = both.start("qm migrate 200 pve2 --online")
    let second = both.start("qm migrate 202 pve3 --online")
    both.finish(first)
    both.finish(second)
    #expect(first.answer.endedAt > alone * 1.6)
    #expect(second.answer.exit == .status(0))
  }

  @Test func `a target that goes down breaks the copy and the machine runs on`() {
    let world = world()
    let running = world.start("qm migrate 200 pve2 --online")
    world.wait(20)
    world.cluster.node("pve2")?.goDown(returns: false)
    let answer = world.finish(running)
    #expect(answer.errors == "migration problems\n")
    #expect(answer.output.contains("ERROR: online migrate failure - "))
    #expect(answer.output.contains("aborting phase 2 - cleanup resources"))
    #expect(world.guest(200)?.status == "running")
    #expect(world.guest(200)?.node == "pve1")
  }

  @Test func `a machine does not go to an older QEMU than it was started on`() throws {
    let world = world()
    let pve1 = try #require(world.cluster.node("pve1"))
    pve1.packages.install(Herd.Package("pve-qemu-kvm", from: "9.2.0-5", to: "10.0.2-1", origin: "x"))
    world.run("qm stop 200; qm start 200")
    let answer = world.run("qm migrate 200 pve2 --online")
    #expect(answer.output.contains("[pve2] Installed QEMU version '9.2.0' is too old to run machine type"))
    #expect(world.guest(200)?.status == "running")
  }
}
