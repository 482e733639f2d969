import Cluster
import Remote

/// PCI devices that have one name in the cluster and a device on each of some nodes.
/// - Source: facts/pve.md 4.10; the file has a name alone as its section's head.
struct DeviceMappings: Reading {
  static let section = Section("/etc/pve/mapping/pci.cfg", Command("cat", "/etc/pve/mapping/pci.cfg"))

  /// Nodes by name.
  private var nodes: [String: Set<String>] = [:]
  /// Names of those that a running machine may take along.
  private(set) var live: Set<String> = []

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    if part.status == 1, part.onlyMissesFiles { return }
    try part.requireStatus(0, of: Self.section)
    var name = ""
    for line in part.lines {
      let words = line.words
      guard let first = words.first, first.first != "#" else { continue }
      if line.first?.isWhitespace == false {
        name = Excerpt.clean(String(first))
        nodes[name] = []
      } else if words.count == 2 {
        let value = String(words[1])
        if first == "map", let node = PropertyString(value)["node"] { nodes[name, default: []].insert(node) }
        if first == "live-migration-capable", PropertyString.isTrue(value) { live.insert(name) }
      }
    }
  }

  /// Names that have a device of that node, in order.
  func names(on node: NodeName) -> [String] { nodes.filter { $0.value.contains(node.rawValue) }.keys.sorted() }
}
