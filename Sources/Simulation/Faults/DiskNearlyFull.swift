/// A file system of a node, `/esp` for that of its firmware, has only so much room left.
/// - Source: facts/pve.md 9.3.
struct DiskNearlyFull: FaultKind {
  var node: String
  var path: String
  var mebibytes: Int

  static let name = "disk-space"
  static let places = "NODE:PATH:MIB"
  var words: [String] { [node, path, "\(mebibytes)"] }

  init?(_ words: FaultWords) {
    guard let node = words.text(0), let path = words.text(1), path.hasPrefix("/"), let mebibytes = words.count(2) else {
      return nil
    }
    self.node = node
    self.path = path
    self.mebibytes = mebibytes
  }

  static func random(in herd: Herd, _ random: inout SeededRandom) -> [String]? {
    random.node(of: herd).map { [$0, random.pick(["/", "/boot", "/var", "/esp"]) ?? "/", random.word(50...4000)] }
  }

  func install(in cluster: SimulatedCluster) {
    if path == "/esp", let host = cluster.node(node) {
      return BootPartition.place(freeBytes: Int64(mebibytes) << 20, in: host.files.tree)
    }
    cluster.hooks.freeBytes[node, default: [:]][path] = Int64(mebibytes) << 20
  }
}
