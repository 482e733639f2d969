import Cluster
import Planning

/// A small cluster for the tests of this module: three nodes, one of them silent, a backup server, five guests.
enum SampleHerd {
  static func name(_ text: String) -> NodeName {
    guard let name = NodeName(text) else { preconditionFailure("\(text) is no node name") }
    return name
  }

  static let takenAt = Timestamp(milliseconds: 1_795_330_800_000)

  static var inventory: Inventory {
    Inventory(
      clusterName: "homelab", quorum: Quorum(isQuorate: true, votes: 2, expected: 3, needed: 2),
      nodes: [pve1, pve2, pve3], guests: guests, backupServers: [pbs1], takenAt: takenAt)
  }

  static var pve1: Node {
    var node = Node(name: name("pve1"), address: "192.168.1.11")
    node.isOnline = true
    node.version = "8.4.1"
    node.kernel = "6.8.12-9-pve"
    node.bootKernel = "6.8.12-11-pve"
    node.bootID = BootID("5f1c1cf4-6f60-4a0e-9f0c-0d5a3d6d9a01")
    node.uptimeSeconds = 41 * 86_400 + 3 * 3600
    node.cores = 8
    node.load = [0.42, 0.5, 0.61]
    node.memory = Capacity(usedBytes: 12 << 30, totalBytes: 32 << 30)
    node.updates = PendingUpdates(count: 23, security: 4, removals: [], kernel: "proxmox-kernel-6.8.12-11-pve-signed")
    node.storages = [
      Storage(
        name: "nfs-ct", type: "nfs", isActive: true, isShared: true,
        capacity: Capacity(usedBytes: 1 << 40, totalBytes: 4 << 40))
    ]
    node.tasks = [RunningTask(upid: "UPID:pve1:0:0:0:vzdump:102:root@pam:", type: "vzdump", subject: "102")]
    node.bridges = ["vmbr0"]
    node.devices = ["/dev/dri/renderD128"]
    node.paths = ["/srv/media"]
    node.health.processor = "Intel(R) Core(TM) i5-8500T CPU @ 2.10GHz"
    return node
  }

  static var pve2: Node {
    var node = pve1
    node.name = name("pve2")
    node.address = "192.168.1.12"
    node.bootKernel = node.kernel
    node.bootID = BootID("5f1c1cf4-6f60-4a0e-9f0c-0d5a3d6d9a02")
    node.updates = PendingUpdates()
    node.tasks = []
    node.memory = Capacity(usedBytes: 8 << 30, totalBytes: 32 << 30)
    return node
  }

  static var pve3: Node {
    var node = Node(name: name("pve3"), address: "192.168.1.13")
    node.problems = ["pve3: connect to 192.168.1.13: no answer for 10 s; is it up?"]
    return node
  }

  static var pbs1: BackupServer {
    var server = BackupServer(name: "pbs1", address: "192.168.1.20")
    server.isOnline = true
    server.version = "3.4.1"
    server.kernel = "6.8.12-9-pve"
    server.bootKernel = "6.8.12-9-pve"
    server.uptimeSeconds = 90 * 86_400
    server.updates = PendingUpdates(count: 4)
    server.datastores = [.init(name: "store1", capacity: Capacity(usedBytes: 71, totalBytes: 100))]
    server.lastBackup = Timestamp(milliseconds: 1_795_309_200_000)
    return server
  }

  static var guests: [Guest] {
    [
      Guest(
        id: GuestID(101), kind: .container, name: "plex", node: name("pve1"), status: .running,
        memoryBytes: 4 << 30, cores: 4, startsAtBoot: true,
        startup: Guest.Startup(order: 3, upSeconds: 10, downSeconds: 60), tags: ["media"], isPrivileged: true,
        devices: ["/dev/dri/renderD128"],
        disks: [
          Guest.Disk(key: "rootfs", backing: .volume(storage: "nfs-ct"), sizeBytes: 8 << 30),
          Guest.Disk(key: "mp0", backing: .hostPath("/srv/media", shared: true)),
        ], bridges: ["vmbr0"]),
      Guest(
        id: GuestID(102), kind: .container, name: "paperless", node: name("pve1"), status: .running, lock: "backup",
        disks: [Guest.Disk(key: "rootfs", backing: .volume(storage: "nfs-ct"))]),
      Guest(
        id: GuestID(201), kind: .machine, name: "dc1", node: name("pve1"), status: .running, memoryBytes: 2 << 30,
        haState: "started",
        disks: [
          Guest.Disk(key: "scsi0", backing: .volume(storage: "nfs-ct")), Guest.Disk(key: "ide2", backing: .hostDrive),
          Guest.Disk(key: "ide0", backing: .image(storage: "nfs-ct")),
        ], passthrough: ["usb0"], hasSnapshots: true),
      Guest(id: GuestID(301), kind: .container, name: "dns", node: name("pve3"), status: .unknown),
      Guest(id: GuestID(900), kind: .machine, name: "debian-template", node: name("pve2"), isTemplate: true),
    ]
  }

  /// The same cluster in full health, with guests that can all move.
  static var healthy: Inventory {
    var third = pve2
    third.name = name("pve3")
    third.address = "192.168.1.13"
    var guests = guests
    guests[1].lock = nil
    guests[2].haState = nil
    guests[2].disks = [Guest.Disk(key: "scsi0", backing: .volume(storage: "nfs-ct"))]
    guests[2].passthrough = []
    guests[3].status = .running
    return Inventory(
      clusterName: "homelab", quorum: Quorum(isQuorate: true, votes: 3, expected: 3, needed: 2),
      nodes: [pve1, pve2, third], guests: guests, takenAt: takenAt)
  }
}
