import Cluster

extension Herd {
  /// A random herd: one to five nodes with shared storage, most often three, and one herd in fifty of 16 to 64; guests of
  /// both kinds, updates on all or on some nodes. Nodes may have different releases of Proxmox VE, hardly enough memory,
  /// a pinned kernel, or lack a bridge.
  /// - Parameter seed: equal seeds give equal herds.
  public static func random(seed: UInt64) -> Herd {
    var random = SeededRandom(seed: seed ^ 0xC0FF_EE00)
    let isLarge = seed % 50 == 49
    let counts = isLarge ? [16, 16, 16, 16, 20, 24, 32, 64] : [1, 2, 2, 3, 3, 3, 3, 3, 3, 4, 5]
    let count = random.pick(counts) ?? 3
    let nodes = random.nodes(count)
    let guests = (0..<random.number(isLarge ? count / 2...count : 2...12)).map { index in
      random.guest(GuestID(100 + index), on: nodes[random.number(0...count - 1)])
    }
    var herd = Herd(name: "random", nodes: nodes, guests: guests, storages: SeedHerd.herd.storages)
    herd.hasQDevice = count == 2 && !random.one(in: 3)
    for guest in guests where random.one(in: 5) { herd.pools[guest.id] = "prod" }
    // In every third herd HA manages some of the guests.
    if random.one(in: 3) {
      for guest in guests where random.one(in: 4) { herd.managed[guest.id] = guest.isRunning ? "started" : "stopped" }
    }
    if random.one(in: 4) { herd.backupJobs = ["backup-nightly"] }
    // In every fourth herd of some size the nodes carry Ceph, now and then with a flag that someone has set.
    if count > 2, !isLarge, random.one(in: 4) { herd.cephFlags = random.one(in: 5) ? ["noout"] : [] }
    herd.addRule(&random)
    herd.addMapping(&random)
    herd.addFiles(&random)
    return herd
  }

  /// In some herds a machine uses a mapped device, which all nodes or some have, and which may move live or not.
  private mutating func addMapping(_ random: inout SeededRandom) {
    guard random.one(in: 5), let place = guests.firstIndex(where: { $0.kind == .machine }) else { return }
    guests[place].configuration.insert("hostpci1: mapping=gpu,pcie=1", at: 0)
    let some = nodes.map(\.name).filter { $0 == guests[place].node || !random.one(in: 4) }
    mappings["gpu"] = Mapping(nodes: some, isLive: !random.one(in: 4))
  }

  /// In many herds with managed guests a rule says where these run; it holds at the start.
  private mutating func addRule(_ random: inout SeededRandom) {
    let places = guests.filter { managed[$0.id] != nil }.map { (id: $0.id, node: $0.node) }
    guard let first = places.first, nodes.count > 1 else { return }
    let isStrict = random.one(in: 2)
    switch random.number(0...3) {
    case 0:
      let others = nodes.map(\.name).filter { $0 != first.node }
      let wish = Affinity.Wish.nodes([first.node: 2, others[random.number(0...others.count - 1)]: 1])
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
}

extension SeededRandom {
  /// Nodes of one release, or of two that follow each other.
  fileprivate mutating func nodes(_ count: Int) -> [Herd.Node] {
    let oldest = RandomRelease.all[[0, 1, 1, 1, 1, 1, 2][number(0...6)]]
    let newest = one(in: 4) ? RandomRelease.all[min(oldest.major - 6, 2)] : oldest
    let isTight = one(in: 6)
    let lacksBridge = one(in: 10)
    return (1...count).compactMap { NodeName("pve\($0)") }.enumerated().map { index, name in
      let release = one(in: 2) ? oldest : newest
      var machine = release.machine
      machine.memoryBytes = Int64(isTight ? self.number(4...12) : self.number(48...128)) << 30
      machine.cores = [4, 8, 12, 32][self.number(0...3)]
      machine.uptimeSeconds = Double(self.number(5...100)) * 86_400
      machine.hasKexec = one(in: 2)
      if one(in: 5) { machine.pending = [] }
      if one(in: 12) { machine.pinnedKernel = machine.kernels.first }
      return Herd.Node(
        name: name, address: "192.168.1.\(10 + index)", machine: machine, version: release.version,
        devices: ["/dev/dri/card1", "/dev/dri/renderD128", HostileName.device],
        bridges: lacksBridge && one(in: 3) ? ["vmbr0"] : ["vmbr0", "vmbr1"])
    }
  }
}
