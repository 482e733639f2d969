import Cluster
import FoundationEssentials
import Remote

/// A command that is run inside of a guest: of a container by its node, of a machine by its guest agent.
struct GuestCommand {
  let guest: GuestID
  let kind: Guest.Kind
  let words: [String]
  let limitSeconds: Int

  var command: Command {
    switch kind {
    case .container: Command(words: ["pct", "exec", "\(guest)", "--"] + words, limitSeconds: limitSeconds)
    case .machine:
      Command(
        words: ["qm", "guest", "exec", "\(guest)", "--timeout", "\(limitSeconds)", "--"] + words,
        limitSeconds: limitSeconds * 2)
    }
  }

  /// The command's own status; nil if it has not ended in time. `qm guest exec` succeeds when it could ask: what the
  /// command came to stands in its JSON.
  func status(_ status: Int32, output: String) -> Int? {
    struct Told: Decodable { var exitcode: Int? }
    guard kind == .machine, status == 0 else { return Int(status) }
    return (try? JSONDecoder().decode(Told.self, from: Data(output.utf8)))?.exitcode
  }
}
