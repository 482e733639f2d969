import FoundationEssentials
import Glibc
import Testing

@testable import Simulation

/// Two machines on one cluster: what they share is the cluster and nothing else, so each has a state directory alone.
/// `HERDMON_RACES=200 swift test --filter LeaseOverSSH` lets them race two hundred times.
@Suite(.serialized) struct LeaseOverSSHTests {
  private static let races = ProcessInfo.processInfo.environment["HERDMON_RACES"].flatMap { Int($0) } ?? 5

  @Test func `of two runs that start at one moment one works and the other names it`() async throws {
    try await LabFixture.withLab(scale: 20) { lab in
      for race in 0..<LeaseOverSSHTests.races {
        let paths = ["a", "b"].map { lab.directory.path + "/race-\(race)-\($0)" }
        let runs = try paths.map { path in
          try #require(
            lab.startOnCluster(
              ["--rolling", "--yes", "--reboot", "always", "--state-dir", path], output: path + ".out"))
        }
        var status: Int32 = 0
        var first: pid_t = 0
        #expect(
          LabFixture.eventually {
            for run in runs where first == 0 && waitpid(run, &status, WNOHANG) == run { first = run }
            return first != 0
          })
        let loser = try #require(runs.firstIndex(of: first))
        let said = LabFile.read(paths[loser] + ".out") ?? ""
        #expect(status >> 8 & 0xFF == 5, "\(said)")
        #expect(said.contains("holds the cluster: process \(runs[1 - loser]) on "), "\(said)")
        #expect(LabFixture.eventually { LabFile.read(paths[1 - loser] + ".out")?.isEmpty == false })
        kill(runs[1 - loser], SIGTERM)
        #expect(wait(runs[1 - loser]) == 143, "\(LabFile.read(paths[1 - loser] + ".out") ?? "")")
        // The winner has left its record, and whatever it had moved, to whoever takes it up: here the loser's machine.
        let recovered = lab.onCluster(["recover", "--yes", "--state-dir", paths[loser]])
        #expect(recovered.status == 0, "\(recovered.output)")
        #expect(try lab.truth().locks == [])
      }
    }
  }

  @Test func `a killed run keeps others out until its lease has expired`() async throws {
    try await LabFixture.withLab(scale: 20) { lab in
      let paths = ["a", "b"].map { lab.directory.path + "/state-\($0)" }
      let first = try #require(lab.startOnCluster(["--rolling", "--yes", "--state-dir", paths[0]]))
      #expect(try LabFixture.eventually { try lab.truth().locks.contains("herdmon") })
      #expect(try LabFixture.eventually { try !lab.truth().locks.contains("herdmon-next") })
      kill(first, SIGKILL)
      _ = wait(first)
      let refused = lab.onCluster(["--rolling", "--yes", "--state-dir", paths[1]])
      #expect(refused.status == 5, "\(refused.output)")
      #expect(refused.output.contains("process \(first) on "), "\(refused.output)")
      let second = lab.onCluster(["--rolling", "--yes", "--reboot", "never", "--wait", "30s", "--state-dir", paths[1]])
      #expect(second.status != 5, "\(second.output)")
      #expect(!(try lab.truth().locks.contains { $0.hasPrefix("herdmon") }))
    }
  }

  private func wait(_ process: pid_t) -> Int32? {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    return status & 0x7F == 0 ? status >> 8 & 0xFF : nil
  }
}
