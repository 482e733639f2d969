/// Every silence, flag, maintenance, lock and file that a run set is gone when nothing of it is left to be taken up; until
/// then flags and maintenance are named, with the commands that end them. A silence may end by itself where policy says
/// so and it is told.
struct NothingLeftBehind: Invariant {
  let name = "nothing-left-behind"

  func violations(in truth: GroundTruth, claim: RunClaim) -> [String] {
    guard claim.isOver else { return [] }
    let flags = truth.ceph.map { $0.flags.subtracting($0.flagsAtStart).sorted() } ?? []
    let left =
      truth.maintenance.map { (what: "maintenance of \($0)", words: "\($0) is still in HA maintenance") }
      + truth.suspended.map { (what: "\($0), suspended", words: "\($0) is still suspended") }
      + truth.silences.map { (what: "the silence \($0)", words: "the silence \($0) is still set") }
      + flags.map { (what: "the Ceph flag \($0)", words: "the Ceph flag \($0) is still set") }
    guard claim.isFinal else {
      return left.filter { item in !claim.words.contains { $0.contains(item.words) } }
        .map { "left behind, and nobody is told: \($0.what)" }
    }
    let isLeft = { (item: (what: String, words: String)) in
      !claim.words.contains { $0.contains(item.words) && $0.contains("left to end by itself, as policy says") }
    }
    let named = Set(claim.named.map { "\($0) migrate" })
    return truth.locks.filter { ($0.hasSuffix(" migrate") && !named.contains($0)) || $0.hasPrefix("herdmon") }
      .map { "left behind: lock \($0)" }
      + files(truth, claim).map { "left behind: file \($0)" } + left.filter(isLeft).map { "left behind: \($0.what)" }
  }

  /// The record of a cluster that can't be written stays, with the command that removes it.
  private func files(_ truth: GroundTruth, _ claim: RunClaim) -> [String] {
    let isNamed = claim.words.contains { $0.contains("the run's record is left, herdmon recover removes it") }
    return isNamed ? truth.foreignFiles.filter { $0 != "herdmon.json" } : truth.foreignFiles
  }
}
