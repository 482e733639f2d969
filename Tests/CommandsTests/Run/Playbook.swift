import Cluster
import Remote
import Simulation

@testable import Commands

/// The seed's playbook: command lines, one after the other, on the same simulated cluster that herdmon is tried on.
final class Playbook {
  /// What a line came to.
  final class Answer {
    var text = ""
    var exit: CommandResult.Exit?
  }

  let cluster: SimulatedCluster

  init(_ herd: Herd = SeedHerd.herd, faults: [String] = []) {
    cluster = SimulatedCluster(
      herd: herd, seed: 1, startedAt: VirtualDemo.epoch, faults: faults.compactMap { Fault($0) })
  }

  /// Runs a line to its end, whatever it says: `ignore_errors: true`.
  @discardableResult
  func run(_ line: String, on node: String) -> Answer {
    let answer = start(line, on: node)
    let limit = cluster.now + 7200
    while answer.exit == nil, let next = cluster.nextEventAt, next < limit { cluster.advance(to: next) }
    return answer
  }

  func start(_ line: String, on node: String) -> Answer {
    let answer = Answer()
    _ = cluster.start(
      line, on: node, write: { _, bytes in answer.text += String(decoding: bytes, as: UTF8.self) },
      end: { answer.exit = $0 })
    return answer
  }

  func wait(_ seconds: Double) { cluster.advance(to: cluster.now + seconds) }

  func guest(_ id: Int) -> GroundTruth.Guest? { cluster.groundTruth().guests.first { $0.id == id } }
}
