/// The controller is lost right after an event, with its journal; a process on another machine takes the run up by what
/// the cluster itself knows of it.
struct ControllerLost: ControllerFaultKind {
  var event: Int

  static let name = "controller-lost"
  static let places = "EVENT"
  var words: [String] { ["\(event)"] }
  var controller: ControllerFault { .lost(afterEvents: event) }

  init?(_ words: FaultWords) {
    guard let event = words.count(0) else { return nil }
    self.event = event
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? { [random.event(of: herd)] }
}
