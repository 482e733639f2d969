import Cluster

@testable import Planning

/// A cluster made of values that answers requests as values: what the machines see of the world, without a shell.
struct TypedWorld {
  struct Job {
    var node: NodeName
    var order: Order
    var endsAt: Double
    var exit: Int32 = 0
    var errors: [String] = []
    var isApplied = false
  }

  /// What goes wrong.
  struct Faults {
    /// Moves of a guest that are refused, by how often.
    var refusals: [GuestID: Int] = [:]
    /// Guests whose first start away from home fails.
    var firstStartFails: Set<GuestID> = []
    /// Guests that never start away from home.
    var neverStarts: Set<GuestID> = []
    /// A node that does not answer from then to then.
    var silent: (node: NodeName, from: Double, to: Double)?
    /// A node that never comes back.
    var staysDown: NodeName?
    /// A node that ignores the order to reboot.
    var ignoresReboot: NodeName?
    /// A node whose upgrade fails.
    var upgradeFails: NodeName?
    /// A guest that someone starts on a node when its drain is over.
    var intruder: (guest: GuestID, node: NodeName)?
  }

  var inventory: Inventory
  var faults = Faults()
  var now = 0.0
  var jobs: [JobID: Job] = [:]
  var bootCount: [NodeName: Int] = [:]
  var downUntil: [NodeName: Double] = [:]
  var notices: [(time: Double, notice: Notice)] = []
  var mostMovesAtOnce = 0
  var mostNodesDown = 0
  var startedJobs: [JobID] = []
  var rebootsWithGuests: [NodeName] = []
  var startFailed: Set<GuestID> = []
  var outcome: RunOutcome?

  private var queue: [(at: Double, order: Int, event: RunEvent)] = []
  private var order = 0
  let epoch = Timestamp(seconds: 1_763_794_800)

  init(_ inventory: Inventory) { self.inventory = inventory }

  /// Runs the machine to its end, or until `limit` seconds.
  /// - Parameter interrupt: called with the time before every event; answers with something to say to the run.
  mutating func carryOut(
    _ machine: inout RunMachine, from first: RunEvent, limit: Double = 100_000,
    interrupt: (Double) -> Steering? = { _ in nil }
  ) {
    outcome = nil
    perform(machine.handle(first, at: epoch + now))
    while outcome == nil, now < limit {
      if let steering = interrupt(now) { perform(machine.handle(.steered(steering), at: epoch + now)) }
      guard outcome == nil, let next = queue.indices.min(by: { (queue[$0].at, queue[$0].order) < (queue[$1].at, queue[$1].order) })
      else { break }
      let entry = queue.remove(at: next)
      now = max(now, entry.at)
      settle()
      perform(machine.handle(entry.event, at: epoch + now))
    }
  }

  /// Everything that the run waited for is lost, as with its process.
  mutating func forget() { queue = [] }

  private mutating func later(_ seconds: Double, _ event: RunEvent) {
    order += 1
    queue.append((now + seconds, order, event))
  }

  private mutating func perform(_ actions: [RunAction]) {
    for action in actions {
      switch action {
      case .say(let notice): notices.append((now, notice))
      case .end(let result): outcome = result
      case .wake(let id, let seconds): later(seconds, .woke(id))
      case .ask(let id, let node, let request, _): later(0.05, answer(id, node, request))
      }
    }
  }

  private func isSilent(_ node: NodeName) -> Bool {
    if let until = downUntil[node], now < until || faults.staysDown == node { return true }
    if let silent = faults.silent, silent.node == node, silent.from <= now, now < silent.to { return true }
    return false
  }

  private mutating func answer(_ id: RequestID, _ node: NodeName, _ request: RunRequest) -> RunEvent {
    settle()
    if isSilent(node) {
      return .unanswered(id, Trouble(code: "unreachable", message: "connection refused", isTransient: true))
    }
    switch request {
    case .survey: return .answered(id, .survey(survey(node)))
    case .glance: return .answered(id, .glance(glance(node)))
    case .start(let job, let order):
      start(job, order, on: node)
      return .answered(id, .done)
    case .poll(let cursors):
      return .answered(id, .jobs(cursors.map { report($0, on: node) }))
    case .prepareContainer: return .answered(id, .done)
    case .reboot:
      if faults.ignoresReboot != node { reboot(node) }
      return .answered(id, .done)
    case .bootReport: return .answered(id, .boot(boot(node)))
    }
  }

  private mutating func start(_ id: JobID, _ order: Order, on node: NodeName) {
    guard jobs[id] == nil else { return }
    startedJobs.append(id)
    let seconds: Double =
      switch order {
      case .moveContainer: 50
      case .moveMachine: 40
      case .startGuest: 5
      case .fetchPackages: 20
      case .upgradePackages: 45
      }
    jobs[id] = Job(node: node, order: order, endsAt: now + seconds)
    let moving = jobs.values.count { job in
      if case .moveContainer = job.order { !job.isApplied } else { false }
    }
    mostMovesAtOnce = max(mostMovesAtOnce, moving)
  }

  private mutating func settle() {
    for id in jobs.filter({ !$0.value.isApplied && $0.value.endsAt <= now }).keys.sorted() { apply(id) }
  }

  private mutating func apply(_ id: JobID) {
    guard var job = jobs[id] else { return }
    job.isApplied = true
    switch job.order {
    case .moveContainer(let guest, let target, _), .moveMachine(let guest, let target, _):
      if let left = faults.refusals[guest], left > 0 {
        faults.refusals[guest] = left - 1
        job.exit = 255
        job.errors = ["migration aborted"]
      } else if let index = index(guest) {
        inventory.guests[index].node = target
        if doesNotStart(guest) {
          inventory.guests[index].status = .stopped
          job.exit = 255
          job.errors = ["migration problems"]
        }
      }
    case .startGuest(let guest, _):
      if let index = index(guest), !doesNotStart(guest) { inventory.guests[index].status = .running }
    case .fetchPackages: break
    case .upgradePackages:
      if faults.upgradeFails == job.node {
        job.exit = 100
        job.errors = ["E: Sub-process /usr/bin/dpkg returned an error code (1)"]
      } else if let index = inventory.nodes.firstIndex(where: { $0.name == job.node }) {
        inventory.nodes[index].bootKernel = inventory.nodes[index].updates.kernel ?? inventory.nodes[index].bootKernel
        inventory.nodes[index].updates = PendingUpdates()
      }
      if let intruder = faults.intruder, intruder.node == job.node, let index = index(intruder.guest) {
        inventory.guests[index].status = .running
      }
    }
    jobs[id] = job
  }

  private mutating func doesNotStart(_ guest: GuestID) -> Bool {
    if faults.neverStarts.contains(guest) { return true }
    guard faults.firstStartFails.contains(guest), !startFailed.contains(guest) else { return false }
    startFailed.insert(guest)
    return true
  }

  private func index(_ guest: GuestID) -> Int? { inventory.guests.firstIndex { $0.id == guest } }

  private mutating func reboot(_ node: NodeName) {
    if inventory.guests.contains(where: { $0.node == node && $0.status == .running }) { rebootsWithGuests.append(node) }
    bootCount[node, default: 0] += 1
    downUntil[node] = now + 60
    mostNodesDown = max(mostNodesDown, downUntil.values.count { $0 > now })
    jobs = jobs.filter { $0.value.node != node }
    if let index = inventory.nodes.firstIndex(where: { $0.name == node }) {
      inventory.nodes[index].kernel = inventory.nodes[index].bootKernel
    }
  }

  private func report(_ cursor: JobCursor, on node: NodeName) -> JobReport {
    guard let job = jobs[cursor.id], job.node == node else {
      return JobReport(id: cursor.id, state: .gone, output: [], errors: [], cursor: cursor)
    }
    return JobReport(
      id: cursor.id, state: job.isApplied ? .ended(exit: job.exit) : .running, output: [], errors: job.errors,
      cursor: cursor)
  }

  private func members() -> [Member] {
    inventory.nodes.map { Member(name: $0.name, address: $0.address, isOnline: !((downUntil[$0.name] ?? 0) > now)) }
  }

  private func placements() -> [Placement] {
    inventory.guests.map { Cluster.Placement(guest: $0.id, kind: $0.kind, node: $0.node) }
  }

  private typealias Placement = Cluster.Placement

  private func bootID(_ node: NodeName) -> BootID { BootID("boot-\(node)-\(bootCount[node] ?? 0)") }

  private func survey(_ name: NodeName) -> NodeSurvey {
    var node = inventory.node(name) ?? Node(name: name, address: "")
    node.bootID = bootID(name)
    return NodeSurvey(
      node: node, clusterName: inventory.clusterName, quorum: inventory.quorum, members: members(),
      placements: placements(), guests: inventory.guests(on: name))
  }

  private func glance(_ name: NodeName) -> NodeGlance {
    NodeGlance(
      node: name, bootID: bootID(name), isQuorate: true, members: members(), placements: placements(),
      guests: inventory.guests(on: name).map { .init(id: $0.id, status: $0.status, lock: $0.lock) }, queuedShutdown: [])
  }

  private func boot(_ name: NodeName) -> BootReport {
    BootReport(
      node: name, bootID: bootID(name), kernel: inventory.node(name)?.kernel ?? "", uptimeSeconds: 10, isQuorate: true,
      members: members(), services: ["pve-cluster": "active", "pve-guests": "active"],
      storages: inventory.node(name)?.storages ?? [], missingDevices: [], queuedShutdown: [])
  }
}

/// Small clusters for tests.
enum SampleCluster {
  static func name(_ text: String) -> NodeName { NodeName(text) ?? NodeName(random: ()) }

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

  static func cluster(_ nodes: [Node], _ guests: [Guest]) -> Inventory {
    Inventory(
      clusterName: "homelab",
      quorum: Quorum(
        isQuorate: true, votes: nodes.count, expected: nodes.count, needed: nodes.count / 2 + 1),
      nodes: nodes, guests: guests, takenAt: Timestamp(seconds: 1_763_794_800))
  }

  static func start(_ inventory: Inventory, policy: Policy = Policy(), scope: RunScope = .rolling) -> RunStart {
    RunStart(
      id: RunID(random: 0x7f3a12), scope: scope, policy: policy, inventory: inventory,
      plan: Planner.plan(scope: scope, policy: policy, inventory: inventory))
  }
}

extension NodeName {
  fileprivate init(random: Void) {
    guard let name = NodeName("node") else { preconditionFailure("a plain name is a node name") }
    self = name
  }
}
