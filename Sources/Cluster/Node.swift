/// A node as one survey saw it.
public struct Node: Hashable, Sendable, Codable {
  /// Name in the cluster.
  public var name: NodeName
  /// Address by which it is reached, as configured.
  public var address: String
  /// Whether it answered the survey.
  public var isOnline: Bool
  /// Version of pve-manager, such as `8.4.1`.
  public var version: String
  /// Release of the running kernel.
  public var kernel: String
  /// Release of the kernel that the next boot will start.
  public var bootKernel: String
  /// Whether `bootKernel` is pinned, so that an upgrade does not change it.
  public var kernelIsPinned: Bool
  /// The kernel's id of this boot.
  public var bootID: BootID?
  /// Seconds since boot.
  public var uptimeSeconds: Double
  /// Logical processors.
  public var cores: Int
  /// Load averages over 1, 5 and 15 minutes.
  public var load: [Double]
  /// Main memory.
  public var memory: Capacity
  /// Packages that an upgrade would install.
  public var updates: PendingUpdates
  /// Storages as this node sees them.
  public var storages: [Storage]
  /// Tasks of Proxmox that run on the node now.
  public var tasks: [RunningTask]
  /// Queued systemd jobs such as `reboot.target start waiting`.
  public var queuedJobs: [String]
  /// Network bridges that exist.
  public var bridges: [String]
  /// Device nodes, out of those that guests of the cluster ask for, that exist here.
  public var devices: [String]
  /// Paths and volumes, out of those that guests of the cluster ask for besides devices, that exist here.
  public var paths: [String]
  /// Names of mapped devices that have a device of this node.
  public var mappings: [String]
  /// Whether the HA stack holds the node in maintenance.
  public var inMaintenance: Bool
  /// What only checks read.
  public var health: NodeHealth
  /// Whether the quorate part of the cluster counts it among its present members; one that answers may be out of it.
  public var isInCluster: Bool
  /// What it was asked and could not say, with the reason: what stands for it elsewhere in this value says nothing.
  public var unread: [Fact: String]
  /// What was wrong or could not be read, in sentences.
  public var problems: [String]

  /// What a run must not take for "none" only because a node could not tell.
  public enum Fact: String, Sendable, Codable, CodingKeyRepresentable {
    /// Its tasks.
    case tasks
    /// Its queued systemd jobs.
    case queuedJobs
    /// Guests that are being replicated from it.
    case replication
    /// What the HA stack manages, and how that stands.
    case availability
    /// Whether paths that guests ask for exist.
    case paths
  }

  /// A node of which only name and address are known yet.
  public init(name: NodeName, address: String) {
    self.name = name
    self.address = address
    isOnline = false
    version = ""
    kernel = ""
    bootKernel = ""
    kernelIsPinned = false
    bootID = nil
    uptimeSeconds = 0
    cores = 0
    load = []
    memory = Capacity(usedBytes: 0, totalBytes: 0)
    updates = PendingUpdates()
    storages = []
    tasks = []
    queuedJobs = []
    bridges = []
    devices = []
    paths = []
    mappings = []
    inMaintenance = false
    health = NodeHealth()
    isInCluster = true
    unread = [:]
    problems = []
  }

  /// Whether guests may be sent to it.
  public var takesGuests: Bool { isOnline && isInCluster && !inMaintenance && queuedJobs.isEmpty }

  /// Why a reboot is due, or nil.
  /// - Source: facts/pve.md 8.4: Proxmox writes no reboot-required file, so the kernels decide.
  public var rebootReason: String? {
    guard isOnline, !kernel.isEmpty, !bootKernel.isEmpty, kernel != bootKernel else { return nil }
    return "\(bootKernel) is installed, \(kernel) runs"
  }
}

/// Something used out of a total, in bytes.
public struct Capacity: Hashable, Sendable, Codable {
  /// Bytes in use.
  public var usedBytes: Int64
  /// Bytes in all.
  public var totalBytes: Int64

  /// A pair of used and total bytes.
  public init(usedBytes: Int64, totalBytes: Int64) {
    self.usedBytes = usedBytes
    self.totalBytes = totalBytes
  }

  /// Part in use, 0 to 1; 0 when the total is unknown.
  public var fraction: Double { totalBytes > 0 ? Double(usedBytes) / Double(totalBytes) : 0 }
}

/// What `apt-get -s dist-upgrade` would do.
public struct PendingUpdates: Hashable, Sendable, Codable {
  /// Packages that would be installed or upgraded.
  public var count: Int
  /// Those of them from a security archive.
  public var security: Int
  /// Packages that would be removed.
  public var removals: [String]
  /// Kernel package that would be installed, if any.
  public var kernel: String?
  /// Stands for the packages and the versions that they would get; nil where these are not known.
  public var digest: UInt32?
  /// Why nobody knows what is pending; then the rest says nothing.
  public var unread: String?

  /// Whether what is pending could be read.
  public var isKnown: Bool { unread == nil }

  /// Not known, for that reason.
  public static func unknown(because reason: String) -> PendingUpdates {
    var updates = PendingUpdates()
    updates.unread = reason
    return updates
  }

  /// Counts, removals and the new kernel; nothing pending by default.
  public init(
    count: Int = 0, security: Int = 0, removals: [String] = [], kernel: String? = nil, digest: UInt32? = nil
  ) {
    self.count = count
    self.security = security
    self.removals = removals
    self.kernel = kernel
    self.digest = digest
  }
}

/// A storage as one node sees it.
public struct Storage: Hashable, Sendable, Codable {
  /// Storage id.
  public var name: String
  /// Plugin type such as `nfs`, `dir`, `lvmthin`.
  public var type: String
  /// Whether the node can use it now.
  public var isActive: Bool
  /// Whether every node sees the same content.
  public var isShared: Bool
  /// Bytes used and in all.
  public var capacity: Capacity

  /// A storage by name, type, state and capacity.
  public init(name: String, type: String, isActive: Bool, isShared: Bool, capacity: Capacity) {
    self.name = name
    self.type = type
    self.isActive = isActive
    self.isShared = isShared
    self.capacity = capacity
  }
}

/// A task of Proxmox that has started and not ended.
public struct RunningTask: Hashable, Sendable, Codable {
  /// Unique id, `UPID:…`.
  public var upid: String
  /// Type such as `vzdump`, `vzmigrate`.
  public var type: String
  /// Guest id or other subject; may be empty.
  public var subject: String

  /// A task by its id, type and subject.
  public init(upid: String, type: String, subject: String) {
    self.upid = upid
    self.type = type
    self.subject = subject
  }

  /// The guest that it works on, if one.
  public var guest: GuestID? { Int(subject).map { GuestID($0) } }
}
