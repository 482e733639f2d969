/// The controller's disk is full: an event does not get into the journal, and the process ends.
struct JournalFull: ControllerFaultKind {
  var event: Int

  static let name = "journal-full"
  static let places = "EVENT"
  var words: [String] { ["\(event)"] }
  var controller: ControllerFault { .journalFull(atEvent: event) }

  init?(_ words: FaultWords) {
    guard let event = words.guest(0) else { return nil }
    self.event = event
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? { [random.event(of: herd)] }
}
