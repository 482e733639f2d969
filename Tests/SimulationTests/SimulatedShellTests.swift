import Cluster
import Remote
import Testing

@testable import Simulation

/// The in-process door, on a clock a thousand times as fast as real time.
struct SimulatedShellTests {
  private func shell(faults: [Fault] = []) -> SimulatedShell {
    let cluster = SimulatedCluster(
      herd: SeedHerd.herd, seed: 3, startedAt: Timestamp(milliseconds: 1_795_330_801_000), faults: faults)
    return SimulatedShell(cluster: cluster, clock: ContinuousClock(), scale: 1000)
  }

  private func line(_ words: String...) -> CommandLine { CommandLine(Command(words: words), purpose: "try") }

  @Test func `answers come back with output and status`() async throws {
    let shell = shell()
    let result = try await shell.run(line("pct", "status", "101"), on: "pve1", deadline: .seconds(60))
    #expect(result.outputText == "status: running\n")
    #expect(result.succeeded)
    let failed = try await shell.run(line("pct", "status", "999"), on: "pve1", deadline: .seconds(60))
    #expect(failed.exit == .status(2))
  }

  @Test func `commands on several hosts run side by side`() async throws {
    let shell = shell()
    let before = await shell.now()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for host in ["pve1", "pve2", "pve3"] {
        group.addTask {
          let line = CommandLine(Command(words: ["sleep", "100"]), purpose: "wait")
          _ = try await shell.run(line, on: host, deadline: .seconds(500))
        }
      }
      try await group.waitForAll()
    }
    let passed = await shell.now() - before
    #expect(passed >= 100)
  }

  @Test func `a deadline ends the wait with its own error`() async {
    let shell = shell()
    await #expect(throws: NodeError.self) {
      _ = try await shell.run(self.line("sleep", "500"), on: "pve1", deadline: .seconds(20))
    }
    do {
      _ = try await shell.run(line("sleep", "500"), on: "pve1", deadline: .seconds(20))
    } catch {
      #expect(error.kind == .deadlineExceeded)
      #expect(error.host == "pve1")
    }
  }

  // Deadlines of many virtual years: on a busy machine a thousandfold clock runs far while a test waits its turn.
  private static let ages = Duration.seconds(900_000_000)

  @Test func `a node that was rebooted and stays away is out of reach`() async throws {
    let shell = shell(faults: [try #require(Fault("never-returns:pve2"))])
    _ = try await shell.run(line("systemctl", "reboot"), on: "pve2", deadline: Self.ages)
    var kinds: Set<NodeError.Kind> = []
    for _ in 0..<20 where !kinds.contains(.unreachable) {
      do {
        _ = try await shell.run(line("sleep", "30"), on: "pve2", deadline: Self.ages)
      } catch {
        kinds.insert(error.kind)
      }
    }
    #expect(kinds.contains(.unreachable))
  }

  @Test func `a reboot cuts what runs, and the node comes back with a boot counted`() async throws {
    let shell = shell()
    async let cut = try await shell.run(line("sleep", "90000000"), on: "pve2", deadline: Self.ages)
    _ = try await shell.run(line("sleep", "1"), on: "pve2", deadline: Self.ages)
    let order = try await shell.run(line("systemctl", "reboot"), on: "pve2", deadline: Self.ages)
    #expect(order.succeeded)
    do {
      _ = try await cut
      Issue.record("it outlived its node")
    } catch {
      #expect((error as? NodeError)?.kind == .connectionLost)
    }
    var isBack = false
    for _ in 0..<100 where !isBack {
      isBack = (try? await shell.run(line("uname", "-r"), on: "pve2", deadline: .seconds(20)))?.succeeded ?? false
    }
    #expect(isBack)
    #expect(await shell.groundTruth().nodes[1].boots == 1)
  }

  @Test func `a cancelled caller does not wait for the end`() async {
    let shell = shell()
    let task = Task {
      let line = CommandLine(Command(words: ["sleep", "999999"]), purpose: "wait")
      return try await shell.run(line, on: "pve1", deadline: .seconds(9_999_999))
    }
    while await shell.now() < 5 { await Task.yield() }
    task.cancel()
    let result = await task.result
    #expect(throws: NodeError.self) { try result.get() }
  }
}
