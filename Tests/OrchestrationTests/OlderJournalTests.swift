import Cluster
import Foundation
import Planning
import Testing

@testable import Orchestration

@Suite struct OlderJournalTests {
  /// A start as the first build wrote it: without strategies, budgets, records, rules of guests and checks of nodes.
  private static let older = #"""
    {"event":{"began":{"_0":{"forecast":{"containerMoveSeconds":41,"containerOutageSeconds":12},"id":"7f3a","inventory":{"backupServers":[],"clusterName":"homelab","guests":[{"bridges":[],"devices":[],"disks":[{"backing":{"volume":{"storage":"nfs-ct"}},"key":"rootfs","sizeBytes":8589934592}],"hasSnapshots":false,"id":101,"isPrivileged":false,"isTemplate":false,"kind":"ct","memoryBytes":536870912,"name":"plex","node":"pve1","passthrough":[],"startsAtBoot":true,"startup":{},"status":"running","tags":[]}],"nodes":[{"address":"192.168.1.11","bootID":"b1","cores":12,"isOnline":true,"kernel":"6.8.12-9-pve","memory":{"totalBytes":64,"usedBytes":1},"name":"pve1","uptimeSeconds":12.5}],"quorum":{"expected":3,"isQuorate":true,"needed":2,"votes":3},"takenAt":"2026-11-22T07:00:00Z"},"plan":{"blockers":[],"homes":{"101":"pve1"},"lowerBoundSeconds":10,"makespanSeconds":12,"moves":[],"outages":[],"passes":[{"action":"restart","drain":[{"from":"pve1","guest":101,"kind":"ct","leg":"drain","name":"plex","outageSeconds":12,"seconds":50,"startSeconds":0,"to":"pve2","way":"restart"}],"node":"pve1","phaseSeconds":{"drain":50},"reason":"updates","return":[],"seconds":50}],"peakMemory":{"pve2":0.5},"warnings":[]},"policy":{"containerMovesMax":4,"machineMovesMax":1,"memoryLimit":0.9,"moveAttemptsMax":3,"nodes":[],"onGuestFailure":"skip","reboot":"always","shutdownSeconds":60,"timing":{"answerSeconds":60,"moveMaxSeconds":900,"pollSeconds":2}},"scope":{"rolling":{}}}}},"time":"2026-11-22T07:00:00Z"}
    """#

  private static func reading(of text: String) throws -> JournalReading {
    let path = "/tmp/herdmon-older-\(getpid())-\(UInt32.random(in: 0...(.max))).jsonl"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(text.utf8).write(to: URL(filePath: path))
    return try JournalReading(path: path)
  }

  @Test func `a journal of an older build is read, and what it did not know is as nobody set it`() throws {
    let reading = try Self.reading(of: Self.older + "\n")
    #expect(reading.damagedLines.isEmpty)
    guard case .event(.began(let start), _) = reading.entries.first else {
      Issue.record("no start")
      return
    }
    #expect(start.policy.reboot == .always && start.policy.containerMovesMax == 4)
    #expect(start.policy.strategy == Policy().strategy && start.policy.overlaps == Policy().overlaps)
    #expect(start.policy.timing.rebootPollSeconds == Timing().rebootPollSeconds)
    #expect(start.forecast.containerMoveSeconds == 41 && start.forecast.rebootSeconds == Forecast().rebootSeconds)
    #expect(start.inventory.nodes.first?.health == NodeHealth())
    #expect(start.inventory.guests.first?.disks.first?.backing == .volume(storage: "nfs-ct"))
    #expect(start.plan.peakMemory.count == 1 && start.plan.passes.first?.drain.first?.to.rawValue == "pve2")
    #expect(reading.machine != nil)
  }

  @Test func `whatever single field is missing, the line is read`() throws {
    let text = Self.older
    let keys = ["\"memoryLimit\":0.9,", "\"cores\":12,", "\"hasSnapshots\":false,", "\"lowerBoundSeconds\":10,"]
    for key in keys {
      #expect(text.contains(key))
      #expect(try Self.reading(of: text.replacing(key, with: "") + "\n").damagedLines.isEmpty, "\(key)")
    }
  }

  @Test func `what is no line of a journal stays damaged`() throws {
    #expect(
      try Self.reading(of: "{\"time\":\"2026-11-22T07:00:00Z\"}\n{\"event\":{\"flew\":{}}}\n[1]\n").damagedLines == [
        1, 2, 3,
      ])
  }

  @Test func `another case of an enum is filled with nothing`() {
    let own = JSONValue.object(["volume": .object(["storage": .text("a")])])
    #expect(own.filled(from: .object(["hostDrive": .object([:])])) == own)
    #expect(
      JSONValue.list([.object(["a": .whole(1)])]).filled(from: .list([.object(["a": .whole(0), "b": .bool(true)])]))
        == .list([.object(["a": .whole(1), "b": .bool(true)])]))
  }
}
