/// Commands of the operator's on the controller never end by themselves.
struct HookHangs: FaultKind {
  var at: Double
  var times: Int

  static let name = "hook-hangs"
  static let places = "AT:TIMES"
  var words: [String] { [FaultWords.number(at), "\(times)"] }

  init?(_ words: FaultWords) {
    guard let at = words.number(0), let times = words.count(1), times > 0 else { return nil }
    self.at = at
    self.times = times
  }

  func install(in cluster: SimulatedCluster) {
    cluster.hooks.commandAnswers.plan(from: at, times: times, .silent)
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    [random.word(0...900), random.word(1...3)]
  }
}
