/// Calls to monitoring do what they are to do, and never come back.
struct SilenceHangs: RepeatedFaultKind {
  var at: Double
  var times: Int

  static let name = "silence-hangs"
  static let timesMax = 4

  func install(in cluster: SimulatedCluster) {
    cluster.hooks.monitorAnswers.plan(from: at, times: times, .silent)
  }
}
