/// What a node tells of itself that only checks read. What could not be read is nil or empty, and is no finding.
public struct NodeHealth: Hashable, Sendable, Codable {
  /// One mounted file system.
  public struct FileSystem: Hashable, Sendable, Codable {
    /// Where it is mounted.
    public var path: String
    /// Bytes that may still be written.
    public var freeBytes: Int64

    /// A file system by its place and its free bytes.
    public init(path: String, freeBytes: Int64) {
      self.path = path
      self.freeBytes = freeBytes
    }
  }

  /// Ceph's own judgement.
  public struct Ceph: Hashable, Sendable, Codable {
    /// `HEALTH_OK`, `HEALTH_WARN` or `HEALTH_ERR`; empty when Ceph is set up and does not answer.
    public var status: String
    /// Names of what it complains of, such as `OSDMAP_FLAGS`, in order.
    public var complaints: [String]
    /// Flags that are set, such as `noout`.
    public var flags: Set<String>

    /// A judgement with its complaints.
    public init(status: String, complaints: [String] = [], flags: Set<String> = []) {
      self.status = status
      self.complaints = complaints
      self.flags = flags
    }
  }

  /// Where packages of Proxmox come from.
  public struct Repositories: Hashable, Sendable, Codable {
    /// Sources that offer pve-manager by the lists that were fetched last.
    public var usable: [String]
    /// Whether the enterprise repository is switched on.
    public var wantsEnterprise: Bool

    /// Usable sources, and whether the enterprise repository is switched on.
    public init(usable: [String], wantsEnterprise: Bool = false) {
      self.usable = usable
      self.wantsEnterprise = wantsEnterprise
    }
  }

  /// Model of its processors, as the kernel tells it.
  public var processor = ""
  /// Version of pve-qemu-kvm, such as `9.2.0-5`.
  public var qemuVersion = ""
  /// File systems that an upgrade writes to, each once.
  public var fileSystems: [FileSystem] = []
  /// Pools and arrays that lack a disk, in words such as `rpool DEGRADED`.
  public var degraded: [String] = []
  /// Seconds by which its clock is ahead of the asking one, between these bounds.
  public var clockOffset: ClosedRange<Double>?
  /// Where its packages come from.
  public var repositories: Repositories?
  /// Process that holds the lock of its packages.
  public var packageLockHolder: Int?
  /// Replications from it that run now.
  public var replicating: [Replication] = []
  /// Ceph's health; nil without Ceph.
  public var ceph: Ceph?
  /// How many of Ceph's storage daemons (OSDs) have their data on it.
  public var storageDaemons = 0
  /// Units that move guests by themselves and are active on it.
  public var balancers: [String] = []
  /// Backup jobs of the cluster that are switched on.
  public var backupJobs: [String] = []
  /// How the HA stack is set up to move its guests by itself, for balance; nil if it does not.
  public var haBalancing: HABalancing?

  /// Nothing known, nothing found.
  public init() {}
}

/// A guest's disks on their way to another node's storage.
public struct Replication: Hashable, Sendable, Codable {
  /// The guest.
  public var guest: GuestID
  /// The node that gets the copy; nil where its job names none.
  public var target: NodeName?

  /// A guest and the node that gets the copy.
  public init(guest: GuestID, target: NodeName?) {
    self.guest = guest
    self.target = target
  }
}

/// A node's own clock at the beginning and at the end of an answer, in seconds since 1970.
public struct ClockReading: Hashable, Sendable, Codable {
  /// When it began to answer.
  public var began: Double
  /// When it was done.
  public var ended: Double

  /// Both moments.
  public init(began: Double, ended: Double) {
    self.began = began
    self.ended = ended
  }

  /// By how much the clock is ahead of the asking one, at least and at most; nil when a clock was set meanwhile.
  ///
  /// The answer began after it was asked for and ended before it arrived, so the way there widens one bound and the
  /// way back the other; how long the node worked in between does not matter.
  public func offset(askedAt: Timestamp, answeredAt: Timestamp) -> ClosedRange<Double>? {
    let least = ended - answeredAt.seconds
    let most = began - askedAt.seconds
    return least <= most ? least...most : nil
  }
}
