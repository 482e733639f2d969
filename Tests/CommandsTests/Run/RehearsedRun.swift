import Cluster
import Planning
import Simulation

@testable import Commands

/// One whole run against the simulated cluster by the real command lines, with all that it said.
struct RehearsedRun {
  private final class Book {
    var notices: [Notice] = []
    var truth: GroundTruth?
  }

  let result: Rehearsal.Result
  let notices: [Notice]
  /// What was true when it ended.
  let truth: GroundTruth?

  init(
    _ herd: Herd, faults: [String] = [], seed: UInt64 = 1,
    _ change: (inout Policy) -> Void = { _ in }
  ) {
    var policy = Policy()
    policy.reboot = .always
    change(&policy)
    let book = Book()
    var rehearsal = Rehearsal(
      herd: herd, faults: faults.compactMap { Fault($0) }, policy: policy, seed: seed)
    rehearsal.onEnd = { book.truth = $0 }
    result = rehearsal.carryOut { book.notices.append($0.notice) }
    notices = book.notices
    truth = book.truth
  }

  /// What was said under an event's name, of one guest if one is given.
  func said(_ event: String, _ guest: Int? = nil) -> [String] {
    notices.filter { $0.event == event && (guest == nil || $0.guest == guest.map { GuestID($0) }) }.map(\.message)
  }

  /// What became of a guest.
  func guest(_ id: Int) -> GroundTruth.Guest? { truth?.guests.first { $0.id == id } }

  /// Broken rules of safety, in words; empty in a good run.
  var violations: [String] { result.violations.map { "\($0.invariant): \($0.message)" } }
}
