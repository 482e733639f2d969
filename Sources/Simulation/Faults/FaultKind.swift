import Cluster

/// One kind of fault. Each has a file of its own beside this one, and its place in `Fault.kinds`.
protocol FaultKind: Hashable, Sendable {
  /// Its name on a command line.
  static var name: String { get }
  /// What follows the name, as help texts show it: `NODE[:SECONDS]`.
  static var places: String { get }
  /// Reads what follows the name; nil when something is missing or wrong.
  init?(_ words: FaultWords)
  /// What follows the name, with every default written out.
  var words: [String] { get }
  /// What could follow the name in a herd; nil where it can't happen.
  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]?
  /// Arranges for it to happen.
  func install(in cluster: SimulatedCluster)
}

/// A kind of fault that one node is named for, and nothing else.
protocol NodeFaultKind: FaultKind {
  /// Its name.
  var node: String { get }
  init(node: String)
}

extension NodeFaultKind {
  static var places: String { "NODE" }
  var words: [String] { [node] }

  init?(_ words: FaultWords) {
    guard let node = words.text(0) else { return nil }
    self.init(node: node)
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? { random.node(of: herd).map { [$0] } }
}

/// A kind of fault that one guest is named for, and nothing else.
protocol GuestFaultKind: FaultKind {
  /// Its number.
  var guest: Int { get }
  init(guest: Int)
}

extension GuestFaultKind {
  static var places: String { "GUEST" }
  var words: [String] { ["\(guest)"] }

  init?(_ words: FaultWords) {
    guard let guest = words.guest(0) else { return nil }
    self.init(guest: guest)
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    random.guest(of: herd).map { ["\($0)"] }
  }
}

/// A kind of fault that happens so many times from a moment on, wherever it happens.
protocol RepeatedFaultKind: FaultKind {
  /// From when on, in seconds of the run.
  var at: Double { get }
  /// How often.
  var times: Int { get }
  /// How often at most where chance chooses.
  static var timesMax: Int { get }
  init(at: Double, times: Int)
}

extension RepeatedFaultKind {
  static var places: String { "AT:TIMES" }
  var words: [String] { [FaultWords.number(at), "\(times)"] }

  init?(_ words: FaultWords) {
    guard let at = words.number(0), let times = words.count(1), times > 0 else { return nil }
    self.init(at: at, times: times)
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    [random.word(0...900), random.word(1...timesMax)]
  }
}

/// A kind of fault that a host suffers from a moment on, for a while.
protocol LastingFaultKind: FaultKind {
  /// Which host.
  var node: String { get }
  /// From when on, in seconds of the run.
  var at: Double { get }
  /// For how long.
  var seconds: Double { get }
  /// For how long where nobody says.
  static var usualSeconds: Double { get }
  /// From when on, and for how long, where chance chooses.
  static var chances: (at: ClosedRange<Int>, seconds: ClosedRange<Int>) { get }
  init(node: String, at: Double, seconds: Double)
}

extension LastingFaultKind {
  static var places: String { "NODE:AT[:SECONDS]" }
  var words: [String] { [node, FaultWords.number(at), FaultWords.number(seconds)] }

  init?(_ words: FaultWords) {
    guard let node = words.text(0), let at = words.number(1),
      let seconds = words.number(2, otherwise: Self.usualSeconds)
    else { return nil }
    self.init(node: node, at: at, seconds: seconds)
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    random.node(of: herd).map { [$0, random.word(chances.at), random.word(chances.seconds)] }
  }
}

/// A kind of fault that some answers of a host suffer from a moment on.
protocol SpoiltAnswerKind: FaultKind {
  /// Which host's.
  var node: String { get }
  /// From when on, in seconds of the run.
  var at: Double { get }
  /// How many.
  var times: Int { get }
  init(node: String, at: Double, times: Int)
}

extension SpoiltAnswerKind {
  static var places: String { "HOST:AT[:TIMES]" }
  var words: [String] { [node, FaultWords.number(at), "\(times)"] }

  init?(_ words: FaultWords) {
    guard let node = words.text(0), let at = words.number(1), let times = words.count(2, otherwise: 1) else {
      return nil
    }
    self.init(node: node, at: at, times: times)
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    random.node(of: herd).map { [$0, random.word(1...1500), random.word(1...5)] }
  }
}

/// A kind of fault that happens to the controller; whoever drives the run carries it out.
protocol ControllerFaultKind: FaultKind {
  /// What happens.
  var controller: ControllerFault { get }
}

extension ControllerFaultKind {
  func install(in cluster: SimulatedCluster) {}
}

extension FaultKind {
  var text: String { ([Self.name] + words).joined(separator: ":") }
  static var form: String { "\(name):\(places)" }

  /// Whether the herd has the node or the guest that the first word of a place names, where it names one.
  static func isPlace(_ word: String, in herd: Herd) -> Bool {
    switch places.prefix(while: \.isLetter) {
    case "NODE": herd.nodes.contains { $0.name.rawValue == word }
    case "HOST": herd.nodes.contains { $0.name.rawValue == word } || herd.backupServers.contains { $0.name == word }
    case "GUEST": herd.guests.contains { "\($0.id)" == word }
    default: true
    }
  }
}

/// What stands behind a fault's name: `pve2:/dev/dri/renderD128:90`.
struct FaultWords {
  private let words: [String]

  init(_ words: [String]) { self.words = words }

  init(_ text: Substring) {
    words = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
  }

  /// A word that must be there.
  func text(_ index: Int) -> String? {
    words.indices.contains(index) && !words[index].isEmpty ? words[index] : nil
  }

  /// A guest's number.
  func guest(_ index: Int) -> Int? { text(index).flatMap { Int($0) } }

  /// A number, or what holds where none is written; nil when it is no number, or one that no clock reaches.
  func number(_ index: Int, otherwise: Double? = nil) -> Double? {
    guard words.indices.contains(index) else { return otherwise }
    return Double(words[index]).flatMap { abs($0) < 1e9 ? $0 : nil }
  }

  /// A whole number, or what holds where none is written.
  func count(_ index: Int, otherwise: Int? = nil) -> Int? {
    words.indices.contains(index) ? Int(words[index]) : otherwise
  }

  /// A number as it is written.
  static func number(_ value: Double) -> String { Pad.decimals(value, value == value.rounded() ? 0 : 3) }
}

extension SeededRandom {
  mutating func word(_ range: ClosedRange<Int>) -> String { String(number(range)) }

  /// Number of one of the events of a run on the herd: these come to so many about.
  mutating func event(of herd: Herd) -> String {
    word(1...min(60 * herd.nodes.count + 25 * herd.guests.count + 100, 2000))
  }

  mutating func node(of herd: Herd) -> String? { pick(herd.nodes)?.name.rawValue }
  mutating func guest(of herd: Herd, where isWanted: (Herd.Guest) -> Bool = \.isRunning) -> Int? {
    pick(herd.guests.filter(isWanted))?.id.rawValue
  }
}
