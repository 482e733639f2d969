import Cluster
import Planning

/// One subject of the upper half of the screen.
enum Card: Hashable, Sendable {
  /// A node or a backup server of the configuration that has not answered yet.
  case awaited(String)
  /// A node.
  case node(Node)
  /// A backup server.
  case backup(BackupServer)

  /// Its name.
  var name: String {
    switch self {
    case .awaited(let name): name
    case .node(let node): node.name.rawValue
    case .backup(let server): server.name
    }
  }
}

extension ScreenState {
  /// Nodes, then backup servers.
  var cards: [Card] {
    guard let inventory else {
      return options.nodes.map { .awaited($0.rawValue) } + options.backupServers.map(Card.awaited)
    }
    return inventory.nodes.map(Card.node) + inventory.backupServers.map(Card.backup)
  }

  /// The card that the keys act on.
  var selectedCard: Card? {
    let cards = cards
    return cards.indices.contains(selected) ? cards[selected] : cards.first
  }

  /// A node's part in the run that is going on.
  func part(of node: NodeName) -> RunProgress.NodeProgress? {
    guard isRunning else { return nil }
    return progress?.nodes.first { $0.node == node }
  }

  /// Whether the run has sent a node down and has not heard of its new boot: what was seen before is no longer so.
  func isDown(_ node: NodeName) -> Bool {
    part(of: node).map { $0.stage == .working(.reboot) && $0.proof.isEmpty } ?? false
  }

  /// The node whose turn it is, and its phase.
  var working: (part: RunProgress.NodeProgress, phase: PassPhase)? {
    guard isRunning, let progress else { return nil }
    for part in progress.nodes {
      if case .working(let phase) = part.stage { return (part, phase) }
    }
    return nil
  }
}
