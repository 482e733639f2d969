import Cluster
import Planning
import Remote

extension Order {
  /// What the detached job runs.
  var command: Command {
    switch self {
    case .moveContainer(let guest, let target, let seconds):
      // Never forces a container down: on time-out it keeps running where it is (facts/pve.md 0, trap 2).
      Command(words: [
        "pct", "migrate", "\(guest)", target.rawValue, "--restart", "--timeout", "\(max(0, seconds))",
      ])
    case .moveMachine(let guest, let target, let live):
      Command(words: ["qm", "migrate", "\(guest)", target.rawValue] + (live ? ["--online"] : []))
    case .startGuest(let guest, .container): Command(words: ["pct", "start", "\(guest)"])
    case .startGuest(let guest, .machine): Command(words: ["qm", "start", "\(guest)"])
    case .shutdownGuest(let guest, let kind, let seconds):
      Command(words: [
        kind == .container ? "pct" : "qm", "shutdown", "\(guest)", "--timeout", "\(max(0, seconds))",
      ])
    case .fetchPackages: PackageOrders.fetch
    case .upgradePackages: PackageOrders.upgrade
    }
  }

  /// What it does, in words.
  var purpose: String {
    switch self {
    case .moveContainer(let guest, let target, _): "move ct/\(guest) to \(target)"
    case .moveMachine(let guest, let target, let live): "move vm/\(guest) to \(target)" + (live ? " while it runs" : "")
    case .startGuest(let guest, let kind): "start \(kind.rawValue)/\(guest)"
    case .shutdownGuest(let guest, let kind, _): "shut \(kind.rawValue)/\(guest) down"
    case .fetchPackages: "download packages"
    case .upgradePackages: "upgrade packages"
    }
  }
}
