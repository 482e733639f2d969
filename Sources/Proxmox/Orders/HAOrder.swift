import Cluster
import Remote

/// What the HA stack is asked to do. It takes the order silently and acts in its rounds, so an answer proves only that
/// it was asked.
/// - Source: facts/pve.md 7.2, 7.4.
enum HAOrder: ShortOrder {
  /// Move a node's services away and keep others from it, or end that.
  case maintain(NodeName, isOn: Bool)
  /// Move one service.
  case migrate(GuestID, Guest.Kind, to: NodeName)

  var command: Command {
    switch self {
    case .maintain(let node, let isOn):
      Command(words: ["ha-manager", "crm-command", "node-maintenance", isOn ? "enable" : "disable", node.rawValue])
    case .migrate(let guest, let kind, let target):
      Command(words: ["ha-manager", "migrate", "\(kind.rawValue):\(guest)", target.rawValue])
    }
  }

  var tried: String {
    switch self {
    case .maintain(let node, let isOn): isOn ? "put \(node) into HA maintenance" : "end HA maintenance of \(node)"
    case .migrate(let guest, let kind, let target): "have HA move \(kind.rawValue):\(guest) to \(target)"
    }
  }

  var whereToLook: String { "ha-manager status" }
}
