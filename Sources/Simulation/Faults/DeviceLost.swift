/// The QDevice casts its vote no more from a moment on.
/// - Source: facts/pve.md 3.2.
struct DeviceLost: FaultKind {
  var at: Double

  static let name = "qdevice-lost"
  static let places = "AT"
  var words: [String] { [FaultWords.number(at)] }

  init?(_ words: FaultWords) {
    guard let at = words.number(0) else { return nil }
    self.at = at
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    herd.hasQDevice ? [random.word(0...1200)] : nil
  }

  func install(in cluster: SimulatedCluster) {
    cluster.strike(at: at) { [unowned cluster] in cluster.hooks.isDeviceSilent = true }
  }
}
