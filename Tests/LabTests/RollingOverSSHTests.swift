import FoundationEssentials
import Glibc
import Testing

@testable import Simulation

/// Whole runs by the built program, through real sshd, judged by the simulated cluster itself.
@Suite(.serialized) struct RollingOverSSHTests {
  @Test func `a rolling run restarts every node and brings every guest home`() async throws {
    try await LabFixture.withLab(scale: 300) { lab in
      let run = lab.onCluster(["--rolling", "--yes"])
      #expect(run.status == 0, "\(run.output)")
      #expect(run.output.contains("herdmon: OK, 3 nodes restarted"))
      try lab.expectWholeHerd()
    }
  }

  @Test func `a run survives that a node's sshd and all its connections are killed`() async throws {
    try await LabFixture.withLab(scale: 300) { lab in
      let host = try #require(lab.record).hosts[1]
      let run = try #require(lab.startOnCluster(["--rolling", "--yes"]))
      #expect(try LabFixture.eventually { try lab.truth().guests.contains { $0.moves > 0 } })
      for process in SessionTable.servers(ofPort: host.port) { kill(process, SIGKILL) }
      #expect(LabFixture.exitStatus(of: run) == 0)
      try lab.expectWholeHerd()
    }
  }

  @Test func `a run whose process is killed is resumed, and every guest comes home`() async throws {
    try await LabFixture.withLab(scale: 300) { lab in
      let run = try #require(lab.startOnCluster(["--rolling", "--yes"]))
      #expect(try LabFixture.eventually { try lab.truth().guests.contains { $0.moves > 0 } })
      kill(run, SIGKILL)
      #expect(LabFixture.exitStatus(of: run) == nil)
      let resumed = lab.onCluster(["resume", "--yes"])
      #expect(resumed.status == 0, "\(resumed.output)")
      try lab.expectWholeHerd()
    }
  }
}
