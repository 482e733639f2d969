/// The controller is killed right after an event; another process takes the run up.
struct ControllerKilled: ControllerFaultKind {
  var event: Int

  static let name = "controller-killed"
  static let places = "EVENT"
  var words: [String] { ["\(event)"] }
  var controller: ControllerFault { .killed(afterEvents: event) }

  init?(_ words: FaultWords) {
    guard let event = words.guest(0) else { return nil }
    self.event = event
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? { [random.event(of: herd)] }
}
