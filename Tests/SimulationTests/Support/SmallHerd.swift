import Cluster

@testable import Simulation

/// Three nodes with a handful of guests, one for each thing a list or a refusal can show.
enum SmallHerd {
  // Any of the literals below is a node name, so this one stands for none of them.
  private static let fallback = SeedHerd.herd.nodes[0].name

  static func node(_ name: String) -> NodeName { NodeName(name) ?? fallback }

  static func herd(_ change: (inout Herd) -> Void = { _ in }) -> Herd {
    var herd = Herd(
      name: "homelab",
      nodes: (1...3).map { number in
        Herd.Node(
          name: node("pve\(number)"), address: "192.168.1.\(10 + number)",
          machine: Herd.Machine(kernel: "6.8.12-9-pve", kernels: ["6.8.12-9-pve"], cores: 4, memoryBytes: 32 << 30),
          devices: ["/dev/dri/card1", "/dev/dri/renderD128"])
      },
      guests: [
        container(101, "plex", ["cores: 4", "dev0: /dev/dri/card1,gid=44", "dev1: /dev/dri/renderD128,gid=104"]),
        container(102, "paperless", ["lock: backup", "unprivileged: 1"]),
        container(103, "old-wiki", ["unprivileged: 1"], isRunning: false),
        container(104, "nginx-proxy-01.home.example", ["lock: migrate", "unprivileged: 1"], isRunning: false),
        container(105, "web", ["onboot: 1", "unprivileged: 1"]),
        container(190, "tmpl-debian12", ["template: 1", "unprivileged: 1"], isRunning: false),
        machine(200, ["boot: order=scsi0", "name: ansible", "scsi0: nfs-ct:200/vm-200-disk-0.qcow2,size=32G"]),
        machine(201, ["memory: 2048"], isRunning: false),
        machine(
          202, ["boot: order=scsi0", "name: win-server-2022-domain-ctl", "scsi0: nfs-ct:202/d.qcow2,size=64G"]),
      ],
      storages: [
        Herd.Storage(
          name: "local", type: "dir", isShared: false, totalBytes: 98_497_780 << 10, usedBytes: 12_034_128 << 10,
          content: "iso", options: ["path /var/lib/vz"]),
        Herd.Storage(
          name: "local-lvm", type: "lvmthin", isShared: false, totalBytes: 365_760_512 << 10,
          usedBytes: 40_233_656 << 10, content: "rootdir,images"),
        Herd.Storage(
          name: "nfs-ct", type: "nfs", isShared: true, totalBytes: 7_751_366_656 << 10, usedBytes: 2_102_194_176 << 10,
          content: "rootdir,images"),
        Herd.Storage(
          name: "old-nfs", type: "nfs", isShared: true, totalBytes: 1, usedBytes: 0, content: "images",
          options: ["disable"]),
      ])
    herd.durations.jitter = 0
    change(&herd)
    return herd
  }

  static func container(_ id: Int, _ name: String, _ lines: [String], isRunning: Bool = true) -> Herd.Guest {
    let plain = [
      "hostname: \(name)", "memory: 512", "rootfs: nfs-ct:\(id)/vm-\(id)-disk-0.raw,size=8G",
      "net0: name=eth0,bridge=vmbr0,ip=dhcp,type=veth",
    ]
    return Herd.Guest(
      id: GuestID(id), kind: .container, node: node("pve1"), isRunning: isRunning,
      configuration: (plain + lines).sorted())
  }

  static func machine(_ id: Int, _ lines: [String], isRunning: Bool = true) -> Herd.Guest {
    let memory = lines.contains { $0.hasPrefix("memory") } ? [] : ["memory: 4096"]
    return Herd.Guest(
      id: GuestID(id), kind: .machine, node: node("pve1"), isRunning: isRunning,
      configuration: (memory + lines).sorted())
  }
}
