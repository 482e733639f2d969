/// A device appears only some time after a boot.
/// - Source: facts/pve.md 6.1.
struct LateDevice {
  var node: String
  var path: String
  var seconds: Double

  func install(in cluster: SimulatedCluster) {
    cluster.hooks.boots.append { booted in
      guard booted.name == node, let found = booted.files.tree.find(path) else { return }
      let content = found.content
      _ = booted.files.tree.remove(path, isDirectory: false)
      booted.after(seconds) { booted.files.tree.place(path, content, mode: 0o660) }
    }
  }
}
