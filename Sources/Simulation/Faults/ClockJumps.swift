/// The controller's clock is set, forward or back.
struct ClockJumps: ControllerFaultKind {
  var at: Double
  var seconds: Double

  static let name = "clock-jump"
  static let places = "AT:SECONDS"
  var words: [String] { [FaultWords.number(at), FaultWords.number(seconds)] }
  var controller: ControllerFault { .clockJump(at: at, seconds: seconds) }

  init?(_ words: FaultWords) {
    guard let at = words.number(0), let seconds = words.number(1) else { return nil }
    self.at = at
    self.seconds = seconds
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    [random.word(1...1200), random.word(-7200...7200)]
  }
}
