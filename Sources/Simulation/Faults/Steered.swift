import Cluster

/// The operator pauses the run, lets it go on, ends it, leaves something out, or wants a move otherwise.
struct Steered: ControllerFaultKind {
  var at: Double
  var word: ControllerFault.Word

  static let name = "steered"
  static let places = "AT:WORD[:GUEST][:NODE]"
  var words: [String] { [FaultWords.number(at)] + word.words }
  var controller: ControllerFault { .steered(at: at, word) }

  init?(_ words: FaultWords) {
    guard let at = words.number(0), let word = ControllerFault.Word(words) else { return nil }
    self.at = at
    self.word = word
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    let verb = random.pick(["pause", "proceed", "stop", "abort", "skip", "skip-node", "retry", "retarget"]) ?? "stop"
    let (guest, node) = (random.guest(of: herd).map(String.init), random.node(of: herd))
    let subjects: [String?] =
      switch verb {
      case "skip", "retry": [guest]
      case "skip-node": [node]
      case "retarget": [guest, node]
      default: []
      }
    guard subjects.allSatisfy({ $0 != nil }) else { return nil }
    return [random.word(1...1200), verb] + subjects.compactMap(\.self)
  }
}

extension ControllerFault.Word {
  /// Reads it behind the moment at which it is said.
  fileprivate init?(_ words: FaultWords) {
    let guest = words.guest(2).map { GuestID($0) }
    func node(_ index: Int) -> NodeName? { words.text(index).flatMap { NodeName($0) } }
    let word: ControllerFault.Word? =
      switch words.text(1) {
      case "pause": .pause
      case "proceed": .proceed
      case "stop": .stop
      case "abort": .abort
      case "skip": guest.map { .skipGuest($0) }
      case "retry": guest.map { .retry($0) }
      case "skip-node": node(2).map { .skipNode($0) }
      case "retarget": guest.flatMap { guest in node(3).map { .retarget(guest, to: $0) } }
      default: nil
      }
    guard let word else { return nil }
    self = word
  }

  fileprivate var words: [String] {
    switch self {
    case .pause: ["pause"]
    case .proceed: ["proceed"]
    case .stop: ["stop"]
    case .abort: ["abort"]
    case .skipGuest(let guest): ["skip", "\(guest)"]
    case .retry(let guest): ["retry", "\(guest)"]
    case .skipNode(let node): ["skip-node", "\(node)"]
    case .retarget(let guest, let node): ["retarget", "\(guest)", "\(node)"]
    }
  }
}
