import FoundationEssentials
import Glibc
import Testing

@testable import Simulation

/// `kill -9` of the real program at moments that nobody chose; every second time its state directory is lost with it, as
/// its machine would be. `HERDMON_KILLS=50 swift test --filter KillOverSSH` does it fifty times.
@Suite(.serialized) struct KillOverSSHTests {
  private static let kills = ProcessInfo.processInfo.environment["HERDMON_KILLS"].flatMap { Int($0) } ?? 2
  /// A whole run takes so long in the lab at this scale, in real seconds.
  private static let (scale, runSeconds) = (80.0, 16.0)

  @Test(arguments: 0..<kills) func `a run killed at any moment is resumed, from its journal or from the cluster`(
    number: Int
  ) async throws {
    let seconds = Double.random(in: 0.3...KillOverSSHTests.runSeconds)
    let isLost = number % 2 == 1
    try await LabFixture.withLab(scale: KillOverSSHTests.scale) { lab in
      let told = try lab.listenToMonitoring()
      for service in ["ct:101", "ct:126", "vm:201"] {
        #expect(lab.ssh("pve1", "ha-manager add \(service)").status == 0)
      }
      let state = lab.directory.path + "/state"
      let options = ["--yes", "--state-dir", state]
      let run = try #require(lab.startOnCluster(["--rolling"] + options))
      usleep(UInt32(seconds * 1_000_000))
      kill(run, SIGKILL)
      while waitpid(run, nil, 0) < 0 && errno == EINTR {}
      let before = try lab.truth()
      if isLost { try FileManager.default.removeItem(atPath: state) }
      let resumed = lab.onCluster(["resume"] + options)
      let note = "killed after \(seconds) s, journal \(isLost ? "lost" : "kept"): \(resumed.output)"
      #expect(resumed.status == 0, "\(note)")
      let truth = try lab.truth()
      #expect(truth.mostNodesDown <= 1, "\(note)")
      #expect(truth.locks == [] && truth.maintenance == [], "\(truth.locks) \(truth.maintenance) \(note)")
      let calls = try told().map { $0.split(separator: " ").prefix(2).map(String.init) }
      let begun = Set(calls.filter { $0[0] == "silence.start" }.map { $0[1] })
      let ended = Set(calls.filter { $0[0] == "silence.end" }.map { $0[1] })
      #expect(begun.subtracting(ended) == [], "\(calls) \(note)")
      #expect(lab.ssh("pve1", "ls /etc/pve/priv/herdmon.json").status != 0, "\(note)")
      for guest in truth.guests {
        #expect(guest.node == guest.start.node && guest.status == guest.start.status, "\(guest.id) \(note)")
      }
      // Before the run has begun there is nothing to resume; once it has, every node gets its restart, and only one.
      let isBegun = resumed.output.contains("herdmon: OK") || before.guests.contains { $0.moves > 0 }
      for node in truth.nodes where node.name.hasPrefix("pve") {
        #expect(node.boots == (isBegun ? 1 : 0), "\(node.name) \(note)")
      }
    }
  }
}
