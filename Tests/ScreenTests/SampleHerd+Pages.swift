import Cluster
import Planning
import Screen

/// States of the other pages, and of a node that comes back.
extension SampleHerd {
  /// The page of runs with four of them.
  static func withRuns(_ width: Int, _ height: Int) -> ScreenState {
    var state = pressing("4", in: atRest(width, height))
    let records = notices().enumerated().map { index, entry in
      RunRecord(run: run, seq: index + 1, time: now + entry.0, notice: entry.1)
    }
    func past(_ id: String, daysAgo: Double, _ scope: RunScope, _ result: RunOutcome.Result?) -> PastRun {
      var progress = progress()
      progress.run = RunID(id) ?? run
      progress.scope = scope
      progress.startedAt = now + -daysAgo * 86_400
      progress.nodes = [
        .init(node: pve2, stage: .done), .init(node: pve1, stage: .done), .init(node: pve3, stage: .done),
      ]
      progress.movesDone = 74
      if let result { progress.state = .ended(outcome(result)) }
      return PastRun(
        progress: progress,
        records: records.map {
          RunRecord(run: progress.run, seq: $0.seq, time: progress.startedAt + 900, notice: $0.notice)
        })
    }
    _ = state.handle(
      .pastRuns([
        past("7f3a", daysAgo: 0.01, .rolling, .strayed), past("41c09e", daysAgo: 3.2, .reboot([pve3]), .ok),
        past("b07a11", daysAgo: 7, .rolling, .ok), past("09d2ff", daysAgo: 14, .update([pve1, pve2]), nil),
      ]))
    return state
  }

  /// Types a command, and Enter.
  static func typing(_ command: String, in state: ScreenState) -> ScreenState {
    var state = state
    _ = state.handle(.key(":"))
    for character in command { _ = state.handle(.key(.character(character))) }
    _ = state.handle(.key(.enter))
    return state
  }

  /// pve1 has booted and proves, step by step, that it is back.
  static func proving(_ width: Int, _ height: Int) -> ScreenState {
    var state = rebooting(width, height)
    guard var progress = state.progress else { return state }
    func step(_ code: String, _ title: String, _ holds: Bool, _ seen: String) -> RebootProof.Step {
      RebootProof.Step(code: code, title: title, holds: holds, seen: seen)
    }
    progress.nodes[1].phaseFraction = 0.8
    progress.nodes[1].proof = [
      step("boot-id", "new boot id", true, "9c1f2a70"), step("no-shutdown", "shutdown is over", true, "nothing queued"),
      step("quorum", "quorate with all members", true, "3 of 3 members"),
      step("witness", "seen by another node", false, "not asked yet"),
      step("services", "services are up", false, "pveproxy activating"),
      step("storages", "storages are active", true, "1 of 1"),
      step("devices", "devices are there", false, "missing /dev/dri"),
    ]
    _ = state.handle(.progress(progress))
    return state
  }
}
