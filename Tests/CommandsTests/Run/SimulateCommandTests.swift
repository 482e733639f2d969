import Cluster
import FoundationEssentials
import Planning
import Proxmox
import Simulation
import TestPace
import Testing

@testable import Commands

/// What `herdmon simulate` makes of its options.
@Suite(.givesWay) struct SimulateCommandTests {
  private func rehearsals(_ arguments: String...) throws -> @Sendable (UInt64) -> Rehearsal {
    let command = try #require(
      try HerdmonCommand.parseAsRoot(["simulate", "--state-dir", "/nowhere"] + arguments) as? SimulateCommand)
    return try command.rehearsals(first: command.options.seed ?? 1)
  }

  /// The report of a herd, as `status --json` would have saved it.
  private func saved(_ herd: Herd) throws -> String {
    let cluster = SimulatedCluster(herd: herd, seed: 1, startedAt: VirtualDemo.epoch)
    cluster.advance(to: 30)
    let nodes = herd.nodes.map { NodeAddress(host: $0.name.rawValue, address: $0.address, name: $0.name) }
    let inventory = VirtualSurvey.take(of: cluster, nodes: nodes, epoch: VirtualDemo.epoch).inventory
    let path = FileManager.default.temporaryDirectory.path + "/herdmon-status-\(UInt64.random(in: 0 ... .max)).json"
    try Data(ReportJSON.text(StatusReport(inventory)).utf8).write(to: URL(filePath: path))
    return path
  }

  private func faults(_ rehearsal: Rehearsal) -> [String] { rehearsal.faults.map(\.description) }

  @Test func `many runs of one fault put it in many places, and one seed replays each`() throws {
    let many = try rehearsals("--demo", "--fault", "node-crashes@pve2", "--runs", "20")
    let found = Set((1...20).map { faults(many($0)) })
    #expect(found.count > 10)
    #expect(found.allSatisfy { $0.count == 1 && $0[0].hasPrefix("node-crashes:pve2:") })
    #expect(faults(try rehearsals("--demo", "--fault", "node-crashes@pve2", "--seed", "7")(7)) == faults(many(7)))
  }

  @Test func `a copy suffers nothing when it is tried once, and random faults in many runs`() throws {
    let path = try saved(RehearsalHerd.herd)
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(faults(try rehearsals("--from", path)(1)) == [])
    let many = try rehearsals("--from", path, "--runs", "20")
    #expect(Set((1...20).map { faults(many($0)) }).count > 10)
    #expect((1...20).allSatisfy { many($0).herd.guests.count == RehearsalHerd.herd.guests.count })
    #expect(faults(try rehearsals("--from", path, "--seed", "7")(7)) == faults(many(7)))
  }

  @Test func `two nodes with a third vote are copied with it, and restarted`() throws {
    var herd = RehearsalHerd.herd
    herd.nodes.removeLast()
    herd.guests.removeAll { guest in !herd.nodes.contains { $0.name == guest.node } }
    let lonely = try saved(herd)
    herd.hasQDevice = true
    herd.backupJobs = ["nightly"]
    let path = try saved(herd)
    defer { for path in [lonely, path] { try? FileManager.default.removeItem(atPath: path) } }
    let rehearsal = try rehearsals("--from", path)(1)
    #expect(rehearsal.herd.hasQDevice)
    #expect(rehearsal.herd.backupJobs == ["nightly"])
    let result = rehearsal.carryOut()
    #expect(result.exitCode == 0)
    #expect(result.violations.map(\.message) == [])
    let refused = try rehearsals("--from", lonely)(1).carryOut()
    #expect(refused.exitCode == 4)
    guard case .blocked(let blockers) = refused.refusal else {
      Issue.record("no reason is told")
      return
    }
    #expect(blockers.map(\.code) == ["quorum-margin"])
  }

  @Test func `without a configuration the command line still says what is wanted`() throws {
    let rehearsal = try rehearsals("--demo", "--strategy", "leave", "--window", "Sun 02:00-06:00")(1)
    #expect(rehearsal.policy.strategy == .leave)
    #expect(rehearsal.policy.window != nil)
  }

  @Test(arguments: ["fire", "node-crashes@pve9", "moved-by-hand@999", "late-device:pve1:dev"])
  func `a fault that can't happen is refused`(_ text: String) {
    #expect(throws: (any Error).self) { try rehearsals("--demo", "--fault", text) }
  }
}
