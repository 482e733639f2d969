import Cluster
import Planning
import Simulation
import TestPace
import Testing

@testable import Commands

/// What the operator wants of single guests, carried out by real command lines on the simulated cluster.
@Suite(.givesWay) struct GuestPolicyRehearsalTests {
  /// Three nodes, guests of both kinds.
  private let herd = RehearsalHerd.herd

  private func id(_ kind: Guest.Kind) throws -> Int {
    try #require(herd.guests.first { $0.kind == kind && $0.isRunning }?.id.rawValue)
  }

  private func rule(_ id: Int, _ change: (inout GuestRule) -> Void) -> GuestRule {
    var rule = GuestRule()
    rule.ids = [GuestID(id)]
    change(&rule)
    return rule
  }

  @Test func `a machine that is to be restarted is shut down, moved and started, both ways`() throws {
    let machine = try id(.machine)
    let run = RehearsedRun(herd) { $0.guestRules = [rule(machine) { $0.handling = .restart }] }
    #expect(run.result.exitCode == 0)
    #expect(run.violations.isEmpty)
    #expect(run.said("move.starts", machine) == ["moved, starting", "moved, starting"])
  }

  @Test func `a guest that ignores its shutdown is forced where its policy allows`() throws {
    let container = try id(.container)
    let fault = "ignores-shutdown:\(container)"
    let forced = RehearsedRun(herd, faults: [fault]) {
      $0.guestRules = [
        rule(container) {
          $0.mayForceStop = true
          $0.shutdownSeconds = 30
        }
      ]
    }
    #expect(forced.result.exitCode == 0)
    #expect(forced.violations.isEmpty)
    #expect(forced.said("move.forced", container).first?.hasPrefix("did not shut down in 30 s") == true)
    let spared = RehearsedRun(herd, faults: [fault]) { $0.shutdownSeconds = 30 }
    #expect(spared.result.exitCode == 1)
    #expect(spared.violations.isEmpty)
    #expect(spared.said("move.forced").isEmpty)
  }

  @Test(arguments: [Guest.Kind.container, .machine])
  func `a guest whose moves fail is shut down with its node where policy consents`(_ kind: Guest.Kind) throws {
    let guest = try id(kind)
    let faults = ["migration-fails:\(guest):B:9"]
    let rested = RehearsedRun(herd, faults: faults) { $0.immovable = .shutdown }
    #expect(rested.result.exitCode == 0)
    #expect(rested.violations.isEmpty, "\(rested.violations)")
    #expect(rested.said("move.rests", guest).count == 1)
    #expect(rested.guest(guest)?.status == "running")
    let spared = RehearsedRun(herd, faults: faults)
    #expect(spared.result.exitCode == 1)
    #expect(spared.said("move.rests").isEmpty)
  }

  @Test(arguments: [Guest.Kind.container, .machine])
  func `a command inside of a guest tells when it is well`(_ kind: Guest.Kind) throws {
    let guest = try id(kind)
    let run = RehearsedRun(herd, faults: ["unwell:\(guest):45"]) {
      $0.guestRules = [
        rule(guest) {
          $0.handling = .restart
          $0.probe = HealthProbe(.command(["systemctl", "is-active", "app"]), limitSeconds: 120)
        }
      ]
    }
    #expect(run.result.exitCode == 0)
    #expect(run.violations.isEmpty)
    #expect(run.said("move.healthy", guest) == ["is well: it answers", "is well: it answers"])
  }

  @Test func `connections and pages are asked for, and a guest that stays unwell fails its node`() {
    // Plex, the first container of the herd.
    let guest = 101
    for check in [HealthProbe.Check.tcp(host: "plex", port: 53), .http(url: "http://plex/health")] {
      func run(_ faults: [String]) -> RehearsedRun {
        RehearsedRun(herd, faults: faults) { $0.guestRules = [rule(guest) { $0.probe = HealthProbe(check) }] }
      }
      #expect(run([]).said("move.healthy", guest).count == 2)
      let sick = run(["unwell:\(guest):5000"])
      #expect(sick.result.exitCode == 1)
      #expect(sick.violations.isEmpty)
      #expect(sick.said("move.failed", guest).first?.contains("is not well after") == true)
    }
  }

  @Test func `a guest that a move has left locked is unlocked and started where policy allows it`() throws {
    let guest = try id(.container)
    let faults = ["migration-fails:\(guest):E:1"]
    let freed = RehearsedRun(herd, faults: faults) { $0.unlocksOwnMoves = true }
    #expect(freed.result.exitCode == 0)
    #expect(freed.violations.isEmpty, "\(freed.violations)")
    #expect(freed.said("move.unlocked", guest).count == 1)
    #expect(freed.guest(guest)?.status == "running")
    let held = RehearsedRun(herd, faults: faults)
    #expect(held.result.exitCode == 8)
    #expect(held.said("move.unlocked").isEmpty)
  }
}
