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
      try expectWholeHerd(lab)
    }
  }

  @Test func `a run survives that a node's sshd and all its connections are killed`() async throws {
    try await LabFixture.withLab(scale: 300) { lab in
      let host = try #require(lab.record).hosts[1]
      let run = try #require(lab.startOnCluster(["--rolling", "--yes"]))
      #expect(try LabFixture.eventually { try lab.truth().guests.contains { $0.moves > 0 } })
      for process in SessionTable.servers(ofPort: host.port) { kill(process, SIGKILL) }
      #expect(exitStatus(of: run) == 0)
      try expectWholeHerd(lab)
    }
  }

  @Test func `a run whose process is killed is resumed, and every guest comes home`() async throws {
    try await LabFixture.withLab(scale: 300) { lab in
      let run = try #require(lab.startOnCluster(["--rolling", "--yes"]))
      #expect(try LabFixture.eventually { try lab.truth().guests.contains { $0.moves > 0 } })
      kill(run, SIGKILL)
      #expect(exitStatus(of: run) == nil)
      let resumed = lab.onCluster(["resume", "--yes"])
      #expect(resumed.status == 0, "\(resumed.output)")
      try expectWholeHerd(lab)
    }
  }

  /// Nil if a signal ended it.
  private func exitStatus(of process: pid_t) -> Int32? {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    return status & 0x7F == 0 ? status >> 8 & 0xFF : nil
  }

  private func expectWholeHerd(_ lab: LabFixture) throws {
    let truth = try lab.truth()
    #expect(truth.mostNodesDown == 1)
    for node in truth.nodes where node.name.hasPrefix("pve") {
      #expect(node.boots == 1, "\(node.name)")
      #expect(node.pending == 0, "\(node.name)")
      #expect(node.online, "\(node.name)")
    }
    for guest in truth.guests {
      #expect(guest.node == guest.start.node, "\(guest.type) \(guest.id) is not home")
      #expect(guest.status == guest.start.status, "\(guest.type) \(guest.id) is not as it was")
    }
    #expect(truth.locks == [])
    #expect(truth.maintenance == [])
  }
}
