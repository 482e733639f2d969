import Cluster
import Planning
import Proxmox
import Simulation
import TestPace
import Testing

@testable import Commands

/// Each check by real command lines on the simulated cluster: what is refused, waited for or told, and in which words.
@Suite(.givesWay) struct ChecksRehearsalTests {
  /// Three nodes of the seed with a guest of each kind on each.
  private static func herd(_ change: (inout Herd) -> Void = { _ in }) -> Herd {
    var herd = SeedHerd.herd
    herd.guests = herd.guests.filter { [104, 126, 127, 200, 201, 130].contains($0.id.rawValue) }
    herd.backupServers = []
    change(&herd)
    return herd
  }

  private static func name(_ text: String) -> NodeName { NodeName(text) ?? SeedHerd.herd.nodes[0].name }

  /// The plan on what a survey of the simulated cluster sees.
  private func plan(_ herd: Herd, _ faults: [String], after seconds: Double = 30) -> Plan {
    let cluster = SimulatedCluster(
      herd: herd, seed: 1, startedAt: VirtualDemo.epoch, faults: faults.compactMap { Fault($0) })
    cluster.advance(to: seconds)
    let nodes = herd.nodes.map { NodeAddress(host: $0.name.rawValue, address: $0.address, name: $0.name) }
    let survey = VirtualSurvey.take(of: cluster, nodes: nodes, epoch: VirtualDemo.epoch)
    return Planner.plan(scope: .rolling, policy: Policy(), inventory: survey.inventory)
  }

  /// A fault with what the plan says of it.
  struct Case: Sendable, CustomTestStringConvertible {
    var fault: String
    var refuses = false
    var says: String
    var testDescription: String { fault }
  }

  private static let cases: [Case] = [
    Case(fault: "foreign-task:pve2:qmclone:0:600", says: "pve2 is at work: qmclone of 900"),
    Case(fault: "guest-locked:126:600", says: "ct/126 pihole is locked (backup)"),
    Case(fault: "replicating:126:600", says: "guest 126 is being replicated from pve2"),
    Case(
      fault: "storage-gone:pve2:0:600",
      says: "storage nfs-ct is not active on pve2, where ct/126 pihole and 2 more runs on it"),
    Case(fault: "ceph:HEALTH_ERR:OSD_FULL:600", refuses: true, says: "Ceph is in error: OSD_FULL"),
    Case(fault: "ceph:HEALTH_WARN:PG_DEGRADED:600", says: "Ceph is not whole: PG_DEGRADED"),
    Case(fault: "ceph:HEALTH_WARN:MON_CLOCK_SKEW:600", says: "Ceph warns: MON_CLOCK_SKEW"),
    Case(
      fault: "disk-space:pve2:/:500", refuses: true, says: "pve2 has 500 MiB free in /, an upgrade needs 2048 MiB"),
    Case(
      fault: "disk-space:pve2:/boot:60", refuses: true,
      says: "pve2 has 60 MiB free in /boot, an upgrade needs 256 MiB"),
    Case(
      fault: "disk-space:pve2:/esp:60", refuses: true,
      says: "pve2 has 60 MiB free in ESP 4A2B-11F0, an upgrade needs 128 MiB"),
    Case(
      fault: "held-packages:pve2", refuses: true,
      says: "what is pending on pve2 is not known: `apt-get -s dist-upgrade` could not be read: expected success, saw "
        + "'exit status 100: E: Unable to correct problems, you have held broken packages.'"),
    Case(fault: "member-out:pve2:0:600", says: "pve2 answers, and is out of the cluster"),
    Case(fault: "no-repository:pve2", refuses: true, says: "pve2 gets packages from no repository of Proxmox"),
    Case(
      fault: "repository-unauthorized:pve2",
      says: "the enterprise repository of pve2 gives nothing, as without a subscription (401); its packages come from "
        + "http://download.proxmox.com/debian/pve"),
    Case(fault: "upgrade-removes-proxmox:pve2", refuses: true, says: "the upgrade of pve2 would remove proxmox-ve"),
    Case(fault: "pool-degraded:pve2", says: "disks of pve2 are not whole: rpool DEGRADED"),
    Case(fault: "apt-lock:pve2:600", says: "works on the packages of pve2"),
    Case(fault: "clock-off:pve2:90", says: "the clocks of pve1 and pve2 differ by 90 s at least"),
    Case(
      fault: "reboot-queued:pve2:0:600", refuses: true,
      says: "pve2 has a shutdown queued: reboot.target start waiting, shutdown.target start waiting"),
  ]

  @Test(arguments: cases) func `a plan refuses or tells what a node says of itself`(_ row: Case) {
    let whole = plan(Self.herd(), [])
    #expect(whole.blockers.isEmpty && whole.warnings.map(\.code) == ["quorum-thin"], "\(whole.warnings)")
    let plan = plan(Self.herd(), [row.fault])
    #expect(plan.isFeasible == !row.refuses, "\(plan.blockers)")
    let found = (plan.blockers + plan.warnings).first { $0.message.contains(row.says) }
    #expect(found != nil, "\((plan.blockers + plan.warnings).map(\.message))")
    #expect(found?.remedy.isEmpty == false)
  }

  @Test func `a service in error and clocks that differ refuse where HA is used`() {
    let herd = Self.herd { $0.managed = [GuestID(201): "started"] }
    let codes = plan(herd, ["ha-error:201", "clock-off:pve3:10"], after: 30).blockers.map(\.code)
    #expect(codes.contains("ha-error") && codes.contains("clock-skew"), "\(codes)")
  }

  @Test func `a pinned kernel, local disks, images and snapshots are told`() {
    let herd = Self.herd { herd in
      herd.nodes[1].machine.pinnedKernel = "6.8.12-8-pve"
      for index in herd.guests.indices where herd.guests[index].id == GuestID(201) {
        herd.guests[index].configuration += ["ide2: local:iso/debian.iso,media=cdrom", "", "[before]", "snaptime: 1"]
        herd.guests[index].configuration.insert("scsi1: local-lvm:vm-201-disk-1,size=4G", at: 0)
      }
    }
    let codes = plan(herd, []).warnings.map(\.code)
    for code in ["kernel-pinned", "local-disk", "local-image", "local-snapshots"] {
      #expect(codes.contains(code), "\(codes)")
    }
  }

  // MARK: Runs

  @Test(arguments: [
    ("foreign-task:pve3:qmclone:0:500", "pve3 is at work: qmclone of 900"),
    ("guest-locked:130:500", "ct/130 wireguard is locked (backup)"),
    ("replicating:130:500", "guest 130 is being replicated from pve3"),
    ("storage-gone:pve3:0:500", "storage nfs-ct is not active on pve3"),
    ("ceph:HEALTH_WARN:PG_DEGRADED:500", "Ceph is not whole: PG_DEGRADED"),
  ])
  func `a run waits for what ends by itself and then does everything`(fault: String, says: String) {
    let run = RehearsedRun(Self.herd(), faults: [fault])
    #expect(run.result.exitCode == 0, "\(run.notices.suffix(3).map(\.message))")
    #expect(run.violations.isEmpty)
    #expect(run.said("run.waiting").contains { $0.contains(says) && $0.hasSuffix("waiting for it up to 30:00") })
    #expect(run.said("run.waited").count == 1)
  }

  @Test func `what does not end leaves its node out, or holds, by policy`() {
    let fault = "foreign-task:pve3:qmclone:0:9000"
    let skipping = RehearsedRun(Self.herd(), faults: [fault]) { $0.busyWaitSeconds = 300 }
    #expect(skipping.result.exitCode == 1)
    #expect(skipping.violations.isEmpty)
    #expect(
      skipping.said("node.skipped") == ["skipped: still busy after 5:00: pve3 is at work: qmclone of 900"])
    let holding = RehearsedRun(Self.herd(), faults: [fault]) {
      $0.busyWaitSeconds = 300
      $0.onGuestFailure = .hold
    }
    #expect(holding.result.exitCode == 8)
    #expect(holding.said("phase.started").isEmpty, "nothing was touched")
  }

  @Test func `nothing begins while a member is out of the cluster, and a run holds when it stays out`() {
    let back = RehearsedRun(Self.herd(), faults: ["member-out:pve1:0:300"])
    #expect(back.result.exitCode == 0, "\(back.notices.suffix(3).map(\.message))")
    #expect(
      back.said("run.waiting").contains("pve1 answers, and is out of the cluster; waiting for it up to 10:00"))
    #expect(back.violations.isEmpty)
    let out = RehearsedRun(Self.herd(), faults: ["member-out:pve1:0:9000"])
    #expect(out.result.exitCode == 8)
    #expect(out.said("run.ended").first?.hasPrefix("pve1 answers, and is out of the cluster") == true)
    #expect(!out.notices.prefix { $0.event != "run.ended" }.contains { $0.event == "pass.started" })
    #expect(out.violations.isEmpty)
  }

  @Test func `what only refreshed lists know of is upgraded, though nothing was planned`() {
    let run = RehearsedRun(Self.herd(), faults: ["stale-lists:pve1", "stale-lists:pve2", "stale-lists:pve3"]) {
      $0.reboot = .needed
    }
    #expect(run.result.exitCode == 0, "\(run.notices.suffix(3).map(\.message))")
    #expect(run.said("node.back").count == 3)
    #expect(run.truth?.nodes.map(\.pending) == [0, 0, 0])
    #expect(run.violations.isEmpty)
  }

  @Test func `packages that someone holds meanwhile hold the run before guests leave for them`() {
    let run = RehearsedRun(Self.herd(), faults: ["held-packages:pve1:100"]) { $0.reboot = .needed }
    #expect(run.result.exitCode == 8)
    #expect(run.said("run.blocked").contains { $0.hasPrefix("what is pending on pve1 is not known: ") })
    #expect(run.violations.isEmpty)
  }

  @Test func `what others send to a node is waited for before its reboot`() {
    let run = RehearsedRun(Self.herd(), faults: ["replicating:126:400:60"])
    #expect(
      run.said("node.waiting").contains("waits with its reboot: guest 126 is being replicated from pve2 to pve3"))
    #expect(run.violations.isEmpty, "\(run.violations)")
  }

  @Test func `someone else's move to a node is waited for before its reboot`() throws {
    var policy = Policy()
    policy.reboot = .always
    var ordered: Double?
    _ = Rehearsal(herd: Self.herd(), faults: [], policy: policy, seed: 1).carryOut { record in
      guard ordered == nil, record.notice.event == "phase.started", record.notice.phase == .reboot else { return }
      ordered = record.time - VirtualDemo.epoch
    }
    // The same run up to then, with a move that begins during the upgrade and takes longer.
    let at = Int(try #require(ordered)) - 25
    let run = RehearsedRun(Self.herd(), faults: ["moved-by-hand:200:\(at):pve3"])
    #expect(
      run.said("node.waiting").contains("waits with its reboot: pve1 is at work: qmigrate of 200, perhaps to pve3"),
      "\(run.said("node.waiting"))")
    #expect(run.violations.isEmpty, "\(run.violations)")
  }

  @Test func `someone else's reboot that is queued meanwhile holds ours back until it is gone`() {
    let run = RehearsedRun(Self.herd(), faults: ["reboot-queued:pve1:100:150"])
    #expect(run.result.exitCode == 0, "\(run.notices.suffix(3).map(\.message))")
    #expect(
      run.said("node.waiting").contains("waits with its reboot: pve1 is going down (reboot.target start waiting)"))
    #expect(run.violations.isEmpty)
  }

  @Test func `a guest started behind our back is drained as well, and everyone goes home`() {
    let herd = Self.herd { herd in
      herd.guests.append(
        Herd.Guest(
          id: GuestID(190), kind: .container, node: Self.name("pve3"), isRunning: false,
          configuration: ["hostname: late", "memory: 256", "rootfs: nfs-ct:190/d.raw,size=1G", "unprivileged: 1"]))
    }
    let run = RehearsedRun(herd, faults: ["started-by-hand:190:120"])
    #expect(run.result.exitCode == 0)
    #expect(run.said("node.cleared", 190).contains { $0.contains("started or moved there behind our back") })
    #expect(run.guest(190)?.node == "pve3")
    #expect(run.guest(190)?.status == "running")
    #expect(run.violations.isEmpty, "\(run.violations)")
  }

  // MARK: Shapes and releases

  @Test(arguments: [("7.4-20", "5.15.158-2-pve"), ("8.4.1", "6.8.12-9-pve"), ("9.1.2", "6.17.2-1-pve")])
  func `each release of Proxmox VE is surveyed without a complaint and restarted`(version: String, kernel: String) {
    let herd = Self.herd { herd in
      for index in herd.nodes.indices {
        herd.nodes[index].version = version
        herd.nodes[index].machine.kernel = kernel
        herd.nodes[index].machine.kernels = [kernel]
        herd.nodes[index].machine.pending = []
      }
    }
    #expect(plan(herd, []).warnings.isEmpty)
    let run = RehearsedRun(herd)
    #expect(run.result.exitCode == 0, "\(run.notices.suffix(3).map(\.message))")
    #expect(run.violations.isEmpty)
  }

  @Test func `in a mixed cluster no machine goes to an older QEMU`() {
    let herd = Self.herd { herd in
      for index in herd.nodes.indices { herd.nodes[index].machine.pending = [] }
      herd.nodes[1].version = "9.1.2"
    }
    let run = RehearsedRun(herd)
    #expect(run.violations.isEmpty)
    #expect(run.said("node.skipped") == ["skipped: a guest can't leave it"])
    #expect(run.notices.contains { $0.message.contains("runs QEMU 9.2.0-5, older than 10.0.2-4") })
    #expect(run.said("move.failed").isEmpty)
  }

  @Test func `two nodes are restarted with a QDevice and refused without, or when its vote is lost`() {
    func two(_ hasQDevice: Bool) -> Herd {
      Self.herd { herd in
        herd.nodes.removeLast()
        herd.guests.removeAll { $0.node == Self.name("pve3") }
        herd.hasQDevice = hasQDevice
      }
    }
    #expect(plan(two(false), []).blockers.map(\.code) == ["quorum-margin"])
    let run = RehearsedRun(two(true))
    #expect(run.result.exitCode == 0, "\(run.notices.suffix(3).map(\.message))")
    #expect(run.violations.isEmpty)
    let lost = RehearsedRun(two(true), faults: ["qdevice-lost:100"])
    #expect(lost.result.exitCode == 8)
    #expect(lost.said("node.waiting").contains { $0.hasSuffix("1 of 3 votes are left, 2 are needed") })
    // When its vote is there again, the run is taken up and restarts both.
    let untilHeld = lost.notices.prefix { $0.event != "run.ended" }
    #expect(!untilHeld.contains { $0.event == "node.back" }, "no node went down")
    #expect(lost.violations.isEmpty)
  }

  @Test func `a node of its own is restarted with its guests shut down, where policy consents`() {
    let alone = Self.herd { herd in
      herd.nodes.removeLast(2)
      herd.guests.removeAll { $0.node != Self.name("pve1") }
    }
    #expect(plan(alone, []).blockers.map(\.code) == ["single-node"])
    let run = RehearsedRun(alone) { $0.immovable = .shutdown }
    #expect(run.result.exitCode == 0, "\(run.notices.suffix(3).map(\.message))")
    #expect(run.violations.isEmpty)
  }
}
