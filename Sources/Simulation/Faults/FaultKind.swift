/// The kinds of fault.
enum FaultKind: Hashable, Sendable, Codable {
  case migrationRefused(guest: Int, times: Int)
  case migrationStartFails(guest: Int, times: Int)
  case guestIgnoresShutdown(guest: Int)
  case guestUnwell(guest: Int, seconds: Double)
  case guestLocked(guest: Int, seconds: Double)
  case lateDevice(node: String, path: String, seconds: Double)
  case aptLockHeld(node: String, seconds: Double)
  case nodeNeverReturns(node: String)
  case oldKernelBoots(node: String)
  case stuckShutdown(node: String)
  case sshSilent(host: String, from: Double, seconds: Double)
  case nodeCrashes(node: String, at: Double)
  case repositoryUnauthorized(node: String)
  case upgradeRemovesProxmox(node: String)
  case noisyLogin(host: String)
  case clusterFilesBlink(node: String)
  case clockOff(node: String, seconds: Double)
  case foreignTask(node: String, type: String, from: Double, seconds: Double)
  case deviceLost(at: Double)

  static let forms = [
    "migration-refused:GUEST[:TIMES]", "migration-start-fails:GUEST[:TIMES]", "ignores-shutdown:GUEST",
    "unwell:GUEST[:SECONDS]", "guest-locked:GUEST[:SECONDS]", "late-device:NODE:PATH[:SECONDS]",
    "apt-lock:NODE[:SECONDS]",
    "never-returns:NODE", "old-kernel:NODE", "stuck-shutdown:NODE", "ssh-silent:HOST:FROM[:SECONDS]",
    "node-crashes:NODE:AT", "repository-unauthorized:NODE", "upgrade-removes-proxmox:NODE", "noisy-login:HOST",
    "cluster-files-blink:NODE", "clock-off:NODE:SECONDS", "foreign-task:NODE:TYPE:FROM[:SECONDS]", "qdevice-lost:AT",
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
    case "unwell":
      guard let guest, let seconds = number(2, otherwise: 600) else { return nil }
      self = .guestUnwell(guest: guest, seconds: seconds)
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
    case "repository-unauthorized": self = .repositoryUnauthorized(node: parts[1])
    case "upgrade-removes-proxmox": self = .upgradeRemovesProxmox(node: parts[1])
    case "noisy-login": self = .noisyLogin(host: parts[1])
    case "cluster-files-blink": self = .clusterFilesBlink(node: parts[1])
    case "clock-off":
      guard let seconds = number(2, otherwise: nil) else { return nil }
      self = .clockOff(node: parts[1], seconds: seconds)
    case "foreign-task":
      guard parts.count > 2, !parts[2].isEmpty, let from = number(3, otherwise: nil),
        let seconds = number(4, otherwise: 300)
      else { return nil }
      self = .foreignTask(node: parts[1], type: parts[2], from: from, seconds: seconds)
    case "qdevice-lost":
      guard let at = number(1, otherwise: nil) else { return nil }
      self = .deviceLost(at: at)
    default: return nil
    }
  }

  var text: String {
    func short(_ seconds: Double) -> String { Pad.decimals(seconds, seconds == seconds.rounded() ? 0 : 3) }
    return switch self {
    case .migrationRefused(let guest, let times): "migration-refused:\(guest):\(times)"
    case .migrationStartFails(let guest, let times): "migration-start-fails:\(guest):\(times)"
    case .guestIgnoresShutdown(let guest): "ignores-shutdown:\(guest)"
    case .guestUnwell(let guest, let seconds): "unwell:\(guest):\(short(seconds))"
    case .guestLocked(let guest, let seconds): "guest-locked:\(guest):\(short(seconds))"
    case .lateDevice(let node, let path, let seconds): "late-device:\(node):\(path):\(short(seconds))"
    case .aptLockHeld(let node, let seconds): "apt-lock:\(node):\(short(seconds))"
    case .nodeNeverReturns(let node): "never-returns:\(node)"
    case .oldKernelBoots(let node): "old-kernel:\(node)"
    case .stuckShutdown(let node): "stuck-shutdown:\(node)"
    case .sshSilent(let host, let from, let seconds): "ssh-silent:\(host):\(short(from)):\(short(seconds))"
    case .nodeCrashes(let node, let at): "node-crashes:\(node):\(short(at))"
    case .repositoryUnauthorized(let node): "repository-unauthorized:\(node)"
    case .upgradeRemovesProxmox(let node): "upgrade-removes-proxmox:\(node)"
    case .noisyLogin(let host): "noisy-login:\(host)"
    case .clusterFilesBlink(let node): "cluster-files-blink:\(node)"
    case .clockOff(let node, let seconds): "clock-off:\(node):\(short(seconds))"
    case .foreignTask(let node, let type, let from, let seconds):
      "foreign-task:\(node):\(type):\(short(from)):\(short(seconds))"
    case .deviceLost(let at): "qdevice-lost:\(short(at))"
    }
  }
}
