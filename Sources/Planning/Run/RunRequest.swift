import Cluster

/// What a run may ask of a node, or order it to do. Each is one round trip; the Proxmox module knows its command line.
public enum RunRequest: Hashable, Sendable, Codable {
  /// Tell everything.
  case survey
  /// Tell who is where, what runs, whether the node goes down.
  case glance
  /// Start a detached job.
  case start(JobID, Order)
  /// Tell how these jobs stand.
  case poll([JobCursor])
  /// Make the directory whose absence fails the first start of a privileged container with devices.
  /// - Source: facts/pve.md 6.1.
  case prepareContainer(GuestID)
  /// Take the lock of a move off a guest of yours, and no other lock.
  case unlock(GuestID, Guest.Kind)
  /// Tell whether that guest, which runs on you, is well.
  case probe(GuestID, Guest.Kind, HealthProbe.Check)
  /// Tell how the HA stack's nodes and services stand.
  case availability
  /// Have the HA stack put that node into maintenance, or end it.
  case maintain(NodeName, isOn: Bool)
  /// Have the HA stack move one of its guests.
  case migrateManaged(GuestID, Guest.Kind, to: NodeName)
  /// Set a flag of the Ceph cluster, or take it back.
  case setCephFlag(String, isOn: Bool)
  /// Start one of your units, or stop it.
  case setUnit(String, isActive: Bool)
  /// Switch a backup job of the cluster on or off.
  case setBackupJob(String, isEnabled: Bool)
  /// Set the cluster's option `crs`: how the HA stack places its guests.
  case setHAScheduling(String)
  /// Run a command of the operator's.
  case hook(HookCall)
  /// Run a command of the operator's in that guest, which runs on you.
  case guestHook(HookCall, GuestID, Guest.Kind)
  /// Restart now.
  case reboot
  /// Write a piece of the cluster's own record of the run; the last piece puts it in the place of the former record,
  /// also of one that another process has written if `replacing`.
  case keepRecord(ClusterRecord, piece: Int, replacing: Bool)
  /// Take the cluster's record of this run away.
  case removeRecord
  /// Tell which jobs of this run were started on you.
  case listJobs
  /// Restart now, straight into that kernel.
  case kexec(kernel: String)
  /// Restart now, though your shutdown is stuck.
  case forceReboot(RebootRung)
  /// Tell what proves that you are back. `devices` are paths that must exist.
  case bootReport(devices: [String])
}

extension RunRequest {
  /// Whether carrying it out takes the node down, and the connection with it: then a broken one is an answer.
  public var takesNodeDown: Bool {
    switch self {
    case .reboot, .kexec, .forceReboot: true
    default: false
    }
  }
}

/// Long work on a node, carried out as a detached job.
public enum Order: Hashable, Sendable, Codable {
  /// Move a container: stop, move, start.
  case moveContainer(GuestID, to: NodeName, shutdownSeconds: Int)
  /// Move a machine; live when it runs.
  case moveMachine(GuestID, to: NodeName, live: Bool)
  /// Shut a guest down and move it. It is started on the target by an order of its own.
  case shutDownAndMove(GuestID, Guest.Kind, to: NodeName, limitSeconds: Int, byForce: Bool)
  /// Start a guest where it is.
  case startGuest(GuestID, Guest.Kind)
  /// Shut a guest down; by force only when the time is up, and only where policy allows.
  case shutdownGuest(GuestID, Guest.Kind, limitSeconds: Int, byForce: Bool)
  /// Refresh package lists and download what an upgrade needs.
  case fetchPackages
  /// Upgrade all packages without asking anything.
  case upgradePackages(Policy.ConfigFiles)
  /// Complete an upgrade that was broken off.
  case configurePackages(Policy.ConfigFiles)
}

/// What a node answered.
public enum RunAnswer: Hashable, Sendable, Codable {
  /// To `survey`.
  case survey(NodeSurvey)
  /// To `glance`.
  case glance(NodeGlance)
  /// To `poll`; jobs of which the answer was cut are absent.
  case jobs([JobReport])
  /// To `keepRecord`, with the piece that is to be written next, and to `removeRecord`.
  case recorded(nextPiece: Int?)
  /// To `listJobs`.
  case started([JobID])
  /// To `bootReport`.
  case boot(BootReport)
  /// To `availability`.
  case availability(Availability)
  /// To `probe`.
  case health(Health)
  /// To an order: it is done, or was before.
  case done
}

/// What came of the question whether a guest is well.
public struct Health: Hashable, Sendable, Codable {
  /// Whether it is.
  public var isGood: Bool
  /// What was seen, in a few words.
  public var seen: String

  /// What came of the question.
  public init(isGood: Bool, seen: String) {
    self.isGood = isGood
    self.seen = seen
  }
}

/// Why a request was not answered, in a form that a journal can hold.
public struct Trouble: Hashable, Sendable, Codable {
  /// Stable code such as `unreachable`.
  public var code: String
  /// The operator's line: what was tried, what came back.
  public var message: String
  /// What to do next; may be empty.
  public var remedy: String
  /// Whether the same attempt may succeed a little later.
  public var isTransient: Bool

  /// A trouble.
  public init(code: String, message: String, remedy: String = "", isTransient: Bool) {
    self.code = code
    self.message = message
    self.remedy = remedy
    self.isTransient = isTransient
  }
}
