import Cluster
import Remote

@testable import Simulation

/// A simulated cluster with a hand on its clock: runs command lines to their end on virtual time.
final class World {
  struct Answer {
    var output = ""
    var errors = ""
    var exit: CommandResult.Exit?
    var endedAt = 0.0

    var lines: [String] { output.split(separator: "\n").map(String.init) }

    /// Lines of a task's log without their time.
    var logTexts: [String] {
      lines.map { line in
        let isLog = line.count > 20 && line.prefix(4).allSatisfy(\.isNumber) && line.dropFirst(4).first == "-"
        return isLog ? String(line.dropFirst(20)) : line
      }
    }
  }

  final class Running {
    var answer = Answer()
    var id: ProcessID?
  }

  let cluster: SimulatedCluster

  init(_ herd: Herd = SeedHerd.herd, seed: UInt64 = 1, faults: [Fault] = []) {
    let start = Timestamp(milliseconds: 1_795_330_801_000)
    cluster = SimulatedCluster(herd: herd, seed: seed, startedAt: start, faults: faults)
  }

  /// Starts a line without waiting.
  func start(_ line: String, on host: String = "pve1") -> Running {
    let running = Running()
    running.id = cluster.start(line, on: host) { stream, bytes in
      let text = String(decoding: bytes, as: UTF8.self)
      if stream == .output { running.answer.output += text } else { running.answer.errors += text }
    } end: { [weak self] exit in
      running.answer.exit = exit
      running.answer.endedAt = self?.cluster.now ?? 0
    }
    return running
  }

  /// Advances until that ends, or nothing more can happen.
  @discardableResult
  func finish(_ running: Running) -> Answer {
    let limit = cluster.now + 86_400
    while running.answer.exit == nil, let next = cluster.nextEventAt, next < limit { cluster.advance(to: next) }
    return running.answer
  }

  /// Runs a line to its end.
  @discardableResult
  func run(_ line: String, on host: String = "pve1") -> Answer { finish(start(line, on: host)) }

  func run(_ line: CommandLine, on host: String = "pve1") -> CommandResult {
    let answer = run(line.text, on: host)
    return CommandResult(
      output: Array(answer.output.utf8), errors: Array(answer.errors.utf8), exit: answer.exit ?? .none)
  }

  func wait(_ seconds: Double) { cluster.advance(to: cluster.now + seconds) }

  /// Advances in small steps until `condition` holds.
  func wait(until condition: () -> Bool, atMost seconds: Double = 600) -> Bool {
    let end = cluster.now + seconds
    while cluster.now < end {
      if condition() { return true }
      wait(0.25)
    }
    return condition()
  }

  func guest(_ id: Int) -> GroundTruth.Guest? { cluster.groundTruth().guests.first { $0.id == id } }
}
