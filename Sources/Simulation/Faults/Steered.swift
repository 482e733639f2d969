/// The operator pauses the run, lets it go on, or stops it.
struct Steered: ControllerFaultKind {
  var at: Double
  var word: String

  private static let verbs = ["pause", "proceed", "stop"]

  static let name = "steered"
  static let places = "AT:WORD"
  var words: [String] { [FaultWords.number(at), word] }
  var controller: ControllerFault { .steered(at: at, word: word) }

  init?(_ words: FaultWords) {
    guard let at = words.number(0), let word = words.text(1), Steered.verbs.contains(word) else { return nil }
    self.at = at
    self.word = word
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    [random.word(1...1200), random.pick(verbs) ?? "stop"]
  }
}
