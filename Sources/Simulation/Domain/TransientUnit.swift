import Remote

/// A transient service of `systemd-run`.
final class TransientUnit {
  let name: String
  let group = ProcessGroup()

  init(name: String) { self.name = name }

  /// Starts it; with `--collect` it vanishes when its main process ends.
  /// - Source: facts/pve.md 1.3.
  func start(_ words: [String], environment: [String: String], streams: Streams, on node: SimulatedNode) {
    node.units[name] = self
    node.launch(words, environment: environment, streams: streams, group: group) { [weak node] _ in
      node?.units[self.name] = nil
      // What is left in its control group is killed with it.
      self.group.signal(.terminate)
    }
  }
}

extension SimulatedNode {
  /// systemd's refusal to start anything while a shutdown is queued (facts/pve.md 0, trap 17).
  func destructive(_ unit: String) -> String {
    "Transaction for \(unit)/start is destructive (reboot.target has 'start' job queued, but 'stop' is included in "
      + "transaction)."
  }
}
