import FoundationEssentials
import Glibc
import Local
import Testing

@testable import Simulation

/// A run, as cron starts it, followed by other processes, through real sshd.
@Suite(.serialized) struct AttachOverSSHTests {
  @Test func `readers see all of a run, and one that is stopped delays nothing`() async throws {
    try await LabFixture.withLab(scale: 100) { lab in
      let outputs = ["run", "first", "second", "stopped"].map { lab.directory.path + "/\($0).out" }
      let run = try #require(lab.startOnCluster(["--rolling", "--yes", "--output", "jsonl"], output: outputs[0]))
      let socket = lab.directory.path + "/state/homelab/run.sock"
      #expect(LabFixture.eventually { access(socket, F_OK) == 0 })
      let readers = try outputs.dropFirst().map { output in
        try #require(lab.startOnCluster(["attach", "--output", "jsonl"], output: output))
      }
      #expect(LabFixture.eventually { LabFile.read(outputs[3])?.contains("run.started") == true })
      kill(readers[2], SIGSTOP)
      #expect(LabFixture.exitStatus(of: run) == 0)
      kill(readers[2], SIGCONT)
      for reader in readers { #expect(LabFixture.exitStatus(of: reader) == 0) }
      let told = try #require(LabFile.read(outputs[0]))
      #expect(told.contains("run.ended"))
      for output in outputs.dropFirst() { #expect(LabFile.read(output) == told) }
      #expect(lab.onCluster(["show", "last", "--output", "jsonl"]).output == told)
      #expect(lab.onCluster(["attach"]).status == 4)
      try lab.expectWholeHerd()
    }
  }

  @Test func `a reader of a run whose process is killed hears that it died, and what to do`() async throws {
    try await LabFixture.withLab(scale: 100) { lab in
      let run = try #require(lab.startOnCluster(["--rolling", "--yes"]))
      let output = lab.directory.path + "/reader.out"
      let socket = lab.directory.path + "/state/homelab/run.sock"
      #expect(LabFixture.eventually { access(socket, F_OK) == 0 })
      let reader = try #require(lab.startOnCluster(["attach", "--plain"], output: output))
      #expect(try LabFixture.eventually { try lab.truth().guests.contains { $0.moves > 0 } })
      kill(run, SIGKILL)
      #expect(LabFixture.exitStatus(of: run) == nil)
      #expect(LabFixture.exitStatus(of: reader) == 8)
      #expect(LabFile.read(output)?.contains("herdmon resume carries the run on") == true)
      #expect(lab.onCluster(["attach"]).status == 4)
      #expect(lab.onCluster(["runs"]).output.contains("UNFINISHED"))
      #expect(lab.onCluster(["resume", "--yes"]).status == 0)
      try lab.expectWholeHerd()
    }
  }
}
