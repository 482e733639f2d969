/// Commands of the operator's on the controller never end by themselves.
struct HookHangs: RepeatedFaultKind {
  var at: Double
  var times: Int

  static let name = "hook-hangs"
  static let timesMax = 3

  func install(in cluster: SimulatedCluster) {
    cluster.hooks.commandAnswers.plan(from: at, times: times, .silent)
  }
}
