/// The controller is suspended right after an event, and wakes late: its lease may belong to somebody else by then.
struct ControllerStalls: ControllerFaultKind {
  var event: Int
  var seconds: Double

  static let name = "controller-stalls"
  static let places = "EVENT[:SECONDS]"
  var words: [String] { ["\(event)", FaultWords.number(seconds)] }
  var controller: ControllerFault { .stalled(afterEvents: event, seconds: seconds) }

  init?(_ words: FaultWords) {
    guard let event = words.count(0), let seconds = words.number(1, otherwise: 300) else { return nil }
    self.event = event
    self.seconds = seconds
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    [random.event(of: herd), random.word(10...600)]
  }
}
