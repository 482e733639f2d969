import Cluster

extension Herd {
  /// A random herd: two to six nodes with shared storage, guests of both kinds, some stopped, some privileged with
  /// devices, some with a startup order, updates on all or on some nodes.
  /// - Parameter seed: equal seeds give equal herds.
  public static func random(seed: UInt64) -> Herd {
    var random = SeededRandom(seed: seed ^ 0xC0FF_EE00)
    func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    let count = pick(3...6)
    let names = (1...count).compactMap { NodeName("pve\($0)") }
    let seed = SeedHerd.herd
    let nodes = names.enumerated().map { index, name in
      var machine = seed.nodes[index % seed.nodes.count].machine
      machine.memoryBytes = Int64(pick(48...128)) << 30
      if pick(0...4) == 0 { machine.pending = [] }
      return Node(
        name: name, address: "192.168.1.\(10 + index)", machine: machine, version: "8.4.1",
        devices: ["/dev/dri/card1", "/dev/dri/renderD128"])
    }
    let guests = (0..<pick(2...24)).map { index -> Guest in
      let isContainer = pick(0...3) > 0
      let id = 100 + index
      var lines = ["memory: \([256, 512, 1024, 2048][pick(0...3)])", "onboot: \(pick(0...1))"]
      if pick(0...4) == 0 { lines.append("startup: order=\(pick(1...4))") }
      if isContainer {
        lines += [
          "hostname: ct\(id)", "net0: name=eth0,bridge=vmbr0", "rootfs: nfs-ct:\(id)/vm-\(id)-disk-0.raw,size=8G",
        ]
        if pick(0...5) == 0 {
          lines.append("dev0: /dev/dri/renderD128,gid=104")
        } else {
          lines.append("unprivileged: 1")
        }
      } else {
        lines += [
          "name: vm\(id)", "net0: virtio=BC:24:11:00:00:01,bridge=vmbr0",
          "scsi0: nfs-ct:\(id)/vm-\(id)-disk-0.raw,size=8G",
        ]
      }
      return Guest(
        id: GuestID(id), kind: isContainer ? .container : .machine, node: names[pick(0...count - 1)],
        isRunning: pick(0...6) > 0, configuration: lines.sorted())
    }
    return Herd(name: "random", nodes: nodes, guests: guests, storages: seed.storages)
  }
}
