import Cluster

extension SeededRandom {
  /// A random guest of a node: some are stopped, some have a startup order, some are privileged with devices, one in
  /// three of these with a hostile name, some have what keeps them on their node.
  mutating func guest(_ id: GuestID, on node: Herd.Node) -> Herd.Guest {
    let isContainer = number(0...3) > 0
    var lines = ["memory: \([256, 512, 1024, 2048][number(0...3)])", "onboot: \(number(0...1))"]
    if one(in: 5) { lines.append("startup: order=\(number(1...4))") }
    if one(in: 4) { lines.append("tags: \(one(in: 2) ? "web" : "db;web")") }
    let bridge = one(in: 8) ? node.bridges.last ?? "vmbr0" : "vmbr0"
    let storage = one(in: 25) ? "local-lvm" : "nfs-ct"
    lines += isContainer ? container(id, bridge, storage) : machine(id, bridge, storage)
    lines.sort()
    if one(in: 20) { lines += ["", "[before]", "snaptime: 1"] }
    return Herd.Guest(
      id: id, kind: isContainer ? .container : .machine, node: node.name,
      isRunning: number(0...6) > 0,
      configuration: lines)
  }

  private mutating func container(_ id: GuestID, _ bridge: String, _ storage: String) -> [String] {
    var lines = [
      "hostname: ct\(id)", "net0: name=eth0,bridge=\(bridge)",
      "rootfs: \(storage):\(id)/vm-\(id)-disk-0.raw,size=8G",
    ]
    if one(in: 6) {
      lines.append("dev0: \(one(in: 3) ? HostileName.device : "/dev/dri/renderD128"),gid=104")
    } else {
      lines.append("unprivileged: 1")
    }
    if one(in: 20) { lines.append("mp0: /mnt/media,mp=/media" + (one(in: 2) ? ",shared=1" : "")) }
    return lines
  }

  private mutating func machine(_ id: GuestID, _ bridge: String, _ storage: String) -> [String] {
    var lines = [
      "name: vm\(id)", "net0: virtio=BC:24:11:00:00:01,bridge=\(bridge)",
      "scsi0: \(storage):\(id)/vm-\(id)-disk-0.raw,size=8G",
    ]
    if !one(in: 3) { lines.append("cipassword: \(Secret.canary)") }
    if one(in: 8) { lines.append("hostpci0: 0000:00:02.0") }
    if one(in: 15) { lines.append("ide2: local:iso/debian.iso,media=cdrom,size=1G") }
    return lines
  }
}
