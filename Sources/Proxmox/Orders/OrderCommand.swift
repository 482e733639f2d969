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
    case .shutDownAndMove(let guest, let kind, let target, let seconds, let byForce):
      // Two tools in one job: between them nobody may have to be reached, or the guest would lie stopped meanwhile.
      Command(
        script: #""$1" shutdown "$2" --timeout "$3" --forceStop "$4" && "$1" migrate "$2" "$5""#,
        [kind.tool, "\(guest)", "\(max(0, seconds))", byForce ? "1" : "0", target.rawValue])
    case .shutdownGuest(let guest, let kind, let seconds, let byForce):
      Command(
        words: [kind.tool, "shutdown", "\(guest)", "--timeout", "\(max(0, seconds))"]
          + (byForce ? ["--forceStop", "1"] : []))
    case .fetchPackages: PackageOrders.fetch
    case .upgradePackages(let files): PackageOrders.upgrade(files)
    case .configurePackages(let files): PackageOrders.configure(files)
    }
  }

  /// What it does, in words.
  var purpose: String {
    switch self {
    case .moveContainer(let guest, let target, _): "move ct/\(guest) to \(target)"
    case .moveMachine(let guest, let target, let live): "move vm/\(guest) to \(target)" + (live ? " while it runs" : "")
    case .startGuest(let guest, let kind): "start \(kind.rawValue)/\(guest)"
    case .shutDownAndMove(let guest, let kind, let target, _, let byForce):
      "shut \(kind.rawValue)/\(guest) down" + (byForce ? ", at last by force," : "") + " and move it to \(target)"
    case .shutdownGuest(let guest, let kind, _, let byForce):
      "shut \(kind.rawValue)/\(guest) down" + (byForce ? ", at last by force" : "")
    case .fetchPackages: "download packages"
    case .upgradePackages: "upgrade packages"
    case .configurePackages: "complete an upgrade that was broken off"
    }
  }
}
