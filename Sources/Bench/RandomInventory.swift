import Cluster

/// Clusters out of a seed: nodes of different sizes, most guests containers, unevenly spread, two thirds of the memory in
/// use at most.
struct RandomInventory: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// SplitMix64.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }

  private mutating func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  /// A cluster whose nodes all have updates.
  func make(nodes count: Int, guests guestCount: Int) -> Inventory {
    var random = self
    let names = (1...count).compactMap { NodeName("pve\($0)") }
    let storage = Storage(
      name: "nfs", type: "nfs", isActive: true, isShared: true, capacity: Capacity(usedBytes: 0, totalBytes: 1))
    let guests = (0..<guestCount).map { index in
      // Of two nodes at random the one that stands first: some are twice as full as others.
      let place = min(random.pick(0...count - 1), random.pick(0...count - 1) + count / 4)
      return random.guest(100 + index, on: names[place], storage: storage.name)
    }
    let needed = guests.reduce(into: [NodeName: Int64]()) { $0[$1.node, default: 0] += $1.memoryBytes }
    let most = needed.values.max() ?? 0
    let nodes = names.map { name in
      var node = Node(name: name, address: "192.0.2.1")
      node.isOnline = true
      node.version = "8.4.1"
      node.cores = 64
      (node.kernel, node.bootKernel) = ("6.8.12-9-pve", "6.8.12-9-pve")
      node.memory = Capacity(
        usedBytes: needed[name] ?? 0, totalBytes: most * Int64(random.pick(150...200)) / 100)
      node.updates = PendingUpdates(count: 13, security: 3, kernel: "6.8.12-11-pve")
      node.storages = [storage]
      node.bridges = ["vmbr0"]
      return node
    }
    return Inventory(
      clusterName: "bench", quorum: Quorum(isQuorate: true, votes: count, expected: count, needed: count / 2 + 1),
      nodes: nodes, guests: guests, takenAt: Timestamp(seconds: 1_795_330_800))
  }

  private mutating func guest(_ id: Int, on node: NodeName, storage: String) -> Guest {
    let isMachine = pick(0...4) == 0
    return Guest(
      id: GuestID(id), kind: isMachine ? .machine : .container, name: "guest\(id)", node: node, status: .running,
      memoryBytes: Int64(pick(1...16)) << (isMachine ? 29 : 28),
      disks: [.init(key: isMachine ? "scsi0" : "rootfs", backing: .volume(storage: storage))], bridges: ["vmbr0"])
  }
}
