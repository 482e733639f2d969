/// All that one round trip to a node tells about it, its guests and its view of the cluster.
public struct NodeSurvey: Hashable, Sendable, Codable {
  /// The node itself.
  public var node: Node
  /// Name of the cluster; nil on a node without one.
  public var clusterName: String?
  /// Votes as this node counts them.
  public var quorum: Quorum
  /// Members of the cluster as this node sees them.
  public var members: [Member]
  /// Where every guest of the cluster belongs, by the cluster's own file system.
  public var placements: [Placement]
  /// This node's guests with all that their configuration tells.
  public var guests: [Guest]
  /// Rules of the HA stack about where guests run.
  public var affinities: [Affinity]
  /// Its clock; nil when it could not be read.
  public var clock: ClockReading?

  /// A survey of a node.
  public init(
    node: Node, clusterName: String?, quorum: Quorum, members: [Member], placements: [Placement], guests: [Guest],
    affinities: [Affinity] = [], clock: ClockReading? = nil
  ) {
    self.node = node
    self.clusterName = clusterName
    self.quorum = quorum
    self.members = members
    self.placements = placements
    self.guests = guests
    self.affinities = affinities
    self.clock = clock
  }

  /// The same with what its clock says, for an answer that was asked for and came at these times.
  public func timed(askedAt: Timestamp, answeredAt: Timestamp) -> NodeSurvey {
    var survey = self
    survey.node.health.clockOffset = clock?.offset(askedAt: askedAt, answeredAt: answeredAt)
    return survey
  }
}

/// One member of the cluster as another sees it.
public struct Member: Hashable, Sendable, Codable {
  /// Its name.
  public var name: NodeName
  /// Its address on the cluster network.
  public var address: String
  /// Whether it is in the answering node's partition.
  public var isOnline: Bool

  /// A member by name, address and presence.
  public init(name: NodeName, address: String, isOnline: Bool) {
    self.name = name
    self.address = address
    self.isOnline = isOnline
  }
}

/// Which node a guest belongs to at this moment.
/// - Source: `/etc/pve/.vmlist`, immediate (facts/pve.md 10.1).
public struct Placement: Hashable, Sendable, Codable {
  /// The guest.
  public var guest: GuestID
  /// Container or virtual machine.
  public var kind: Guest.Kind
  /// The node whose directory holds its configuration.
  public var node: NodeName

  /// A guest and its node.
  public init(guest: GuestID, kind: Guest.Kind, node: NodeName) {
    self.guest = guest
    self.kind = kind
    self.node = node
  }
}

/// The short question asked often: who is where, what runs here, is the cluster quorate, is the node going down.
public struct NodeGlance: Hashable, Sendable, Codable {
  /// One guest of the answering node.
  public struct LocalGuest: Hashable, Sendable, Codable {
    /// The guest.
    public var id: GuestID
    /// Whether it runs.
    public var status: Guest.Status
    /// Lock word, if any.
    public var lock: String?

    /// A guest's id, state and lock.
    public init(id: GuestID, status: Guest.Status, lock: String?) {
      self.id = id
      self.status = status
      self.lock = lock
    }
  }

  /// The answering node.
  public var node: NodeName
  /// The kernel's id of this boot.
  public var bootID: BootID
  /// Whether the answering node's partition may write.
  public var isQuorate: Bool
  /// Members as it sees them.
  public var members: [Member]
  /// Where every guest of the cluster belongs.
  public var placements: [Placement]
  /// Its own guests.
  public var guests: [LocalGuest]
  /// Queued systemd jobs of a shutdown or reboot; empty on a node that stays.
  public var queuedShutdown: [String]
  /// Tasks of Proxmox that run on it; nil when their list could not be read.
  public var tasks: [RunningTask]?
  /// Votes as corosync counts them on it; nil when it did not say, and without a cluster.
  public var quorum: Quorum?
  /// Replications from it that run now; nil when they could not be read.
  public var replicating: [Replication]?

  /// What one glance at a node showed.
  public init(
    node: NodeName, bootID: BootID, isQuorate: Bool, members: [Member], placements: [Placement],
    guests: [LocalGuest], queuedShutdown: [String], tasks: [RunningTask]? = [], quorum: Quorum? = nil,
    replicating: [Replication]? = []
  ) {
    self.node = node
    self.bootID = bootID
    self.isQuorate = isQuorate
    self.members = members
    self.placements = placements
    self.guests = guests
    self.queuedShutdown = queuedShutdown
    self.tasks = tasks
    self.quorum = quorum
    self.replicating = replicating
  }
}

/// What the HA stack of the cluster says of its nodes and services.
/// - Source: facts/pve.md 4.8, 7.2.
public struct Availability: Hashable, Sendable, Codable {
  /// One managed guest.
  public struct Service: Hashable, Sendable, Codable {
    /// The guest.
    public var guest: GuestID
    /// The node that the stack has it on.
    public var node: NodeName
    /// Word such as `started`, `migrate`, `relocate`, `error`.
    public var state: String

    /// A managed guest.
    public init(guest: GuestID, node: NodeName, state: String) {
      self.guest = guest
      self.node = node
      self.state = state
    }
  }

  /// Nodes that are in maintenance. That says nothing of whether they are empty.
  public var maintenance: Set<NodeName>
  /// Nodes that are asked to be in maintenance.
  public var requested: Set<NodeName>
  /// Managed guests.
  public var services: [Service]

  /// What the HA stack says.
  public init(maintenance: Set<NodeName>, requested: Set<NodeName>, services: [Service]) {
    self.maintenance = maintenance
    self.requested = requested
    self.services = services
  }
}

/// What proves, or fails to prove, that a node is back.
/// - Source: facts/pve.md 8.2.
public struct BootReport: Hashable, Sendable, Codable {
  /// The answering node.
  public var node: NodeName
  /// The kernel's id of this boot.
  public var bootID: BootID
  /// Release of the running kernel.
  public var kernel: String
  /// Seconds since boot.
  public var uptimeSeconds: Double
  /// Whether its partition may write.
  public var isQuorate: Bool
  /// Members as it sees them.
  public var members: [Member]
  /// Services by unit name with the word of `systemctl is-active`.
  public var services: [String: String]
  /// Storages with their state.
  public var storages: [Storage]
  /// Device nodes asked for that do not exist.
  public var missingDevices: [String]
  /// Queued systemd jobs of a shutdown or reboot.
  public var queuedShutdown: [String]

  /// A report of a booted, or not yet rebooted, node.
  public init(
    node: NodeName, bootID: BootID, kernel: String, uptimeSeconds: Double, isQuorate: Bool, members: [Member],
    services: [String: String], storages: [Storage], missingDevices: [String], queuedShutdown: [String]
  ) {
    self.node = node
    self.bootID = bootID
    self.kernel = kernel
    self.uptimeSeconds = uptimeSeconds
    self.isQuorate = isQuorate
    self.members = members
    self.services = services
    self.storages = storages
    self.missingDevices = missingDevices
    self.queuedShutdown = queuedShutdown
  }
}

/// Name of one detached job, unique in its run: lower-case letters, digits and hyphens.
public struct JobID: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
  /// The name as text.
  public let rawValue: String

  /// A name; anything but lower-case letters, digits and hyphens becomes a hyphen.
  public init(_ text: String) {
    rawValue = String(text.map { $0.isASCII && ($0.isLowercase || $0.isNumber) ? $0 : "-" })
  }

  /// The name as text.
  public var description: String { rawValue }

  /// Natural order.
  public static func < (left: JobID, right: JobID) -> Bool { NaturalOrder.precedes(left.rawValue, right.rawValue) }

  /// Written as a plain string.
  public init(from decoder: any Decoder) throws { self.init(try decoder.singleValueContainer().decode(String.self)) }

  /// Written as a plain string.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }
}

/// How far a reader has come in a job's output.
public struct JobCursor: Hashable, Sendable, Codable {
  /// The job.
  public var id: JobID
  /// Bytes of standard output read so far.
  public var outputOffset: Int
  /// Bytes of standard error read so far.
  public var errorOffset: Int

  /// A job and the bytes of its output read so far.
  public init(id: JobID, outputOffset: Int = 0, errorOffset: Int = 0) {
    self.id = id
    self.outputOffset = outputOffset
    self.errorOffset = errorOffset
  }
}

/// State of a detached job, with the output that is new since the cursor.
public struct JobReport: Hashable, Sendable, Codable {
  /// Where a job stands.
  public enum State: Hashable, Sendable, Codable {
    /// Its unit runs.
    case running
    /// It ended with this exit status.
    case ended(exit: Int32)
    /// No unit and no recorded end: the node was rebooted, or the job was killed.
    case gone
  }

  /// The job.
  public var id: JobID
  /// Where it stands.
  public var state: State
  /// New lines of standard output.
  public var output: [String]
  /// New lines of standard error.
  public var errors: [String]
  /// What stands behind the last line of standard output, as a question does; nil where nothing does.
  public var unfinished: String?
  /// Where to read on.
  public var cursor: JobCursor

  /// A job's state and new output.
  public init(
    id: JobID, state: State, output: [String], errors: [String], unfinished: String? = nil, cursor: JobCursor
  ) {
    self.id = id
    self.state = state
    self.output = output
    self.errors = errors
    self.unfinished = unfinished
    self.cursor = cursor
  }
}
