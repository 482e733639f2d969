import Cluster
import Testing

@testable import Planning

struct ChecksTests {
  /// A cluster that is unwell in one way, and what is found of that beside what is found of one that is well.
  struct Case: Sendable, CustomTestStringConvertible {
    var finds: Set<String>
    var change: @Sendable (inout Inventory) -> Void
    var testDescription: String { finds.sorted().joined(separator: ", ") }

    init(_ finds: String..., change: @escaping @Sendable (inout Inventory) -> Void) {
      self.finds = Set(finds)
      self.change = change
    }

    /// What a place finds only where it is so.
    func found(by place: (Inventory) -> Checks.Findings) -> Set<String> {
      let well = SampleCluster.small()
      var unwell = well
      change(&unwell)
      return place(unwell).words.subtracting(place(well).words)
    }
  }

  private static let ofCluster: [Case] = [
    Case("blocker shutdown-queued") { $0.nodes[1].queuedJobs = ["reboot.target start waiting"] },
    Case("wait queue-unknown") { $0.nodes[1].unread[.queuedJobs] = "no answer" },
    Case("blocker ha-unknown") { $0.nodes[1].unread[.availability] = "no answer" },
    Case("wait member-away") { $0.nodes[1].isInCluster = false },
    Case("blocker node-offline") { $0.nodes[1].isOnline = false },
    Case("blocker quorum-margin") { $0.quorum.votes = 2 },
    Case("wait member-away", "wait quorum-margin") {
      $0.nodes[1].isInCluster = false
      $0.quorum.votes = 2
    },
    Case("warning qdevice-silent") { $0.quorum.deviceVotes = 0 },
    Case("blocker ceph-error") { $0.nodes[1].health.ceph = NodeHealth.Ceph(status: "HEALTH_ERR") },
    Case("wait ceph-healing", "warning ceph-warning") {
      $0.nodes[1].health.ceph = NodeHealth.Ceph(status: "HEALTH_WARN", complaints: ["OSD_DOWN", "RECENT_CRASH"])
    },
    Case("warning balancer") { $0.nodes[1].health.balancers = ["proxlb.service"] },
    Case("warning clock-skew") {
      $0.nodes[0].health.clockOffset = 0...0.1
      $0.nodes[1].health.clockOffset = 9...9.1
    },
  ]

  private static let ofPackages: [Case] = [
    Case("blocker updates-unknown") { $0.nodes[0].updates.unread = "held packages" },
    Case("blocker upgrade-removes") { $0.nodes[0].updates.removals = ["proxmox-ve"] },
    Case("blocker no-repository") { $0.nodes[0].health.repositories = .init(usable: []) },
    Case("blocker disk-space") { $0.nodes[0].health.fileSystems = [.init(path: "/", freeBytes: 1 << 20)] },
    Case("wait packages-busy") { $0.nodes[0].health.packageLockHolder = 4711 },
    Case("warning repository-unauthorized") {
      $0.nodes[0].health.repositories = .init(usable: ["http://download.proxmox.com"], wantsEnterprise: true)
    },
  ]

  private static let ofGuests: [Case] = [
    Case("blocker ha-error") { $0.guests[0].haServiceState = "error" },
    Case("wait ha-busy") { $0.guests[0].haServiceState = "migrate" },
    Case("wait task-running") { $0.nodes[0].tasks = [RunningTask(upid: "UPID:x", type: "vzdump", subject: "101")] },
    Case("wait task-running") { $0.nodes[1].tasks = [RunningTask(upid: "UPID:x", type: "qmigrate", subject: "113")] },
    Case("wait guest-locked") { $0.guests[0].lock = "backup" },
    Case("wait replicating") { $0.nodes[0].health.replicating = [Replication(guest: GuestID(101), target: nil)] },
    Case("wait replicating") { inventory in
      inventory.nodes[1].health.replicating = [Replication(guest: GuestID(111), target: inventory.nodes[0].name)]
    },
    Case("wait storage-inactive") { $0.nodes[0].storages[0].isActive = false },
    Case("warning kernel-pinned") { $0.nodes[0].kernelIsPinned = true },
    Case("warning disks-degraded") { $0.nodes[0].health.degraded = ["rpool DEGRADED"] },
  ]

  private func beforeRun(_ action: Plan.Pass.Action, _ inventory: Inventory) -> Checks.Findings {
    let pass = Plan.Pass(node: inventory.nodes[0].name, action: action, reason: "")
    return Checks.beforeRun([pass], in: inventory, policy: Policy())
  }

  private func beforeDrain(_ action: Plan.Pass.Action, _ inventory: Inventory) -> Checks.Findings {
    Checks.beforeDrain(of: inventory.nodes[0], for: action, in: inventory, policy: Policy())
  }

  @Test(arguments: ofCluster) func `before a run that restarts the whole cluster is looked at`(_ wrong: Case) {
    #expect(wrong.found { beforeRun(.restart, $0) } == wrong.finds)
    #expect(wrong.found { beforeRun(.skip, $0) } == [], "who does nothing needs nothing")
  }

  @Test(arguments: ofPackages) func `before a node is upgraded its packages are looked at`(_ wrong: Case) {
    for action in [Plan.Pass.Action.restart, .update] {
      #expect(wrong.found { beforeDrain(action, $0) } == wrong.finds)
    }
    #expect(wrong.found { beforeDrain(.drain, $0) } == [], "a node that is only emptied gets no packages")
  }

  @Test(arguments: ofGuests) func `before a node is emptied its guests and the work of others are looked at`(
    _ wrong: Case
  ) {
    for action in [Plan.Pass.Action.restart, .drain] {
      #expect(wrong.found { beforeDrain(action, $0) } == wrong.finds)
    }
    #expect(wrong.found { beforeDrain(.update, $0) } == [], "guests of a node that is updated in place stay")
  }

  @Test func `what is wanted of a whole cluster depends on what is done to it`() {
    var inventory = SampleCluster.small()
    inventory.nodes[1].isInCluster = false
    inventory.nodes[1].unread = [.availability: "no answer", .queuedJobs: "no answer"]
    inventory.nodes[2].isOnline = false
    #expect(beforeRun(.update, inventory).words == ["wait queue-unknown"])
    #expect(
      beforeRun(.drain, inventory).words == ["wait queue-unknown", "blocker ha-unknown", "wait member-away"])
    inventory.nodes[0].isOnline = false
    #expect(beforeDrain(.skip, inventory).words == ["blocker node-offline"])
  }

  @Test func `a guest that policy leaves alone may be locked`() {
    var inventory = SampleCluster.small()
    inventory.guests[0].lock = "backup"
    var policy = Policy()
    policy.guestRules = [GuestRule(ids: [inventory.guests[0].id], handling: .ignore)]
    let found = Checks.beforeDrain(of: inventory.nodes[0], for: .restart, in: inventory, policy: policy)
    #expect(found.waits.isEmpty)
  }

  @Test func `what a guest is made of and what its disks lie on keep it on its node`() {
    var inventory = SampleCluster.small()
    inventory.guests[0].disks.append(.init(key: "mp0", backing: .hostPath("/srv", shared: false)))
    inventory.nodes[0].storages[0].isShared = false
    let found = Checks.obstacles(of: inventory.guests[0], on: inventory.nodes[0], policy: Policy())
    #expect(found.map(\.code) == ["bind-mount", "local-disk"])
  }

  @Test func `everything is gathered and shown at once`() {
    var inventory = SampleCluster.small()
    inventory.nodes[0].updates.removals = ["proxmox-ve"]
    inventory.nodes[1].queuedJobs = ["reboot.target start waiting"]
    inventory.nodes[2].isOnline = false
    inventory.quorum.votes = 2
    let plan = Planner.plan(scope: .rolling, policy: Policy(), inventory: inventory)
    #expect(
      plan.blockers.map(\.code).sorted() == ["node-offline", "quorum-margin", "shutdown-queued", "upgrade-removes"])
    #expect(plan.blockers.allSatisfy { !$0.remedy.isEmpty && !$0.message.isEmpty })
  }

  @Test func `what two checks say of the same subject is said once`() {
    let blocker = Blocker(code: "a", node: SampleCluster.name("pve1"), message: "x", remedy: "")
    var other = blocker
    other.message = "y"
    let sum = Checks.Findings(blockers: [blocker]) + Checks.Findings(blockers: [other], waits: [other])
    #expect(sum == Checks.Findings(blockers: [blocker], waits: [other]))
  }

  @Test func `right before a reboot the node, its work and all others are looked at`() {
    var own = SampleCluster.glance("pve1")
    own.guests = [.init(id: GuestID(190), status: .running, lock: nil)]
    own.queuedShutdown = ["reboot.target start waiting"]
    own.tasks = [RunningTask(upid: "UPID:x", type: "vzdump", subject: "190")]
    var other = SampleCluster.glance("pve3")
    other.isQuorate = false
    other.quorum = Quorum(isQuorate: false, votes: 2, expected: 3, needed: 2)
    let found = Checks.beforeReboot(
      of: own, address: "10.0.0.1", leaving: [], others: [SampleCluster.glance("pve2"), other], memberCount: 3)
    #expect(found.blockers.map(\.code) == ["guest-arrived", "shutdown-queued"])
    #expect(found.waits.map(\.code) == ["no-quorum", "quorum-margin", "task-running"])
  }

  @Test func `right before a reboot nothing may be on its way from the node or to it`() {
    let replication = Replication(guest: GuestID(190), target: SampleCluster.name("pve1"))
    var (own, other) = (SampleCluster.glance("pve1"), SampleCluster.glance("pve2"))
    func found() -> [String] {
      Checks.beforeReboot(
        of: own, address: "10.0.0.1", leaving: [], others: [other, SampleCluster.glance("pve3")], memberCount: 3
      ).waits.map { "\($0.code) \($0.node?.rawValue ?? "")" }
    }
    other.tasks = [RunningTask(upid: "UPID:x", type: "qmigrate", subject: "190")]
    #expect(found() == ["task-running pve2"])
    other.tasks = []
    own.replicating = [replication]
    #expect(found() == ["replicating pve1"])
    own.replicating = []
    other.replicating = [replication]
    #expect(found() == ["replicating pve2"])
  }

  @Test func `a whole cluster and an empty node have nothing against a reboot`() {
    let others = ["pve2", "pve3"].map { SampleCluster.glance($0) }
    #expect(
      Checks.beforeReboot(of: SampleCluster.glance("pve1"), address: "", leaving: [], others: others, memberCount: 3)
        == Checks.Findings())
  }
}

extension Checks.Findings {
  /// What is found with its weight.
  fileprivate var words: Set<String> {
    Set(
      blockers.map { "blocker \($0.code)" } + waits.map { "wait \($0.code)" } + warnings.map { "warning \($0.code)" })
  }
}
