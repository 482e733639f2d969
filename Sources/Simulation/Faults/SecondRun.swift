/// Someone begins a second run on the same cluster, from another machine; at the same moment, as by a key pressed twice,
/// or later.
struct SecondRun: ControllerFaultKind {
  var at: Double

  static let name = "second-run"
  static let places = "AT"
  var words: [String] { [FaultWords.number(at)] }
  var controller: ControllerFault { .secondRun(at: at) }

  init?(_ words: FaultWords) {
    guard let at = words.number(0) else { return nil }
    self.at = at
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    [random.number(0...1) == 0 ? "0" : random.word(1...1200)]
  }
}
