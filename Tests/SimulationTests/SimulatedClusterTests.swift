import Foundation
import Testing

@testable import Simulation

struct SimulatedClusterTests {
  /// All that a cluster says in a busy hour.
  private func trace(seed: UInt64) throws -> String {
    let world = World(
      seed: seed, faults: ["late-device:pve1:/dev/dri/card1:30", "migration-refused:107"].compactMap(Fault.init))
    var all: [World.Running] = []
    for id in 101...112 { all.append(world.start("pct migrate \(id) pve\(2 + id % 2) --restart; echo $?")) }
    all.append(world.start("qm migrate 200 pve2 --online"))
    all.append(world.start("apt-get -y dist-upgrade", on: "pve3"))
    for running in all { world.finish(running) }
    all.append(world.start("systemctl reboot"))
    world.wait(300)
    all.append(world.start("pct list; cat /proc/uptime /proc/sys/kernel/random/boot_id; cat /var/log/pve/tasks/active"))
    world.wait(60)
    let truth = try JSONEncoder.sorted.encode(world.cluster.groundTruth())
    return all.map { "\($0.answer)" }.joined(separator: "\n") + String(decoding: truth, as: UTF8.self)
  }

  @Test func `the same seed gives the same hour, to the byte`() throws {
    #expect(try trace(seed: 7) == trace(seed: 7))
  }

  @Test func `another seed gives another hour`() throws {
    #expect(try trace(seed: 7) != trace(seed: 8))
  }

  @Test func `events run in order of time, and of scheduling at the same time`() {
    let world = World()
    var order: [Int] = []
    for (number, seconds) in [(1, 5.0), (2, 3.0), (3, 5.0), (4, 0.0)] {
      world.cluster.after(seconds) { order.append(number) }
    }
    world.cluster.advance(to: 4)
    #expect(order == [4, 2])
    world.cluster.advance(to: 10)
    #expect(order == [4, 2, 1, 3])
    #expect(world.cluster.now == 10)
    #expect(world.cluster.nextEventAt == nil)
  }

  @Test func `the ground truth has the shape that scripts read`() throws {
    let data = try JSONEncoder().encode(World().cluster.groundTruth())
    let truth = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(truth["schema"] as? String == "herdmon/lab/1")
    #expect(truth["time"] as? String == "2026-11-22T07:00:01Z")
    let nodes = try #require(truth["nodes"] as? [[String: Any]])
    #expect(nodes.compactMap { $0["name"] as? String } == ["pve1", "pve2", "pve3", "pbs1"])
    #expect(Set(nodes[0].keys) == ["name", "online", "boots", "kernel", "pending"])
    let guests = try #require(truth["guests"] as? [[String: Any]])
    #expect(guests.count == 37)
    #expect(
      Set(guests[0].keys) == [
        "id", "type", "name", "start", "node", "status", "moves", "interruptions", "outageSeconds",
      ])
    for key in ["mostNodesDown", "locks", "maintenance", "commandsRefused"] { #expect(truth[key] != nil) }
  }

  @Test func `a host that is down takes no command`() {
    let world = World()
    world.cluster.node("pve3")?.goDown()
    #expect(world.run("true", on: "pve3").exit == .some(.none))
    #expect(world.run("true", on: "nosuch").exit == .some(.none))
  }

  @Test func `a dropped cluster leaves nothing behind, even in the middle of things`() {
    weak var node: SimulatedNode?
    weak var cluster: SimulatedCluster?
    do {
      let world = World(faults: ["ssh-silent:pve2:10:30", "guest-locked:103"].compactMap(Fault.init))
      cluster = world.cluster
      node = world.cluster.node("pve1")
      world.run("pct migrate 102 pve2 --restart; for i in 1 2 3; do echo $i | cat; done; apt-get -y dist-upgrade")
      _ = world.start("pct migrate 104 pve3 --restart; echo done")
      _ = world.start("qm migrate 200 pve3 --online")
      _ = world.start("systemctl reboot", on: "pve2")
      world.wait(20)
    }
    #expect((cluster == nil) == true)
    #expect((node == nil) == true)
  }

  @Test func `port changes are told`() {
    let world = World()
    var told: [String] = []
    world.cluster.onPortChange = { told.append("\($0) \($1)") }
    world.run("systemctl reboot", on: "pbs1")
    world.wait(200)
    #expect(told == ["pbs1 silent", "pbs1 closed", "pbs1 open"])
  }
}

extension JSONEncoder {
  fileprivate static var sorted: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return encoder
  }
}
