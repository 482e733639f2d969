/// Arguments of a Proxmox tool: `--name value`, `--name=value`, `-name value`; a flag may stand bare or with 0 or 1.
/// - Source: facts/pve.md 5.1.
struct ToolOptions {
  private(set) var plain: [String] = []
  private(set) var values: [String: String] = [:]
  /// The first option that the tool does not have.
  private(set) var unknown: String?

  init(_ arguments: ArraySlice<String>, flags: Set<String> = [], values names: Set<String> = []) {
    var rest = arguments
    while let word = rest.popFirst() {
      guard word.hasPrefix("-"), word.count > 1, word != "--" else {
        if word != "--" { plain.append(word) }
        continue
      }
      let body = word.drop { $0 == "-" }
      let pair = body.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let name = pair[0]
      if names.contains(name) {
        values[name] = pair.count == 2 ? pair[1] : rest.popFirst() ?? ""
      } else if flags.contains(name) {
        if pair.count == 2 {
          values[name] = pair[1]
        } else if let next = rest.first, ["0", "1"].contains(next) {
          values[name] = next
          rest.removeFirst()
        } else {
          values[name] = "1"
        }
      } else if unknown == nil {
        unknown = name
      }
    }
  }

  func isOn(_ name: String) -> Bool { values[name] == "1" }

  func number(_ name: String) -> Double? { values[name].flatMap(Double.init) }
}

extension Process {
  /// Goes on when a Perl tool has started.
  func afterPerlStart(_ action: @escaping () -> Void) {
    after(cluster.varied(node.durations.perlStart)) {
      guard self.node.hasClusterFiles else {
        // Every tool but pveversion fails like this while pmxcfs is down (facts/pve-observed.md, Quorum).
        for _ in 0..<3 { self.err("ipcc_send_rec[1] failed: Connection refused\n") }
        return self.fail("Unable to load access control list: Connection refused", status: 111)
      }
      action()
    }
  }

  /// A tool was called in a way it does not know. Kept for the ground truth: the simulation may lack it.
  func failUsage(_ text: String) {
    cluster.recordRefused(words.joined(separator: " "))
    fail(text)
  }
}
