/// Someone else's task runs on a node for a while: a clone, a restore, a snapshot of a guest that is none of ours.
/// - Source: facts/pve.md 12.
struct ForeignTask: FaultKind {
  var node: String
  var type: String
  var at: Double
  var seconds: Double

  static let name = "foreign-task"
  static let places = "NODE:TYPE:AT[:SECONDS]"
  var words: [String] { [node, type, FaultWords.number(at), FaultWords.number(seconds)] }

  init?(_ words: FaultWords) {
    guard let node = words.text(0), let type = words.text(1), let at = words.number(2),
      let seconds = words.number(3, otherwise: 300)
    else { return nil }
    self.node = node
    self.type = type
    self.at = at
    self.seconds = seconds
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    guard let node = random.node(of: herd), let type = random.pick(["vzdump", "qmclone", "qmrestore"]) else {
      return nil
    }
    return [node, type, random.word(0...1200), random.word(10...900)]
  }

  func install(in cluster: SimulatedCluster) {
    guard let host = cluster.node(node) else { return }
    cluster.strike(at: at) {
      guard host.phase == .running else { return }
      let task = WorkerTask(type, "900", on: host, process: nil)
      task.after(seconds) { task.succeed() }
    }
  }
}
