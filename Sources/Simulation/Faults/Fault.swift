import Cluster

/// Something that goes wrong on a simulated cluster. Each kind has a file of its own beside this one.
public struct Fault: Hashable, Sendable, Codable, CustomStringConvertible {
  /// Its kind with place and time.
  let kind: FaultKind

  init(_ kind: FaultKind) { self.kind = kind }

  /// As it is written on a command line: `late-device:pve2:/dev/dri/renderD128:90`.
  public var description: String { kind.text }

  /// Reads what `description` writes; times may be left out.
  /// - Returns: nil for an unknown kind, a missing place or a number that is none.
  public init?(_ text: String) {
    guard let kind = FaultKind(text) else { return nil }
    self.kind = kind
  }

  /// How every kind is written, for help texts.
  public static var forms: [String] { FaultKind.forms }

  /// Arranges for it to happen.
  func install(in cluster: SimulatedCluster) {
    switch kind {
    case .migrationRefused(let guest, let times): MigrationRefused(guest: guest, times: times).install(in: cluster)
    case .migrationStartFails(let guest, let times):
      MigrationStartFails(guest: guest, times: times).install(in: cluster)
    case .guestIgnoresShutdown(let guest): GuestIgnoresShutdown(guest: guest).install(in: cluster)
    case .guestLocked(let guest, let seconds): GuestLocked(guest: guest, seconds: seconds).install(in: cluster)
    case .lateDevice(let node, let path, let seconds):
      LateDevice(node: node, path: path, seconds: seconds).install(in: cluster)
    case .aptLockHeld(let node, let seconds): AptLockHeld(node: node, seconds: seconds).install(in: cluster)
    case .nodeNeverReturns(let node): NodeNeverReturns(node: node).install(in: cluster)
    case .oldKernelBoots(let node): OldKernelBoots(node: node).install(in: cluster)
    case .stuckShutdown(let node): StuckShutdown(node: node).install(in: cluster)
    case .sshSilent(let host, let from, let seconds):
      SSHSilent(host: host, from: from, seconds: seconds).install(in: cluster)
    case .nodeCrashes(let node, let at): NodeCrashes(node: node, at: at).install(in: cluster)
    }
  }
}

/// The kinds of fault.
enum FaultKind: Hashable, Sendable, Codable {
  case migrationRefused(guest: Int, times: Int)
  case migrationStartFails(guest: Int, times: Int)
  case guestIgnoresShutdown(guest: Int)
  case guestLocked(guest: Int, seconds: Double)
  case lateDevice(node: String, path: String, seconds: Double)
  case aptLockHeld(node: String, seconds: Double)
  case nodeNeverReturns(node: String)
  case oldKernelBoots(node: String)
  case stuckShutdown(node: String)
  case sshSilent(host: String, from: Double, seconds: Double)
  case nodeCrashes(node: String, at: Double)

  static let forms = [
    "migration-refused:GUEST[:TIMES]", "migration-start-fails:GUEST[:TIMES]", "ignores-shutdown:GUEST",
    "guest-locked:GUEST[:SECONDS]", "late-device:NODE:PATH[:SECONDS]", "apt-lock:NODE[:SECONDS]",
    "never-returns:NODE", "old-kernel:NODE", "stuck-shutdown:NODE", "ssh-silent:HOST:FROM[:SECONDS]",
    "node-crashes:NODE:AT",
  ]

  init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 2, !parts[1].isEmpty else { return nil }
    /// The number at that place, or what holds without one; nil when it is no number.
    func number(_ index: Int, otherwise: Double?) -> Double? {
      index < parts.count ? Double(parts[index]) : otherwise
    }
    let guest = Int(parts[1])
    switch parts[0] {
    case "migration-refused":
      guard let guest, let times = number(2, otherwise: 1) else { return nil }
      self = .migrationRefused(guest: guest, times: Int(times))
    case "migration-start-fails":
      guard let guest, let times = number(2, otherwise: 1) else { return nil }
      self = .migrationStartFails(guest: guest, times: Int(times))
    case "ignores-shutdown":
      guard let guest else { return nil }
      self = .guestIgnoresShutdown(guest: guest)
    case "guest-locked":
      guard let guest, let seconds = number(2, otherwise: 120) else { return nil }
      self = .guestLocked(guest: guest, seconds: seconds)
    case "late-device":
      guard parts.count >= 3, parts[2].hasPrefix("/"), let seconds = number(3, otherwise: 60) else { return nil }
      self = .lateDevice(node: parts[1], path: parts[2], seconds: seconds)
    case "apt-lock":
      guard let seconds = number(2, otherwise: 300) else { return nil }
      self = .aptLockHeld(node: parts[1], seconds: seconds)
    case "never-returns": self = .nodeNeverReturns(node: parts[1])
    case "old-kernel": self = .oldKernelBoots(node: parts[1])
    case "stuck-shutdown": self = .stuckShutdown(node: parts[1])
    case "ssh-silent":
      guard let from = number(2, otherwise: nil), let seconds = number(3, otherwise: 30) else { return nil }
      self = .sshSilent(host: parts[1], from: from, seconds: seconds)
    case "node-crashes":
      guard let at = number(2, otherwise: nil) else { return nil }
      self = .nodeCrashes(node: parts[1], at: at)
    default: return nil
    }
  }

  var text: String {
    func short(_ seconds: Double) -> String { Pad.decimals(seconds, seconds == seconds.rounded() ? 0 : 3) }
    return switch self {
    case .migrationRefused(let guest, let times): "migration-refused:\(guest):\(times)"
    case .migrationStartFails(let guest, let times): "migration-start-fails:\(guest):\(times)"
    case .guestIgnoresShutdown(let guest): "ignores-shutdown:\(guest)"
    case .guestLocked(let guest, let seconds): "guest-locked:\(guest):\(short(seconds))"
    case .lateDevice(let node, let path, let seconds): "late-device:\(node):\(path):\(short(seconds))"
    case .aptLockHeld(let node, let seconds): "apt-lock:\(node):\(short(seconds))"
    case .nodeNeverReturns(let node): "never-returns:\(node)"
    case .oldKernelBoots(let node): "old-kernel:\(node)"
    case .stuckShutdown(let node): "stuck-shutdown:\(node)"
    case .sshSilent(let host, let from, let seconds): "ssh-silent:\(host):\(short(from)):\(short(seconds))"
    case .nodeCrashes(let node, let at): "node-crashes:\(node):\(short(at))"
    }
  }
}
