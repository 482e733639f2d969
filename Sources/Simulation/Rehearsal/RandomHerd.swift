import Cluster

extension Herd {
  /// A random herd: one to six nodes with shared storage, most often three, guests of both kinds, some stopped, some
  /// privileged with devices, one in three of these with a hostile name, some with a startup order, some with what keeps them on their node, updates on all or on
  /// some nodes, which may have different releases of Proxmox VE.
  /// - Parameter seed: equal seeds give equal herds.
  public static func random(seed: UInt64) -> Herd {
    var random = SeededRandom(seed: seed ^ 0xC0FF_EE00)
    func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    let count = [1, 2, 3, 3, 3, 3, 3, 4, 4, 5, 6][pick(0...10)]
    let isMixed = pick(0...3) == 0
    let names = (1...count).compactMap { NodeName("pve\($0)") }
    let seed = SeedHerd.herd
    let nodes = names.enumerated().map { index, name in
      var machine = seed.nodes[index % seed.nodes.count].machine
      machine.memoryBytes = Int64(pick(48...128)) << 30
      if pick(0...4) == 0 { machine.pending = [] }
      let isNewer = isMixed && !machine.pending.isEmpty && pick(0...1) == 0
      if isNewer { machine.pending = machine.pending.map(newer) }
      return Node(
        name: name, address: "192.168.1.\(10 + index)", machine: machine, version: isNewer ? "9.0.10" : "8.4.1",
        devices: ["/dev/dri/card1", "/dev/dri/renderD128", HostileName.device])
    }
    let guests = (0..<pick(2...14)).map { index -> Guest in
      let isContainer = pick(0...3) > 0
      let id = 100 + index
      var lines = ["memory: \([256, 512, 1024, 2048][pick(0...3)])", "onboot: \(pick(0...1))"]
      if pick(0...4) == 0 { lines.append("startup: order=\(pick(1...4))") }
      if isContainer {
        lines += [
          "hostname: ct\(id)", "net0: name=eth0,bridge=vmbr0", "rootfs: nfs-ct:\(id)/vm-\(id)-disk-0.raw,size=8G",
        ]
        if pick(0...5) == 0 {
          lines.append("dev0: \(pick(0...2) == 0 ? HostileName.device : "/dev/dri/renderD128"),gid=104")
        } else {
          lines.append("unprivileged: 1")
        }
      } else {
        lines += [
          "name: vm\(id)", "net0: virtio=BC:24:11:00:00:01,bridge=vmbr0",
          "scsi0: nfs-ct:\(id)/vm-\(id)-disk-0.raw,size=8G",
        ]
        if pick(0...2) == 0 { lines.append("cipassword: \(Secret.canary)") }
        if pick(0...7) == 0 { lines.append("hostpci0: 0000:00:02.0") }
      }
      return Guest(
        id: GuestID(id), kind: isContainer ? .container : .machine, node: names[pick(0...count - 1)],
        isRunning: pick(0...6) > 0, configuration: lines.sorted())
    }
    var herd = Herd(name: "random", nodes: nodes, guests: guests, storages: seed.storages)
    herd.hasQDevice = count == 2 && pick(0...2) > 0
    // In every third herd HA manages some of the guests.
    if pick(0...2) == 0 {
      for guest in guests where pick(0...3) == 0 { herd.managed[guest.id] = guest.isRunning ? "started" : "stopped" }
    }
    if pick(0...3) == 0 { herd.backupJobs = ["backup-nightly"] }
    // In every fourth herd of some size the nodes carry Ceph, now and then with a flag that someone has set.
    if count > 2, pick(0...3) == 0 { herd.cephFlags = pick(0...4) == 0 ? ["noout"] : [] }
    herd.addRule(pick)
    herd.addMapping(pick)
    return herd
  }

  /// In some herds a machine uses a mapped device, which all nodes or some have, and which may move live or not.
  private mutating func addMapping(_ pick: (ClosedRange<Int>) -> Int) {
    guard pick(0...4) == 0, let place = guests.firstIndex(where: { $0.kind == .machine }) else { return }
    guests[place].configuration = (guests[place].configuration + ["hostpci1: mapping=gpu,pcie=1"]).sorted()
    let some = nodes.map(\.name).filter { $0 == guests[place].node || pick(0...3) > 0 }
    mappings["gpu"] = Mapping(nodes: some, isLive: pick(0...3) > 0)
  }

  /// In many herds with managed guests a rule says where these run; it holds at the start.
  private mutating func addRule(_ pick: (ClosedRange<Int>) -> Int) {
    let places = guests.filter { managed[$0.id] != nil }.map { (id: $0.id, node: $0.node) }
    guard let first = places.first, nodes.count > 1 else { return }
    let isStrict = pick(0...1) == 0
    switch pick(0...3) {
    case 0:
      let others = nodes.map(\.name).filter { $0 != first.node }
      let wish = Affinity.Wish.nodes([first.node: 2, others[pick(0...others.count - 1)]: 1])
      affinities = [Affinity(label: "HA group near", wish: wish, isStrict: isStrict, guests: [first.id])]
    case 1:
      let neighbours = places.filter { $0.node == first.node }.map(\.id)
      affinities = [Affinity(label: "HA rule pair", wish: .together, isStrict: true, guests: neighbours)]
    case 2:
      var nodes: Set<NodeName> = []
      let distant = places.filter { nodes.insert($0.node).inserted }.map(\.id)
      affinities = [Affinity(label: "HA rule apart", wish: .apart, isStrict: true, guests: distant)]
    default: break
    }
  }

  /// The same package in the next release of Proxmox VE, on both sides of its update.
  private static func newer(_ package: Package) -> Package {
    var package = package
    switch package.name {
    case "pve-manager": (package.installed, package.available) = ("9.0.10", "9.0.11")
    case "pve-qemu-kvm": (package.installed, package.available) = ("10.0.2-3", "10.0.2-4")
    default: break
    }
    return package
  }
}
