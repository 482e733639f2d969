import Cluster
import Remote
import Testing

@testable import Orchestration
@testable import Simulation

/// The lease on a simulated cluster whose time flies; both sides live on the cluster's own clock.
struct ClusterLeaseTests {
  private let shell: SimulatedShell
  private let clock: ScaledClock

  /// Slow enough that no lease expires before its test is over, however busy the machine is.
  init() { self.init(scale: 2) }

  /// - Parameter scale: for a lease that is to expire, faster.
  private init(scale: Double) {
    let origin = Timestamp(seconds: 1_795_330_800)
    shell = SimulatedShell(
      cluster: SimulatedCluster(herd: SeedHerd.herd, seed: 3, startedAt: origin), clock: ContinuousClock(),
      scale: scale)
    clock = ScaledClock(origin: origin, scale: scale)
  }

  private func lease(_ number: UInt64, hosts: [String] = ["pve1", "pve2", "pve3"]) -> ClusterLease {
    ClusterLease(
      owner: ClusterLease.Owner(
        host: "host\(number)", process: Int32(number), run: RunID(random: number), since: clock.now()),
      shell: shell, hosts: hosts, clock: clock, marker: { String(UInt64.random(in: 0...(.max)), radix: 16) })
  }

  private var locks: [String] {
    get async { await shell.groundTruth().locks }
  }

  @Test func `the second is refused by name, and served once the first has given the lease back`() async throws {
    let (first, second) = (lease(1), lease(2))
    try await first.take()
    await #expect {
      try await second.take()
    } throws: {
      guard case .held(let owner?) = $0 as? ClusterLease.Refusal else { return false }
      return owner.host == "host1" && owner.process == 1
    }
    await first.release()
    #expect(await locks == [])
    try await second.take()
    #expect(await locks == ["herdmon"])
  }

  @Test func `an abandoned lease is taken over, and its late owner finds out and touches nothing`() async throws {
    let fast = ClusterLeaseTests(scale: 20)
    for hosts in [["pve1", "pve2"], ["pve2", "pve1"]] {
      let (first, second) = (fast.lease(1), fast.lease(2, hosts: hosts))
      try await first.take()
      await fast.clock.sleep(seconds: 130)
      try await second.take()
      #expect(await first.refresh() != nil)
      await #expect(throws: NodeError.self) { try await first.secure(against: "pve3") }
      await first.release()
      #expect(await fast.locks == ["herdmon"])
      #expect(await second.refresh() == nil)
      await second.release()
      #expect(await fast.locks == [])
    }
  }

  @Test func `the lease is held through another node before its own goes down`() async throws {
    let (first, second) = (lease(1), lease(2))
    try await first.take()
    #expect(await first.holder == "pve1")
    try await first.secure(against: "pve1")
    #expect(await first.holder == "pve2")
    #expect(await locks == ["herdmon"])
    #expect(await first.refresh() == nil)
    await #expect(throws: ClusterLease.Refusal.self) { try await second.take() }
    await first.release()
    #expect(await locks == [])
  }

  @Test func `a node that falls out of the cluster does not keep the lease from being refreshed`() async throws {
    let (first, second) = (lease(1), lease(2, hosts: ["pve2", "pve3"]))
    try await first.take()
    #expect(await first.holder == "pve1")
    await shell.suffer(Fault(MemberOut(node: "pve1", at: 0, seconds: 600)))
    await clock.sleep(seconds: 50)
    #expect(await first.refresh() == nil)
    #expect(await first.holder == "pve2")
    await #expect(throws: ClusterLease.Refusal.self) { try await second.take() }
  }

  @Test func `without another node to hold it the reboot is refused`() async throws {
    let only = lease(1, hosts: ["pve1"])
    try await only.take()
    await #expect(throws: NodeError.self) { try await only.secure(against: "pve1") }
    // In a cluster of one nobody can want the lease of a node that is down.
    try await only.secure(against: "pve1", isOnlyNode: true)
    await only.release()
  }

  @Test func `a run that is taken up again gets its own lease back at once`() async throws {
    try await lease(1).take()
    let again = lease(1)
    try await again.take()
    #expect(await again.refresh() == nil)
    await again.release()
    #expect(await locks == [])
  }
}
