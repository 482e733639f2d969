import Cluster

/// The rungs by which a node is restarted whose orderly shutdown is stuck, gentlest first.
/// - Source: facts/pve.md 8.1.
public enum RebootRung: Int, Sendable, Codable, CaseIterable, Comparable {
  /// systemd stops asking units to end: it kills what runs, writes disks out and restarts.
  case force
  /// systemd restarts at once; file systems are only written out.
  case doubleForce
  /// The kernel writes disks out, makes them read-only and restarts, whatever systemd thinks.
  case sysrq

  /// Order of climbing.
  public static func < (left: RebootRung, right: RebootRung) -> Bool { left.rawValue < right.rawValue }

  /// The command as an operator would type it.
  public var command: String {
    switch self {
    case .force: "systemctl reboot --force"
    case .doubleForce: "systemctl reboot --force --force"
    case .sysrq: "for key in s u b; do echo $key >/proc/sysrq-trigger; sleep 2; done"
    }
  }
}

/// Which rung comes next.
enum RebootLadder {
  /// A rung that has not taken the node down after these seconds does not work.
  static let patienceSeconds = 90.0

  /// The next rung that policy allows; nil when there is none.
  static func rung(after last: RebootRung?, policy: Policy) -> RebootRung? {
    let allowed: [RebootRung] =
      switch policy.rebootEscalation {
      case .hold: []
      case .force: [.force, .doubleForce]
      case .sysrq: RebootRung.allCases
      }
    return allowed.first { rung in last.map { $0 < rung } ?? true }
  }

  /// What is left to do by hand.
  static func byHand(after last: RebootRung?, address: String) -> String {
    let left = RebootRung.allCases.filter { rung in last.map { $0 < rung } ?? true }
    return left.map { "ssh root@\(address) '\($0.command)'" }.joined(separator: "; if that does not help: ")
  }
}
