import Cluster

@testable import Planning

/// Small clusters for tests.
enum SampleCluster {
  static func name(_ text: String) -> NodeName {
    guard let name = NodeName(text) else { preconditionFailure("'\(text)' is no node name") }
    return name
  }

  static func node(_ text: String, memoryGiB: Int64 = 64, usedGiB: Int64 = 8) -> Node {
    var node = Node(name: name(text), address: "10.0.0.1")
    node.isOnline = true
    node.version = "8.4.1"
    node.kernel = "6.8.12-9-pve"
    node.bootKernel = "6.8.12-9-pve"
    node.memory = Capacity(usedBytes: usedGiB << 30, totalBytes: memoryGiB << 30)
    node.updates = PendingUpdates(count: 23, security: 4, kernel: "6.8.12-11-pve")
    node.storages = [
      Storage(
        name: "nfs-ct", type: "nfs", isActive: true, isShared: true, capacity: Capacity(usedBytes: 0, totalBytes: 1))
    ]
    node.bridges = ["vmbr0"]
    node.devices = ["/dev/dri/renderD128"]
    return node
  }

  static func container(_ id: Int, on node: String, status: Guest.Status = .running) -> Guest {
    Guest(
      id: GuestID(id), kind: .container, name: "ct\(id)", node: name(node), status: status, memoryBytes: 1 << 30,
      disks: [.init(key: "rootfs", backing: .volume(storage: "nfs-ct"))], bridges: ["vmbr0"])
  }

  static func machine(_ id: Int, on node: String) -> Guest {
    Guest(
      id: GuestID(id), kind: .machine, name: "vm\(id)", node: name(node), status: .running, memoryBytes: 4 << 30,
      disks: [.init(key: "scsi0", backing: .volume(storage: "nfs-ct"))], bridges: ["vmbr0"])
  }

  /// Three nodes; 25 containers and a machine on the busiest, as in the seed.
  static func seed() -> Inventory {
    var guests = (101...125).map { container($0, on: "pve1") } + [machine(200, on: "pve1")]
    guests += (201...204).map { container($0, on: "pve2") } + [machine(210, on: "pve2"), machine(211, on: "pve2")]
    guests += (301...303).map { container($0, on: "pve3") } + [machine(310, on: "pve3"), machine(311, on: "pve3")]
    guests.append(container(190, on: "pve1", status: .stopped))
    return cluster([node("pve1"), node("pve2"), node("pve3")], guests)
  }

  /// Three nodes with two containers and a machine each: a whole run in few events.
  static func small() -> Inventory {
    let names = ["pve1", "pve2", "pve3"]
    let guests = names.enumerated().flatMap { index, node in
      [
        container(101 + 10 * index, on: node), container(102 + 10 * index, on: node),
        machine(103 + 10 * index, on: node),
      ]
    }
    return cluster(names.map { node($0) }, guests)
  }

  /// A glance at an empty node of a whole cluster of three.
  static func glance(_ node: String) -> NodeGlance {
    NodeGlance(
      node: name(node), bootID: BootID("boot-\(node)"), isQuorate: true,
      members: ["pve1", "pve2", "pve3"].map { Member(name: name($0), address: "", isOnline: true) }, placements: [],
      guests: [], queuedShutdown: [])
  }

  static func cluster(_ nodes: [Node], _ guests: [Guest]) -> Inventory {
    Inventory(
      clusterName: "homelab",
      quorum: Quorum(isQuorate: true, votes: nodes.count, expected: nodes.count, needed: nodes.count / 2 + 1),
      nodes: nodes, guests: guests, takenAt: Timestamp(seconds: 1_763_794_800))
  }

  static func start(_ inventory: Inventory, policy: Policy = Policy(), scope: RunScope = .rolling) -> RunStart {
    RunStart(
      id: RunID(random: 0x7f3a12), scope: scope, policy: policy, inventory: inventory,
      plan: Planner.plan(scope: scope, policy: policy, inventory: inventory))
  }
}
