import Cluster
import Foundation
import Planning
import Remote
import Testing

@testable import Proxmox

@Suite struct RecordOrdersTests {
  /// The record of a run of so many guests, whatever it holds, as the machine writes it.
  static func record(
    guests: Int = 40, run: RunID = RunID(random: 0x7f3a21), startedAt: Double = 1_763_794_800
  ) throws -> ClusterRecord {
    let node = try #require(NodeName("pve1"))
    let inventory = Inventory(
      clusterName: "homelab", quorum: Quorum(isQuorate: true, votes: 1, expected: 1, needed: 1),
      nodes: [Node(name: node, address: "10.0.0.1")],
      guests: (100..<100 + guests).map {
        Guest(id: GuestID($0), kind: .container, name: "'; rm", node: node, status: .running)
      }, takenAt: Timestamp(seconds: startedAt))
    let plan = Planner.plan(scope: .rolling, policy: Policy(), inventory: inventory)
    let start = RunStart(id: run, scope: .rolling, policy: Policy(), inventory: inventory, plan: plan)
    return RunMachine(start, at: Timestamp(seconds: startedAt)).record
  }

  /// A folder in the place of the cluster's file system, gone with its value.
  private final class Folder {
    private let path = "/tmp/herdmon-record-\(UInt32.random(in: 0...(.max)))"

    init() throws {
      try FileManager.default.createDirectory(atPath: path + "/priv", withIntermediateDirectories: true)
      try Data().write(to: URL(filePath: path + "/.members"))
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func run(_ line: CommandLine) throws -> CommandResult {
      try RealShell.run(["-c", line.text.replacing("/etc/pve", with: path)])
    }

    func put(_ text: String) throws { try Data(text.utf8).write(to: URL(filePath: path + "/priv/herdmon.json")) }

    var sight: RecordOrders.Sight? {
      get throws { RecordOrders.sight(try run(RecordOrders.look(marker: "k7Qz")), marker: "k7Qz") }
    }
  }

  @Test(arguments: [3, 40, 12_000]) func `a record is read as it was written, however long`(guests: Int) throws {
    let record = try Self.record(guests: guests)
    let folder = try Folder()
    var piece: Int? = 0
    while let now = piece {
      let line = RecordOrders.keep(record, piece: now, replacing: true)
      #expect(line.text.utf8.count < 32_000)
      // Half a record is no record.
      #expect(try folder.sight == RecordOrders.Sight.none)
      #expect(try folder.run(line).succeeded)
      piece = RecordOrders.next(after: now, of: record)
    }
    #expect(try folder.sight == .record(record))
  }

  @Test func `a record of another run is not written over, nor removed`() throws {
    let (old, new) = (try Self.record(), try Self.record(run: RunID(random: 0x112233)))
    var again = old
    again.takeovers = 1
    let folder = try Folder()
    #expect(try folder.run(RecordOrders.keep(old, piece: 0, replacing: false)).succeeded)
    #expect(try folder.run(RecordOrders.keep(old, piece: 0, replacing: false)).succeeded)
    for other in [new, again] {
      #expect(try !folder.run(RecordOrders.keep(other, piece: 0, replacing: false)).succeeded)
      #expect(try folder.sight == .record(old))
    }
    #expect(try folder.run(RecordOrders.remove(run: new.run)).succeeded)
    #expect(try folder.sight == .record(old))
    #expect(try folder.run(RecordOrders.keep(again, piece: 0, replacing: true)).succeeded)
    #expect(try folder.sight == .record(again))
    #expect(try folder.run(RecordOrders.remove(run: old.run)).succeeded)
    #expect(try folder.sight == RecordOrders.Sight.none)
    #expect(try folder.run(RecordOrders.remove(run: old.run)).succeeded)
  }

  @Test func `a node without the cluster's file system can't tell, nor remove`() throws {
    func run(_ line: CommandLine) throws -> CommandResult {
      try RealShell.run(["-c", line.text.replacing("/etc/pve", with: "/nowhere")])
    }
    #expect(RecordOrders.sight(try run(RecordOrders.look(marker: "k7Qz")), marker: "k7Qz") == nil)
    #expect(try !run(RecordOrders.remove(run: Self.record().run)).succeeded)
  }

  @Test func `a record of another version is said to be unreadable`() throws {
    let folder = try Folder()
    let text = String(decoding: try JSONEncoder().encode(try Self.record()), as: UTF8.self)
    try folder.put(text.replacing("record\\/1", with: "record\\/9"))
    guard case .unreadable = try folder.sight else {
      Issue.record("it was read")
      return
    }
  }
}
