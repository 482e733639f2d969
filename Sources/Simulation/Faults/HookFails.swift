/// Commands of the operator's on the controller fail.
struct HookFails: RepeatedFaultKind {
  var at: Double
  var times: Int

  static let name = "hook-fails"
  static let timesMax = 3

  func install(in cluster: SimulatedCluster) {
    cluster.hooks.commandAnswers.plan(from: at, times: times, .refused("exit status 1"))
  }
}
