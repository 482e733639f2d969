import Cluster

/// The herd of the story that herdmon grew out of: three nodes, 32 containers, 25 of them on one node, five machines,
/// a backup server, shared NFS storage, and a privileged Plex with a graphics device.
public enum SeedHerd {
  /// The herd.
  public static var herd: Herd {
    let nodes = ["pve1", "pve2", "pve3"].enumerated().compactMap { index, name in
      NodeName(name).map {
        Herd.Node(name: $0, address: "192.168.1.\(11 + index)", machine: machine(index), devices: devices)
      }
    }
    let server = Herd.BackupServer(
      name: "pbs1", address: "192.168.1.20",
      machine: Herd.Machine(
        kernel: "6.8.12-9-pve", kernels: ["6.8.12-8-pve", "6.8.12-9-pve"], cores: 4, memoryBytes: 16 << 30,
        pending: SeedPackages.backupServer, uptimeSeconds: 3_715_200),
      version: "3.4.1",
      datastores: [
        Herd.Storage(
          name: "main", type: "datastore", isShared: true, totalBytes: 4_000_000_000_000, usedBytes: 2_800_000_000_000,
          content: "backup", options: ["/mnt/datastore/main"])
      ])
    return Herd(name: "homelab", nodes: nodes, backupServers: [server], guests: guests, storages: storages)
  }

  private static let devices = ["/dev/dri/card1", "/dev/dri/renderD128"]

  private static func machine(_ index: Int) -> Herd.Machine {
    Herd.Machine(
      kernel: "6.8.12-9-pve", kernels: ["6.8.12-8-pve", "6.8.12-9-pve"], cores: 12, memoryBytes: 64 << 30,
      pending: SeedPackages.node, uptimeSeconds: [5_184_312, 5_097_740, 8_640_155][index])
  }

  private static let storages = [
    Herd.Storage(
      name: "local", type: "dir", isShared: false, totalBytes: 100_861_726_720, usedBytes: 12_322_947_072,
      content: "iso,vztmpl,backup", options: ["path /var/lib/vz"]),
    Herd.Storage(
      name: "local-lvm", type: "lvmthin", isShared: false, totalBytes: 374_538_764_288, usedBytes: 41_199_263_744,
      content: "rootdir,images", options: ["thinpool data", "vgname pve"]),
    Herd.Storage(
      name: "nfs-ct", type: "nfs", isShared: true, totalBytes: 7_937_399_455_744, usedBytes: 2_152_646_836_224,
      content: "rootdir,images", options: ["export /tank/ct", "path /mnt/pve/nfs-ct", "server 192.168.1.5"]),
    Herd.Storage(
      name: "pbs", type: "pbs", isShared: true, totalBytes: 4_000_000_000_000, usedBytes: 2_800_000_000_000,
      content: "backup", options: ["datastore main", "server 192.168.1.20", "username root@pam!pve"]),
  ]

  /// Containers by node: name, memory in MiB, cores, place in the startup order.
  private static let containers: [(node: String, rows: [(name: String, memory: Int, cores: Int, order: Int?)])] = [
    (
      "pve1",
      [
        ("plex", 4096, 4, nil), ("paperless", 3072, 2, nil), ("grafana", 1024, 2, nil), ("nginx-proxy-01", 512, 1, 1),
        ("nginx-proxy-02", 512, 1, 1), ("vaultwarden", 512, 1, nil), ("sonarr", 1024, 2, nil), ("radarr", 1024, 2, nil),
        ("prowlarr", 512, 1, nil), ("qbittorrent", 2048, 2, nil), ("overseerr", 1024, 2, nil),
        ("tautulli", 512, 1, nil),
        ("uptime-kuma", 1024, 1, nil), ("prometheus", 4096, 2, nil), ("loki", 2048, 2, nil), ("influxdb", 2048, 2, nil),
        ("mosquitto", 256, 1, 2), ("postgres", 4096, 4, 2), ("redis", 512, 1, 2), ("gitea", 1024, 2, nil),
        ("nextcloud", 4096, 4, nil), ("bookstack", 1024, 1, nil), ("freshrss", 512, 1, nil), ("homepage", 512, 1, nil),
        ("patchmon", 2048, 2, nil),
      ]
    ),
    ("pve2", [("pihole", 512, 1, 1), ("immich", 6144, 4, nil), ("n8n", 2048, 2, nil), ("old-wiki", 1024, 1, nil)]),
    ("pve3", [("wireguard", 512, 1, 1), ("openclaw", 4096, 4, nil), ("tmpl-debian12", 512, 1, nil)]),
  ]

  private static let machines: [(id: Int, node: String, name: String, memory: Int, extra: [String], isRunning: Bool)] =
    [
      (200, "pve1", "ansible", 4096, ["tags: controller;infra"], true),
      (201, "pve2", "homeassistant", 4096, ["tags: home"], true),
      (202, "pve2", "docker-01", 8192, ["tags: infra"], true),
      (203, "pve3", "win-server-2022-domain-ctl", 8192, ["tags: infra"], true),
      (204, "pve3", "kali-lab", 4096, [], false),
    ]

  private static var guests: [Herd.Guest] {
    var guests: [Herd.Guest] = []
    var id = 101
    for (node, rows) in containers {
      for row in rows {
        if let node = NodeName(node) { guests.append(container(id, row.name, node, row.memory, row.cores, row.order)) }
        id += 1
      }
    }
    for row in machines {
      guard let node = NodeName(row.node) else { continue }
      guests.append(
        Herd.Guest(
          id: GuestID(row.id), kind: .machine, node: node, isRunning: row.isRunning,
          configuration: machine(row.id, row.name, row.memory, row.extra, row.isRunning), memoryUse: 0.8))
    }
    return guests
  }

  private static func container(
    _ id: Int, _ name: String, _ node: NodeName, _ memory: Int, _ cores: Int, _ order: Int?
  ) -> Herd.Guest {
    let isTemplate = name.hasPrefix("tmpl-")
    let isRunning = !isTemplate && name != "old-wiki"
    var lines = [
      "arch: amd64", "cores: \(cores)", "features: nesting=1", "hostname: \(name)", "memory: \(memory)",
      "net0: name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:00:\(Pad.hex(id, 2)),ip=dhcp,type=veth",
      "onboot: \(isRunning ? 1 : 0)", "ostype: debian", "rootfs: nfs-ct:\(id)/vm-\(id)-disk-0.raw,size=8G", "swap: 512",
    ]
    if name == "plex" {
      lines += ["dev0: /dev/dri/card1,gid=44", "dev1: /dev/dri/renderD128,gid=104", "tags: gpu;media"]
    } else {
      lines.append("unprivileged: 1")
    }
    if let order { lines.append("startup: order=\(order)") }
    if isTemplate { lines.append("template: 1") }
    lines.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return Herd.Guest(id: GuestID(id), kind: .container, node: node, isRunning: isRunning, configuration: lines)
  }

  private static func machine(
    _ id: Int, _ name: String, _ memory: Int, _ extra: [String], _ startsAtBoot: Bool
  ) -> [String] {
    let lines = [
      "agent: 1", "boot: order=scsi0;net0", "cores: 2", "cpu: x86-64-v2-AES", "memory: \(memory)", "name: \(name)",
      "net0: virtio=BC:24:11:00:01:\(Pad.hex(id, 2)),bridge=vmbr0,firewall=1", "numa: 0",
      "onboot: \(startsAtBoot ? 1 : 0)", "ostype: l26", "scsi0: nfs-ct:\(id)/vm-\(id)-disk-0.qcow2,discard=on,size=32G",
      "scsihw: virtio-scsi-single", "sockets: 1",
    ]
    return (lines + extra).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

/// What an upgrade of the seed's hosts would install.
enum SeedPackages {
  private static let proxmox = "Proxmox Debian Repository:stable"
  private static let security = "Debian-Security:12/oldstable-security"
  private static let debian = "Debian:12.11/oldstable"

  private static let common = [
    Herd.Package("bash", from: "5.2.15-2+b7", to: "5.2.15-2+b8", origin: debian, bytes: 1_491_000),
    Herd.Package("libssl3", from: "3.0.15-1~deb12u1", to: "3.0.16-1~deb12u1", origin: security, bytes: 2_032_000),
    Herd.Package("openssl", from: "3.0.15-1~deb12u1", to: "3.0.16-1~deb12u1", origin: security, bytes: 1_433_000),
    Herd.Package(
      "libxml2", from: "2.9.14+dfsg-1.3~deb12u1", to: "2.9.14+dfsg-1.3~deb12u2", origin: security, bytes: 687_000),
    Herd.Package("base-files", from: "12.4+deb12u10", to: "12.4+deb12u11", origin: debian, bytes: 70_800),
    Herd.Package(
      "tzdata", from: "2025a-0+deb12u1", to: "2025b-0+deb12u1", origin: debian, architecture: "all", bytes: 301_000),
    Herd.Package(
      "proxmox-kernel-6.8.12-11-pve-signed", from: nil, to: "6.8.12-11", origin: proxmox, kernel: "6.8.12-11-pve",
      bytes: 106_000_000),
    Herd.Package(
      "proxmox-kernel-6.8", from: "6.8.12-9", to: "6.8.12-11", origin: proxmox, architecture: "all", bytes: 9_100),
  ]

  static let node =
    common + [
      Herd.Package(
        "libpve-storage-perl", from: "8.3.6", to: "8.3.7", origin: proxmox, architecture: "all", bytes: 142_000),
      Herd.Package("pve-container", from: "5.2.6", to: "5.2.7", origin: proxmox, architecture: "all", bytes: 152_000),
      Herd.Package("qemu-server", from: "8.3.12", to: "8.3.14", origin: proxmox, bytes: 308_000),
      Herd.Package("pve-qemu-kvm", from: "9.2.0-5", to: "9.2.0-6", origin: proxmox, bytes: 31_400_000),
      Herd.Package("pve-manager", from: "8.4.1", to: "8.4.5", origin: proxmox, architecture: "all", bytes: 550_000),
    ]

  static let backupServer =
    common + [
      Herd.Package("proxmox-backup-server", from: "3.4.1-1", to: "3.4.3-1", origin: proxmox, bytes: 7_900_000)
    ]
}
