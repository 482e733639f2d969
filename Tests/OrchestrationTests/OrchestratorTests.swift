import Cluster
import Planning
import Proxmox
import Remote
import Synchronization
import Testing

@testable import Orchestration
@testable import Simulation

/// The actor over the simulated cluster, when its own machine fails it.
struct OrchestratorTests {
  private static let scale = 100.0
  private let shell = SimulatedShell(
    cluster: SimulatedCluster(herd: SeedHerd.herd, seed: 5, startedAt: Timestamp(seconds: 1_795_330_800)),
    clock: ContinuousClock(), scale: OrchestratorTests.scale)
  private let clock = ScaledClock(origin: Timestamp(seconds: 1_795_330_800), scale: OrchestratorTests.scale)

  /// A journal on a disk that is full after so many events.
  private final class SmallDisk: RunJournal {
    let events = Mutex<[(event: RunEvent, time: Timestamp)]>([])
    let eventsMax: Int

    init(eventsMax: Int, holding events: [(event: RunEvent, time: Timestamp)] = []) {
      self.eventsMax = eventsMax
      self.events.withLock { $0 = events }
    }

    func append(_ event: RunEvent, at time: Timestamp) throws {
      try events.withLock { events in
        guard events.count < eventsMax else { throw JournalError(path: "/full", tried: "write", errno: 28) }
        events.append((event, time))
      }
    }

    func append(_ record: RunRecord) throws {}
  }

  private let marker: @Sendable () -> String = { String(UInt64.random(in: 0...(.max)), radix: 16) }

  private func survey() async -> ClusterSurvey {
    let nodes = SeedHerd.herd.nodes.map { NodeAddress(host: $0.name.rawValue, address: $0.address, name: $0.name) }
    return await ClusterSurvey.take(
      through: shell, nodes: nodes, deadline: .seconds(60), marker: marker, now: { clock.now() })
  }

  @Test(arguments: [12, 40]) func `a full disk ends the run by name, and it goes on once there is room`(
    eventsMax: Int
  ) async throws {
    let survey = await survey()
    let scope = RunScope.reboot([try #require(NodeName("pve3"))])
    let plan = Planner.plan(scope: scope, policy: Policy(), inventory: survey.inventory)
    let start = RunStart(
      id: RunID(random: 7), scope: scope, policy: Policy(), inventory: survey.inventory, plan: plan)
    let full = SmallDisk(eventsMax: eventsMax)
    func orchestrator(_ machine: RunMachine, _ journal: SmallDisk) -> Orchestrator {
      Orchestrator(
        machine: machine, run: start.id, shell: shell, hosts: survey.hosts, clock: clock, journal: journal,
        marker: marker)
    }
    let first = orchestrator(RunMachine(start, at: clock.now()), full)
    async let said = first.updates.reduce(into: []) { $0.append($1.record?.notice.message ?? "") }
    let outcome = await first.carryOut(from: .began(start))
    #expect(outcome.result == .attention)
    #expect(outcome.remedy == "make room in the state directory, then herdmon resume")
    #expect(await said.last?.hasPrefix("the journal can't be written: /full: write: No space left") == true)

    let events = full.events.withLock { $0 }
    var machine = RunMachine(start, at: try #require(events.first).time)
    for (event, time) in events { _ = machine.handle(event, at: time) }
    let again = orchestrator(machine, SmallDisk(eventsMax: .max, holding: events))
    // While the node restarts there is long nothing to say; readers hear all the same when that will be over.
    async let unsaid = again.updates.reduce(into: 0) { $0 += $1.record == nil && $1.progress.state == .running ? 1 : 0 }
    #expect(await again.carryOut(from: .resumed()).result == .ok)
    #expect(await unsaid > 0)
    let truth = await shell.groundTruth()
    #expect(truth.guests.allSatisfy { $0.node == $0.start.node && $0.status == $0.start.status })
    #expect(truth.nodes.map(\.boots) == truth.nodes.map { $0.name == "pve3" ? 1 : 0 })
  }
}
