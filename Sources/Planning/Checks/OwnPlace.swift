import Cluster

/// Where herdmon itself runs, a restart must not end it for good.
enum OwnPlace {
  /// A guest that stops with the drain of its node takes the run with it.
  static func blockers(on node: NodeName, moves: [Plan.Move], policy: Policy) -> [Blocker] {
    doubts(on: node, moves: moves, policy: policy) + certain(on: node, moves: moves, policy: policy)
  }

  /// In doubt nothing is stopped that may be what herdmon runs in.
  private static func doubts(on node: NodeName, moves: [Plan.Move], policy: Policy) -> [Blocker] {
    let suspects = moves.filter { policy.controllerSuspects.contains($0.guest) && $0.way != .live }.map(\.label)
    guard !suspects.isEmpty else { return [] }
    return [
      Blocker(
        code: "controller-unsure", node: node,
        message: "herdmon itself runs in a container on \(node), perhaps within one that would be stopped: "
          + suspects.joined(separator: ", "),
        remedy:
          "run herdmon from another machine or in a VM, or leave \(node) out with --nodes; if it runs in no guest, "
          + "say so: controller = \"none\"")
    ]
  }

  private static func certain(on node: NodeName, moves: [Plan.Move], policy: Policy) -> [Blocker] {
    guard let id = policy.controller, let move = moves.first(where: { $0.guest == id }), move.way != .live else {
      return []
    }
    return [
      Blocker(
        code: "controller-stops", node: node, guest: id,
        message: "herdmon itself runs in \(move.label), which can't leave \(node) without being stopped",
        remedy: "run herdmon from another machine or in a VM, or leave \(node) out with --nodes")
    ]
  }

  /// A node that herdmon runs on goes last, and what is left is done after its boot.
  static func warnings(_ passes: [Plan.Pass], policy: Policy) -> [Blocker] {
    guard let name = policy.controllerNode, passes.contains(where: { $0.node == name && $0.action == .restart }) else {
      return []
    }
    return [
      Blocker(
        code: "controller-node", node: name,
        message: "herdmon itself runs on \(name): it goes last, and its restart interrupts the run",
        remedy: "let its boot finish it: herdmon resume --print-unit >/etc/systemd/system/herdmon-resume.service; "
          + "systemctl enable herdmon-resume")
    ]
  }
}
