import Cluster
import Testing

@testable import Simulation

struct HerdCopyTests {
  private func inventory() throws -> Inventory {
    let names = try ["pve1", "pve2"].map { try #require(NodeName($0)) }
    let nodes = names.map { name in
      var node = Node(name: name, address: "10.0.0.\(name.rawValue.suffix(1))")
      node.isOnline = true
      node.kernel = "6.8.12-9-pve"
      node.bootKernel = "6.8.12-10-pve"
      node.cores = 4
      node.memory = Capacity(usedBytes: 1, totalBytes: 16 << 30)
      node.updates = PendingUpdates(count: 3, security: 1, kernel: "proxmox-kernel-6.8.12-11-pve-signed")
      node.storages = [
        Storage(
          name: name.rawValue == "pve1" ? "only" : "shared", type: "nfs", isActive: true, isShared: true,
          capacity: Capacity(usedBytes: 1, totalBytes: 100))
      ]
      return node
    }
    let guest = Guest(
      id: GuestID(101), kind: .container, name: "plex", node: names[0], status: .running, memoryBytes: 2 << 30,
      startsAtBoot: true, startup: .init(order: 2), tags: ["gpu"], haState: "started", isPrivileged: true,
      devices: ["/dev/dri/card0"],
      disks: [
        .init(key: "rootfs", backing: .volume(storage: "only"), sizeBytes: 8 << 30),
        .init(key: "mp0", backing: .hostPath("/mnt/media", shared: true)),
      ], bridges: ["vmbr0"])
    return Inventory(
      clusterName: "real", quorum: Quorum(isQuorate: true, votes: 2, expected: 2, needed: 2), nodes: nodes,
      guests: [guest], takenAt: Timestamp(milliseconds: 0))
  }

  @Test func `a copy has the guests, kernels, packages and storages of what was seen`() throws {
    let herd = Herd(copying: try inventory())
    #expect(
      herd.guests.first?.configuration == [
        "dev0: /dev/dri/card0", "hostname: plex", "memory: 2048", "mp0: /mnt/media,mp=/mp0,shared=1",
        "net0: name=eth0,bridge=vmbr0", "onboot: 1", "rootfs: only:101/vm-101-rootfs,size=8388608K",
        "startup: order=2", "tags: gpu",
      ])
    #expect(herd.managed == [GuestID(101): "started"])
    #expect(herd.storages.map(\.options) == [["nodes pve1"], ["nodes pve2"]])
    let world = World(herd)
    let answer = world.run("pct list; uname -r; apt-get -s dist-upgrade | tail -n 1; ls /boot/vmlinuz-*")
    #expect(answer.output.contains("plex"))
    #expect(answer.lines.suffix(2) == ["/boot/vmlinuz-6.8.12-10-pve", "/boot/vmlinuz-6.8.12-9-pve"])
    #expect(world.run("apt-get -s dist-upgrade | grep -c '^Inst.*Debian-Security'").output == "1\n")
    world.run("apt-get -y dist-upgrade; systemctl reboot")
    #expect(world.wait(until: { world.cluster.groundTruth().nodes[0].boots == 1 }))
    #expect(world.run("uname -r").output == "6.8.12-11-pve\n")
  }

  @Test func `a copy has what guests find outside of their disks, where it was seen`() throws {
    var inventory = try inventory()
    inventory.nodes[0].paths = ["/mnt/media", "/sys/dev/char/226:0", "only:snippets/x.sh"]
    inventory.nodes[0].devices = ["/dev/dri", "/dev/dri/card0"]
    inventory.nodes[0].health.processor = "i7-8700T"
    inventory.guests[0].paths = ["only:snippets/x.sh", "/sys/dev/char/226:0", "/sys/kernel/debug"]
    inventory.guests[0].disks.append(.init(key: "lxc.mount.entry", backing: .hostPath("/srv", shared: false)))
    let herd = Herd(copying: inventory)
    let configuration = herd.guests[0].configuration
    #expect(configuration.contains("hookscript: only:snippets/x.sh"))
    #expect(configuration.contains("lxc.mount.entry: /srv srv none bind 0 0"))
    #expect(
      configuration.suffix(2) == [
        "lxc.cgroup2.devices.allow: c 226:0 rwm", "lxc.mount.entry: /sys/kernel/debug sys/kernel/debug none bind 0 0",
      ])
    // Nobody was seen to have the last two, so nobody has looked.
    #expect(
      herd.nodes.map(\.paths) == [
        ["/mnt/media", "/srv", "/sys/dev/char/226:0", "/sys/kernel/debug", "only:snippets/x.sh"],
        ["/srv", "/sys/kernel/debug"],
      ])
    #expect(herd.nodes.map(\.devices) == [["/dev/dri/card0"], []])
    #expect(herd.nodes[0].machine.processor == "i7-8700T")
    let world = World(herd)
    let node = try #require(world.cluster.node("pve1"))
    let written = try #require(world.cluster.files.configuration(101))
    #expect(node.missingHookScript(101, written) == nil && node.missingMount(101, written) == nil)
  }

  @Test func `a copy has the third vote, Ceph, the backup jobs and the memory in use`() throws {
    var inventory = try inventory()
    #expect(!Herd(copying: inventory).hasQDevice)
    inventory.quorum = Quorum(isQuorate: true, votes: 3, expected: 3, needed: 2)
    inventory.nodes[0].health.ceph = NodeHealth.Ceph(status: "HEALTH_WARN", flags: ["noout"])
    inventory.nodes[1].health.backupJobs = ["nightly"]
    inventory.guests[0].memoryUsedBytes = 1 << 29
    let herd = Herd(copying: inventory)
    #expect(herd.hasQDevice)
    #expect(herd.cephFlags == ["noout"])
    #expect(herd.backupJobs == ["nightly"])
    #expect(herd.guests.map(\.memoryUse) == [0.25])
    // Where nodes have votes of their own number, these make no third one.
    inventory.quorum.unequalVotes = [inventory.nodes[0].name: 2]
    #expect(!Herd(copying: inventory).hasQDevice)
  }

  @Test func `a copy has the devices that are mapped on some nodes, and who uses them`() throws {
    var inventory = try inventory()
    inventory.nodes[0].mappings = ["gpu", "tuner"]
    inventory.nodes[1].mappings = ["gpu"]
    var guest = Guest(
      id: GuestID(200), kind: .machine, name: "games", node: inventory.nodes[0].name, status: .running,
      passthrough: ["hostpci0"])
    guest.mappings = ["gpu"]
    inventory.guests.append(guest)
    let herd = Herd(copying: inventory)
    #expect(herd.mappings["gpu"] == Herd.Mapping(nodes: inventory.nodes.map(\.name), isLive: true))
    #expect(herd.mappings["tuner"] == Herd.Mapping(nodes: [inventory.nodes[0].name], isLive: false))
    let lines = World(herd).run("qm config 200").lines
    #expect(lines.contains("hostpci0: host"))
    #expect(lines.contains("hostpci1: mapping=gpu"))
  }
}
