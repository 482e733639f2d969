/// From a moment on the HA stack moves one of its services from the node with most of them to the node with fewest, again
/// and again, as long as the cluster's options have it do so.
/// - Source: facts/pve.md 7.4.
struct HABalances: FaultKind {
  var at: Double

  static let name = "ha-balances"
  static let places = "AT"
  var words: [String] { [FaultWords.number(at)] }

  private static let pauseSeconds = 240.0
  private static let roundsMax = 8

  init?(_ words: FaultWords) {
    guard let at = words.number(0) else { return nil }
    self.at = at
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    herd.managed.isEmpty ? nil : [random.word(0...600)]
  }

  func install(in cluster: SimulatedCluster) {
    cluster.hooks.scheduling = "ha=static,ha-auto-rebalance=1"
    cluster.setScheduling(cluster.hooks.scheduling)
    for round in 0..<HABalances.roundsMax {
      cluster.strike(at: at + Double(round) * HABalances.pauseSeconds) { [unowned cluster] in
        if cluster.isBalancing { cluster.manager.balance() }
      }
    }
  }
}
