import Cluster
import Planning

/// The one word that tells how a node or a backup server is.
struct CardState: Hashable {
  let word: String
  let style: Style
  /// Whether the card is the one at work.
  var isWorking = false
}

extension ScreenState {
  /// The word of a card.
  func cardState(_ card: Card) -> CardState {
    switch card {
    case .awaited: CardState(word: troubles.isEmpty ? "asking" : "no answer", style: troubles.isEmpty ? .dim : .danger)
    case .node(let node): cardState(node)
    case .backup(let server): cardState(server)
    }
  }

  private func cardState(_ node: Node) -> CardState {
    switch part(of: node.name)?.stage {
    case .working(let phase):
      return CardState(word: CardState.word(phase), style: .bright.reversed, isWorking: true)
    case .failed: return CardState(word: "FAILED", style: .danger.reversed)
    case .skipped: return node.isOnline ? CardState(word: "skipped", style: .bright) : .offline
    case .done: return node.isOnline ? CardState(word: "done", style: .text) : .offline
    case .waiting: return node.isOnline ? CardState(word: "waiting", style: .dim) : .offline
    case nil: break
    }
    if !node.isOnline { return .offline }
    if node.inMaintenance { return CardState(word: "MAINT", style: .bright) }
    if node.rebootReason != nil { return CardState(word: "REBOOT", style: .bright) }
    if !node.problems.isEmpty { return CardState(word: "TROUBLE", style: .danger) }
    if node.updates.count > 0 { return CardState(word: "updates", style: .text) }
    return .good
  }

  private func cardState(_ server: BackupServer) -> CardState {
    if !server.isOnline { return .offline }
    if server.needsReboot { return CardState(word: "REBOOT", style: .bright) }
    if !server.problems.isEmpty { return CardState(word: "TROUBLE", style: .danger) }
    if server.updates.count > 0 { return CardState(word: "updates", style: .text) }
    return .good
  }
}

extension CardState {
  static let offline = CardState(word: "OFFLINE", style: .danger.reversed)
  static let good = CardState(word: "ok", style: .dim)

  static func word(_ phase: PassPhase) -> String {
    switch phase {
    case .drain: "DRAIN"
    case .update: "UPDATE"
    case .reboot: "REBOOTING"
    case .return: "RETURN"
    }
  }
}
