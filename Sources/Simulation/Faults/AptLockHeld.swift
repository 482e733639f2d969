/// Another program holds dpkg's lock on a node for a while from the start on.
/// - Source: facts/pve.md 9.3.
struct AptLockHeld: FaultKind {
  var node: String
  var seconds: Double

  static let name = "apt-lock"
  static let places = "NODE[:SECONDS]"
  var words: [String] { [node, FaultWords.number(seconds)] }

  init?(_ words: FaultWords) {
    guard let node = words.text(0), let seconds = words.number(1, otherwise: 300) else { return nil }
    self.node = node
    self.seconds = seconds
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    random.node(of: herd).map { [$0, random.word(10...900)] }
  }

  func install(in cluster: SimulatedCluster) {
    guard let host = cluster.node(node) else { return }
    let pid = host.nextPID()
    host.packages.lockHolder = (pid, "unattended-upgr")
    host.after(seconds) {
      if host.packages.lockHolder?.pid == pid { host.packages.lockHolder = nil }
    }
  }
}
