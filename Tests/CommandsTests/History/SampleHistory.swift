import Cluster
import FoundationEssentials
import Glibc
import Orchestration
import Planning

@testable import Commands

/// A state directory with journals that a test writes; it is gone afterwards.
struct SampleHistory {
  static let start: RunStart = {
    var inventory = SampleHerd.inventory
    inventory.nodes.removeAll { !$0.isOnline }
    let plan = Planner.plan(scope: .rolling, policy: Policy(), inventory: inventory)
    return RunStart(id: RunID(random: 0xAB_C123), scope: .rolling, policy: Policy(), inventory: inventory, plan: plan)
  }()

  /// What the run tells, with seconds since its beginning.
  static let notices: [(Double, Notice)] = [
    (0, Notice(event: "run.started", subject: "cluster", message: "begins")),
    (10, phase(.drain)),
    (25, moved(101, "plex", 14.2)),
    (30, phase(.update)),
    (90, phase(.reboot)),
    (150, phase(.return)),
    (170, moved(101, "plex", 9)),
    (180, Notice(event: "pass.finished", node: SampleHerd.name("pve1"), subject: "pve1", message: "done")),
  ]

  let history: RunHistory
  let state: StateDirectory

  static func with(_ body: (SampleHistory) async throws -> Void) async throws {
    let root = "/tmp/herdmon-history-\(getpid())-\(UInt32.random(in: 0...(.max)))"
    defer { try? FileManager.default.removeItem(atPath: root) }
    let state = StateDirectory(root: root, cluster: "homelab")
    try state.prepare()
    try await body(SampleHistory(history: RunHistory(in: state), state: state))
  }

  /// Writes the journal of a run that was stopped, or that has no end.
  func write(
    _ run: RunID = start.id, at began: Timestamp = SampleHerd.takenAt, besides notices: [Notice] = [],
    isStopped: Bool = true
  ) throws {
    var start = SampleHistory.start
    start.id = run
    let journal = try FileJournal(path: state.journalPath(of: run, startedAt: began))
    try journal.append(.began(start), at: began)
    for (index, (seconds, notice)) in (SampleHistory.notices + notices.map { (180, $0) }).enumerated() {
      try journal.append(RunRecord(run: run, seq: index + 1, time: began + seconds, notice: notice))
    }
    if isStopped { try journal.append(.steered(.stop(.asked)), at: began + 200) }
  }

  private static func phase(_ phase: PassPhase) -> Notice {
    Notice(
      event: "phase.started", phase: phase, node: SampleHerd.name("pve1"), subject: "pve1", message: phase.rawValue)
  }

  private static func moved(_ guest: Int, _ name: String, _ seconds: Double) -> Notice {
    Notice(
      event: "move.finished", node: SampleHerd.name("pve1"), guest: GuestID(guest), subject: "ct/\(guest) \(name)",
      message: "running again", seconds: seconds)
  }
}
