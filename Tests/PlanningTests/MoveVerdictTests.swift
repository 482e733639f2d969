import Cluster
import Testing

@testable import Planning

/// The decision table of facts/pve.md 5.5, row by row, and what it leaves out.
struct MoveVerdictTests {
  private static let source = SampleCluster.name("pve1")
  private static let target = SampleCluster.name("pve2")
  private static let third = SampleCluster.name("pve3")

  private func judge(
    on place: NodeName?, seenBy observer: NodeName, _ status: Guest.Status? = .running, lock: String? = nil
  ) -> MoveVerdict {
    let glance = NodeGlance(
      node: observer, bootID: BootID("x"), isQuorate: true, members: [],
      placements: place.map { [Cluster.Placement(guest: GuestID(101), kind: .container, node: $0)] } ?? [],
      guests: status.map { [.init(id: GuestID(101), status: $0, lock: lock)] } ?? [], queuedShutdown: [])
    return MoveVerdict.judge(GuestID(101), source: Self.source, target: Self.target, glance: glance)
  }

  private func onTarget(_ status: Guest.Status, _ lock: String? = nil) -> MoveVerdict {
    judge(on: Self.target, seenBy: Self.target, status, lock: lock)
  }

  private func onSource(_ status: Guest.Status, _ lock: String? = nil) -> MoveVerdict {
    judge(on: Self.source, seenBy: Self.source, status, lock: lock)
  }

  @Test func `running on the target is success`() { #expect(onTarget(.running) == .arrived) }

  @Test func `stopped on the target is a start that failed`() { #expect(onTarget(.stopped) == .stoppedOnTarget) }

  @Test func `a lock of the move on the target is an unlock that failed`() {
    #expect(onTarget(.stopped, "migrate") == .leftLocked(on: Self.target))
    #expect(onTarget(.running, "migrate") == .leftLocked(on: Self.target))
  }

  @Test func `running on the source was refused or rolled back`() { #expect(onSource(.running) == .stayed) }

  @Test func `stopped on the source is a stop that timed out`() { #expect(onSource(.stopped) == .stoppedOnSource) }

  @Test(arguments: [Guest.Status.running, .stopped, .unknown])
  func `a lock of the move on the source is a job that was killed`(status: Guest.Status) {
    #expect(onSource(status, "migrate") == .leftLocked(on: Self.source))
  }

  @Test(arguments: ["backup", "snapshot", "snapshot-delete", "disk", "create", "clone", "rollback", "suspended"])
  func `any other lock is someone else's work, wherever the guest is`(lock: String) {
    #expect(onSource(.running, lock) == .busy(lock: lock))
    #expect(onTarget(.running, lock) == .busy(lock: lock))
    #expect(onTarget(.stopped, lock) == .busy(lock: lock))
  }

  @Test func `a mounted container is not locked against us`() {
    #expect(onTarget(.running, "mounted") == .arrived)
    #expect(onSource(.stopped, "mounted") == .stoppedOnSource)
  }

  @Test func `a guest on a third node was moved by someone else`() {
    #expect(judge(on: Self.third, seenBy: Self.third) == .elsewhere(Self.third))
    #expect(judge(on: Self.third, seenBy: Self.target) == .elsewhere(Self.third))
  }

  @Test func `only the guest's own node can say whether it runs`() {
    #expect(judge(on: Self.source, seenBy: Self.target, nil) == .lookAt(Self.source))
    #expect(judge(on: Self.target, seenBy: Self.source) == .lookAt(Self.target))
  }

  @Test func `a node that does not list or not know its guest is asked again`() {
    #expect(judge(on: Self.target, seenBy: Self.target, nil) == .lookAt(Self.target))
    #expect(onTarget(.unknown) == .lookAt(Self.target))
    #expect(onSource(.unknown) == .lookAt(Self.source))
  }

  private func judgeRest(
    _ status: Guest.Status?, isToRun: Bool, lock: String? = nil, on place: NodeName? = source
  ) -> MoveVerdict {
    let glance = NodeGlance(
      node: Self.source, bootID: BootID("x"), isQuorate: true, members: [],
      placements: place.map { [Cluster.Placement(guest: GuestID(101), kind: .container, node: $0)] } ?? [],
      guests: status.map { [.init(id: GuestID(101), status: $0, lock: lock)] } ?? [], queuedShutdown: [])
    return MoveVerdict.judgeRest(GuestID(101), on: Self.source, isToRun: isToRun, glance: glance)
  }

  @Test func `a guest that rests with its node has arrived when it is as it was to be`() {
    #expect(judgeRest(.stopped, isToRun: false) == .arrived)
    #expect(judgeRest(.running, isToRun: true) == .arrived)
    #expect(judgeRest(.running, isToRun: false) == .stayed)
    #expect(judgeRest(.stopped, isToRun: true) == .stoppedOnTarget)
  }

  @Test func `a guest that rests and is locked, unclear or elsewhere is not taken for what it should be`() {
    #expect(judgeRest(.running, isToRun: false, lock: "backup") == .busy(lock: "backup"))
    #expect(judgeRest(.running, isToRun: false, lock: "mounted") == .stayed)
    #expect(judgeRest(.unknown, isToRun: false) == .lookAt(Self.source))
    #expect(judgeRest(nil, isToRun: false) == .lookAt(Self.source))
    #expect(judgeRest(.stopped, isToRun: false, on: Self.third) == .elsewhere(Self.third))
    #expect(judgeRest(.stopped, isToRun: false, on: nil) == .vanished)
  }

  @Test func `a guest without a place is gone`() { #expect(judge(on: nil, seenBy: Self.target, nil) == .vanished) }
}
