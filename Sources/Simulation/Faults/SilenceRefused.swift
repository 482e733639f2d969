/// Monitoring refuses calls, as one whose rate limiter others have used up.
struct SilenceRefused: RepeatedFaultKind {
  var at: Double
  var times: Int

  static let name = "silence-refused"
  static let timesMax = 9

  func install(in cluster: SimulatedCluster) {
    cluster.hooks.monitorAnswers.plan(from: at, times: times, .refused("Too frequently, try again later."))
  }
}
