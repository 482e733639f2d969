/// A device appears only some time after a boot.
/// - Source: facts/pve.md 6.1.
struct LateDevice: FaultKind {
  var node: String
  var path: String
  var seconds: Double

  static let name = "late-device"
  static let places = "NODE:PATH[:SECONDS]"
  var words: [String] { [node, path, FaultWords.number(seconds)] }

  init?(_ words: FaultWords) {
    guard let node = words.text(0), let path = words.text(1), path.hasPrefix("/"),
      let seconds = words.number(2, otherwise: 60)
    else { return nil }
    self.node = node
    self.path = path
    self.seconds = seconds
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    random.node(of: herd).map { [$0, "/dev/dri/renderD128", random.word(5...200)] }
  }

  func install(in cluster: SimulatedCluster) {
    cluster.hooks.boots.append { booted in
      guard booted.name == node, let found = booted.files.tree.find(path) else { return }
      let content = found.content
      _ = booted.files.tree.remove(path, isDirectory: false)
      booted.after(seconds) { booted.files.tree.place(path, content, mode: 0o660) }
    }
  }
}
