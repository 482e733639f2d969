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
    case .guestUnwell(let guest, let seconds): GuestUnwell(guest: guest, seconds: seconds).install(in: cluster)
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
    case .repositoryUnauthorized(let node): RepositoryUnauthorized(node: node).install(in: cluster)
    case .upgradeRemovesProxmox(let node): UpgradeRemovesProxmox(node: node).install(in: cluster)
    case .noisyLogin(let host): NoisyLogin(host: host).install(in: cluster)
    case .clusterFilesBlink(let node): ClusterFilesBlink(node: node).install(in: cluster)
    case .clockOff(let node, let seconds): ClockOff(node: node, seconds: seconds).install(in: cluster)
    case .foreignTask(let node, let type, let from, let seconds):
      ForeignTask(node: node, type: type, from: from, seconds: seconds).install(in: cluster)
    case .deviceLost(let at): DeviceLost(at: at).install(in: cluster)
    }
  }
}
