import Cluster

/// What the operator wants: every setting that planning and running go by, validated, with nothing left open.
public struct Policy: Hashable, Sendable, Codable {
  /// When a node is rebooted.
  public enum Reboot: String, Sendable, Codable, CaseIterable {
    /// Only when another kernel than the running one would boot.
    case needed
    /// Every node, whatever its kernel.
    case always
    /// No node; packages are upgraded only.
    case never
  }

  /// What becomes of a node that can't be emptied, or stays busy for too long.
  public enum OnGuestFailure: String, Sendable, Codable, CaseIterable {
    /// The node is left as it is, its guests return, and the run goes on with the next node.
    case skip
    /// The run stops there and says what to do.
    case hold
  }

  /// How far a node whose shutdown is stuck is forced, once no guest runs on it.
  public enum Escalation: String, Sendable, Codable, CaseIterable {
    /// Not at all: the run holds and says the commands.
    case hold
    /// By systemd, which kills what does not end and still writes its disks out.
    case force
    /// By the kernel itself, when systemd does not do it either.
    case sysrq
  }

  /// How a node is restarted.
  public enum RebootMethod: String, Sendable, Codable, CaseIterable {
    /// Through its firmware.
    case firmware
    /// Straight into the next kernel, where kexec-tools is installed.
    case kexec
  }

  /// Which configuration files win when an upgrade brings another than the operator has changed.
  public enum ConfigFiles: String, Sendable, Codable, CaseIterable {
    /// The operator's stay.
    case keep
    /// The package's come; dpkg keeps the others beside them as `.dpkg-old`.
    case new
  }

  /// Which configuration files win in an upgrade.
  public var configFiles: ConfigFiles
  /// Whether an upgrade that was broken off before, by whomever, is completed first (`dpkg --configure -a`).
  public var repairsPackages: Bool
  /// Whether a guest that one of this run's moves has left locked is unlocked, once nothing moves it any more.
  public var unlocksOwnMoves: Bool
  /// What is done about others that move guests or lock them while a run works.
  public enum OtherActors: String, Sendable, Codable, CaseIterable {
    /// They are named in the plan, and what they do is coped with.
    case leave
    /// They are suspended until the run ends.
    case suspend
  }

  /// What is done about balancers and backup jobs.
  public var otherActors: OtherActors
  /// When a node is rebooted.
  public var reboot: Reboot
  /// Whether Ceph is told of a restart by its flag `noout`, so that it does not copy the node's data elsewhere.
  public var cephNoout: Bool
  /// How a node is restarted.
  public var rebootMethod: RebootMethod
  /// How far a node whose shutdown is stuck is forced.
  public var rebootEscalation: Escalation
  /// What a failed move does.
  public var onGuestFailure: OnGuestFailure
  /// What is done with a guest that can't move.
  public enum Immovable: String, Sendable, Codable, CaseIterable {
    /// Its node is left out.
    case skip
    /// It is shut down with its node and started after it.
    case shutdown
  }

  /// Whether the cluster keeps a record of the run in its own file system, for another machine to take it up.
  public enum Record: String, Sendable, Codable, CaseIterable {
    /// It must, on a cluster of several nodes: a run does not begin without.
    case required
    /// Where it can.
    case wanted
    /// It does not: nothing foreign is put under /etc/pve.
    case none
  }

  /// What is done with a guest that can't move.
  public var immovable: Immovable
  /// What is wanted of certain guests; of rules that say the same thing about a guest, the first counts.
  public var guestRules: [GuestRule]
  /// Whether the cluster keeps a record of the run.
  public var record: Record
  /// Where guests are when a rolling run has ended.
  public var strategy: Strategy
  /// Whether a node's guests may still be coming home while the next node is drained. No node is taken down before
  /// that is over.
  public var overlaps: Bool
  /// Guests that carry one of these tags never share a node with another that carries the same one, where they don't
  /// do so already.
  public var apartTags: [String]
  /// The node that is restarted first, before any other is put at risk.
  public var canary: NodeName?
  /// Seconds to wait after the first restarted node before the next is begun.
  public var soakSeconds: Double
  /// When nodes may have their turn; nil for any time.
  public var window: Window?
  /// Nodes that may fail before the run ends.
  public var failedNodesMax: Int
  /// Guests that may be left not home or not running before the run ends.
  public var failedGuestsMax: Int?
  /// Container moves in flight at once between two nodes; from or to one node, twice as many.
  public var containerMovesMax: Int
  /// Live moves of machines in flight at once from or to one node.
  public var machineMovesMax: Int
  /// Attempts per move, the first included.
  public var moveAttemptsMax: Int
  /// Seconds a guest may take to shut down before its move counts as failed (`pct migrate --timeout`).
  public var shutdownSeconds: Int
  /// Part of a target's memory that guests may fill, 0 to 1.
  public var memoryLimit: Double
  /// Seconds that a turn waits for what ends by itself: work of others, backups, locks.
  public var busyWaitSeconds: Double
  /// Nodes to work on; empty for all.
  public var nodes: [NodeName]
  /// The guest that herdmon itself runs in: moved first, returned last.
  public var controller: GuestID?
  /// The node that herdmon itself runs on: it goes last.
  public var controllerNode: NodeName?
  /// Guests of that node in one of which herdmon perhaps runs.
  public var controllerSuspects: [GuestID]
  /// The operator's word whether herdmon runs in a guest of this cluster, where nothing else tells; nil without it.
  public var isInGuest: Bool?
  /// Turns that someone signed off: no node's turn is begun that is another now.
  public var signedTurns: [SignedPlan.Turn]
  /// How monitoring is told to keep quiet about guests that are worked on; nil if nobody is to be told.
  public var silence: SilenceRules?
  /// Commands of the operator's.
  public var hooks: [Hook]
  /// All intervals and limits of time.
  public var timing: Timing

  /// The default policy.
  public init() {
    configFiles = .keep
    repairsPackages = false
    unlocksOwnMoves = false
    otherActors = .leave
    reboot = .needed
    cephNoout = true
    rebootMethod = .firmware
    rebootEscalation = .hold
    onGuestFailure = .skip
    immovable = .skip
    guestRules = []
    strategy = .home
    overlaps = true
    apartTags = []
    canary = nil
    soakSeconds = 0
    window = nil
    failedNodesMax = 0
    failedGuestsMax = nil
    record = .required
    containerMovesMax = 8
    machineMovesMax = 2
    moveAttemptsMax = 3
    shutdownSeconds = 120
    memoryLimit = 0.95
    busyWaitSeconds = 1800
    nodes = []
    controller = nil
    controllerNode = nil
    controllerSuspects = []
    isInGuest = nil
    signedTurns = []
    silence = nil
    hooks = []
    timing = Timing()
  }
}

/// Intervals and limits of time of a run, in seconds.
public struct Timing: Hashable, Sendable, Codable {
  /// Between two looks at jobs in flight.
  public var pollSeconds: Double
  /// Between the beginnings of two moves, so that their logins don't meet at one sshd.
  public var staggerSeconds: Double
  /// Limit of one short round trip.
  public var answerSeconds: Double
  /// First wait before a failed round trip is tried again; doubled each time up to `retryMaxSeconds`.
  public var retrySeconds: Double
  /// Longest wait between two tries.
  public var retryMaxSeconds: Double
  /// How long a node may stay silent before the run holds, reboots excepted.
  public var silenceMaxSeconds: Double
  /// Limit of one move, from start to proven arrival.
  public var moveMaxSeconds: Double
  /// Limit of one upgrade.
  public var upgradeMaxSeconds: Double
  /// How long an upgrade may print nothing before that is said.
  public var upgradeSilenceMaxSeconds: Double
  /// Limit of a reboot, from the order to the proof that the node is back.
  public var rebootMaxSeconds: Double
  /// How long a node may shut down after the order to reboot before it counts as stuck.
  public var shutdownMaxSeconds: Double
  /// Limit of HA maintenance: until the HA stack has emptied a node, and until it has brought its guests back.
  public var maintenanceMaxSeconds: Double
  /// Between two questions whether a rebooting node is back. Not below 5 on Proxmox VE 9, whose sshd bans faster
  /// askers (facts/pve.md 0, trap 14).
  public var rebootPollSeconds: Double

  /// Limits that suit real nodes.
  public init() {
    pollSeconds = 2
    staggerSeconds = 0.25
    answerSeconds = 60
    retrySeconds = 2
    retryMaxSeconds = 15
    silenceMaxSeconds = 600
    moveMaxSeconds = 900
    upgradeMaxSeconds = 3600
    upgradeSilenceMaxSeconds = 600
    rebootMaxSeconds = 1200
    rebootPollSeconds = 5
    maintenanceMaxSeconds = 1800
    shutdownMaxSeconds = 600
  }
}
