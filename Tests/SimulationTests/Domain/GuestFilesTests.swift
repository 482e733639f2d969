import Cluster
import Testing

@testable import Simulation

/// What a guest finds outside of its own disks is looked at by no migration, only by the start that follows it:
/// facts/pve.md 2.4, 6.
struct GuestFilesTests {
  /// pve1 has all that guests ask for, pve2 nothing of it.
  private func world(_ lines: String..., guest: Int = 105) -> World {
    World(
      SmallHerd.herd { herd in
        herd.nodes[0].paths = ["/mnt/media", "/sys/dev/char/226:9", "local:snippets/x.sh"]
        for index in herd.guests.indices where herd.guests[index].id == GuestID(guest) {
          herd.guests[index].configuration += lines
        }
      })
  }

  @Test(arguments: [
    ("mp0: /mnt/media,mp=/media,shared=1", "directory '/mnt/media' does not exist"),
    (
      "lxc.mount.entry: /mnt/media media none bind 0 0",
      "mount_entry: 2446 No such file or directory - Failed to mount \"/mnt/media\""
    ),
    (
      "hookscript: local:snippets/x.sh",
      "hookscript error for 105 on pre-start: script 'local:snippets/x.sh' does not exist"
    ),
  ])
  func `what is not on the target is missed when the guest is there and starts`(_ line: String, _ reason: String) {
    let world = world(line)
    let answer = world.run("pct migrate 105 pve2 --restart")
    #expect(answer.logTexts.contains(reason))
    #expect(answer.errors == "migration problems\n")
    #expect(world.guest(105)?.node == "pve2" && world.guest(105)?.status == "stopped")
    #expect(world.run("pct migrate 105 pve1; ssh pve1 true", on: "pve2").logTexts.contains(reason) == false)
    #expect(world.run("pct start 105").exit == .status(0), "at home it starts")
  }

  @Test func `without what is optional a container starts all the same`() {
    let world = world("lxc.mount.entry: /dev/gone dev/gone none bind,optional,create=file")
    #expect(world.run("pct migrate 105 pve2 --restart").exit == .status(0))
    #expect(world.guest(105)?.status == "running")
  }

  @Test func `a machine whose hook script is not there keeps running where it is`() {
    let world = world("hookscript: local:snippets/x.sh", guest: 200)
    let answer = world.run("qm migrate 200 pve2 --online")
    #expect(
      answer.logTexts.contains(
        "[pve2] hookscript error for 200 on pre-start: script 'local:snippets/x.sh' does not exist"))
    #expect(world.guest(200)?.node == "pve1" && world.guest(200)?.status == "running")
  }

  @Test func `a storage tells where a volume lies, whether that exists or not`() {
    let world = world()
    #expect(world.run("pvesm path local:snippets/x.sh", on: "pve2").output == "/var/lib/vz/snippets/x.sh\n")
    #expect(world.run("pvesm path nfs-ct:snippets/x.sh").output == "/mnt/pve/nfs-ct/snippets/x.sh\n")
    #expect(world.run("pvesm path gone:snippets/x.sh").exit == .status(255))
    #expect(world.run("test -e /var/lib/vz/snippets/x.sh").exit == .status(0))
    #expect(world.run("test -e /var/lib/vz/snippets/x.sh", on: "pve2").exit == .status(1))
  }

  @Test func `nodes have processors of a model`() {
    let answer = world().run("grep -m 1 '^model name' /proc/cpuinfo")
    #expect(answer.output == "model name\t: Intel(R) Core(TM) i7-8700T CPU @ 2.40GHz\n")
  }
}
