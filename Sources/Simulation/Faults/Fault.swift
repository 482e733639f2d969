import Cluster

/// Something that goes wrong on a simulated cluster, or with the machine that works it.
public struct Fault: Hashable, Sendable, CustomStringConvertible {
  let kind: any FaultKind

  /// As it is written on a command line: `late-device:pve2:/dev/dri/renderD128:90`.
  public let description: String

  init(_ kind: any FaultKind) {
    self.kind = kind
    description = kind.text
  }

  /// Equal faults are written equally.
  public static func == (left: Fault, right: Fault) -> Bool { left.description == right.description }

  /// Goes by the text.
  public func hash(into hasher: inout Hasher) { hasher.combine(description) }

  static let kinds: [any FaultKind.Type] = [
    MigrationRefused.self, MigrationFails.self, MigrationStartFails.self, GuestIgnoresShutdown.self, GuestUnwell.self,
    ServiceStaysAway.self, GuestLocked.self, ForeignTask.self, MovedByHand.self, BalancerActive.self,
    HABalances.self, StartedByHand.self, LateDevice.self,
    AptLockHeld.self, UpgradePrompts.self, UpgradeBrokenOff.self, RepositoryUnauthorized.self,
    UpgradeRemovesProxmox.self, DiskFull.self,
    ClusterFilesBlink.self, NodeNeverReturns.self, OldKernelBoots.self, StuckShutdown.self, NodeCrashes.self,
    CorosyncFlaps.self, DeviceLost.self, StorageGone.self, SSHSilent.self, SSHDropped.self, CommandHangs.self,
    AnswerCut.self, AnswerGarbled.self, NoisyLogin.self, ClockOff.self, ControllerKilled.self, ControllerLost.self,
    ControllerStalls.self, SecondRun.self, JournalFull.self, ClockJumps.self, Steered.self, ServiceInError.self,
    CephUnwell.self, ReplicationRuns.self, DiskNearlyFull.self,
    NoRepository.self, PoolDegraded.self, RebootQueued.self, StrayConfiguration.self,
    HeldPackages.self, StaleLists.self, MemberOut.self,
    RebootOrderLost.self, SilenceRefused.self, SilenceHangs.self, HookFails.self, HookHangs.self,
  ]

  /// How every kind is written, for help texts.
  public static var forms: [String] { kinds.map { $0.form } }

  /// Reads what `description` writes; numbers may be left out, and the name may end in `@`.
  /// - Returns: nil for an unknown kind, a missing place or a number that is none.
  public init?(_ text: String) {
    let name = Fault.name(of: text)
    let rest = text.dropFirst(name.count + 1)
    guard let type = Fault.kinds.first(where: { $0.name == name }), let kind = type.init(FaultWords(rest)) else {
      return nil
    }
    self.init(kind)
  }

  /// Reads a fault, and chooses what is left out of its place, or all of it.
  /// - Returns: nil for an unknown kind or nonsense in its place, and where it can't happen.
  public init?(_ text: String, in herd: Herd, seed: UInt64) {
    let name = Fault.name(of: text)
    let rest = text.dropFirst(name.count + 1)
    let given = rest.isEmpty ? [] : rest.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard let type = Fault.kinds.first(where: { $0.name == name }) else { return nil }
    if let first = given.first, !type.isPlace(first, in: herd) { return nil }
    if let fault = Fault(text) {
      self = fault
      return
    }
    var random = SeededRandom(seed: seed)
    guard let drawn = type.random(in: herd, &random),
      let kind = type.init(FaultWords(given + drawn.dropFirst(given.count)))
    else { return nil }
    self.init(kind)
  }

  /// A fault of that kind somewhere in the herd; nil where it can't happen.
  init?(_ type: any FaultKind.Type, in herd: Herd, _ random: inout SeededRandom) {
    guard let words = type.random(in: herd, &random), let kind = type.init(FaultWords(words)) else { return nil }
    self.init(kind)
  }

  /// How the kind of fault that a text names is written; nil for none.
  public static func form(of text: String) -> String? { kinds.first { $0.name == name(of: text) }?.form }

  private static func name(of text: String) -> Substring { text.prefix { $0 != ":" && $0 != "@" } }

  /// Arranges for it to happen.
  func install(in cluster: SimulatedCluster) { kind.install(in: cluster) }

  /// What happens to the controller, if that is the fault.
  public var controller: ControllerFault? { (kind as? any ControllerFaultKind)?.controller }
}
