import Cluster
import Planning
import Simulation
import TestPace
import Testing

@testable import Commands

/// HA guests of the simulated cluster, whose HA stack acts in rounds as the real one does.
@Suite(.givesWay) struct MaintenanceRehearsalTests {
  private func herd(_ count: Int) -> Herd {
    var herd = RehearsalHerd.herd
    for guest in herd.guests.filter(\.isRunning).prefix(count) { herd.managed[guest.id] = "started" }
    return herd
  }

  private func managed(_ herd: Herd) -> [Int] { herd.managed.keys.map(\.rawValue).sorted() }

  @Test func `HA guests leave, their nodes restart, and they come back`() {
    let herd = herd(5)
    let run = RehearsedRun(herd)
    #expect(run.result.exitCode == 0)
    #expect(run.violations.isEmpty)
    #expect(!run.said("ha.left").isEmpty)
    #expect(run.said("ha.left").count == run.said("ha.back").count)
    #expect(managed(herd).allSatisfy { run.said("move.started", $0).isEmpty })
  }

  @Test func `a guest that HA can't move leaves its node out, and no maintenance behind`() throws {
    let herd = herd(2)
    let guest = try #require(managed(herd).first)
    let run = RehearsedRun(herd, faults: ["migration-refused:\(guest):9999"]) {
      $0.timing.maintenanceMaxSeconds = 300
    }
    #expect(run.result.exitCode == 1)
    #expect(run.violations.isEmpty)
  }

  @Test func `guests that HA keeps apart never meet, and a node they can't leave without that is left out`() throws {
    var herd = herd(9)
    let ids = herd.managed.keys.sorted()
    let apart = { (count: Int) in
      var nodes: Set<NodeName> = []
      let distant = ids.filter { id in
        herd.guests.first { $0.id == id }.map { nodes.count < count && nodes.insert($0.node).inserted } ?? false
      }
      return Affinity(label: "HA rule apart", wish: .apart, isStrict: true, guests: distant)
    }
    herd.affinities = [apart(3)]
    let stuck = RehearsedRun(herd)
    #expect(stuck.violations.isEmpty)
    #expect(stuck.said("node.skipped").count == 3)
    #expect(stuck.said("run.warning").contains { $0.contains("HA rule apart keeps it apart from") })
    herd.affinities = [apart(2)]
    let run = RehearsedRun(herd)
    #expect(run.result.exitCode == 0)
    #expect(run.violations.isEmpty)
  }

  @Test func `a guest that HA does not bring back is asked for`() throws {
    let herd = herd(1)
    let guest = try #require(managed(herd).first)
    let run = RehearsedRun(herd, faults: ["ha-stays-away:\(guest)"])
    #expect(run.result.exitCode == 0)
    #expect(run.violations.isEmpty)
    #expect(run.said("ha.called", guest).count == 1)
  }

  @Test func `a guest that someone brings to a node is back there before its turn is over, and named`() throws {
    var herd = herd(1)
    // Nobody else comes home who would keep the turn open.
    herd.guests.removeAll { herd.managed[$0.id] == nil }
    let guest = try #require(managed(herd).first)
    let home = try #require(herd.guests.first { $0.id.rawValue == guest }?.node)
    var isNamed = false
    for node in herd.nodes.map(\.name) where node != home {
      for moment in stride(from: 240, through: 440, by: 40) {
        let run = RehearsedRun(herd, faults: ["moved-by-hand:\(guest):\(moment):\(node)"]) { $0.canary = home }
        #expect(run.violations.isEmpty, "moved to \(node) after \(moment) s")
        isNamed = isNamed || !run.said("guest.stray", guest).isEmpty
      }
    }
    #expect(isNamed)
  }

  @Test func `a controller that is killed anywhere leaves no maintenance behind`() {
    for events in stride(from: 20, through: 200, by: 45) {
      let run = RehearsedRun(herd(3), faults: ["controller-killed:\(events)"])
      #expect(run.result.exitCode == 0, "killed after \(events) events")
      #expect(run.violations.isEmpty, "killed after \(events) events")
    }
  }

  @Test func `HA guests are asked whether they are well before they count as back`() throws {
    let herd = herd(5)
    let guest = try #require(herd.guests.first { herd.managed[$0.id] != nil && $0.kind == .container }?.id.rawValue)
    let run = RehearsedRun(herd, faults: ["unwell:\(guest):45"]) {
      var rule = GuestRule()
      rule.ids = [GuestID(guest)]
      rule.probe = HealthProbe(.command(["systemctl", "is-active", "app"]), limitSeconds: 300)
      $0.guestRules = [rule]
    }
    #expect(run.result.exitCode == 0)
    #expect(run.violations.isEmpty)
    #expect(run.said("move.healthy", guest) == ["is well: it answers"])
  }
}
