/// One run per cluster: no job of a run is started while another run's are under way.
struct OneRunPerCluster: Invariant {
  let name = "one-run"

  func violations(in truth: GroundTruth, claim: RunClaim) -> [String] {
    truth.deeds.runsAtOnce.map { "started a job: \($0)" }
  }
}
