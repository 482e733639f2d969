/// A container or a virtual machine, as the cluster's configuration and its node tell of it.
public struct Guest: Hashable, Sendable, Codable, Identifiable {
  /// The two kinds of guest of Proxmox VE.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// A container (CT), driven by `pct`.
    case container = "ct"
    /// A virtual machine (VM), driven by `qm`.
    case machine = "vm"

    /// The tool that drives guests of this kind.
    public var tool: String { self == .container ? "pct" : "qm" }
  }

  /// Whether a guest runs.
  public enum Status: String, Sendable, Codable {
    /// It runs (a paused machine counts as running: it holds its memory and its place).
    case running
    /// It does not run.
    case stopped
    /// Its node did not say.
    case unknown
  }

  /// Startup order of `startup: order=…,up=…,down=…`.
  public struct Startup: Hashable, Sendable, Codable {
    /// Place in the order; nil stands after all numbers.
    public var order: Int?
    /// Seconds to wait after its start.
    public var upSeconds: Int?
    /// Seconds it may take to shut down.
    public var downSeconds: Int?

    /// An order as configured; every part may be missing.
    public init(order: Int? = nil, upSeconds: Int? = nil, downSeconds: Int? = nil) {
      self.order = order
      self.upSeconds = upSeconds
      self.downSeconds = downSeconds
    }
  }

  /// One disk, mount point or drive of a guest.
  public struct Disk: Hashable, Sendable, Codable {
    /// What stands behind it.
    public enum Backing: Hashable, Sendable, Codable {
      /// A volume on the storage of that name.
      case volume(storage: String)
      /// A directory of the node itself, bound in; `shared` is the operator's word that it is the same on every node.
      case hostPath(String, shared: Bool)
      /// An ISO image in a drive, on the storage of that name.
      case image(storage: String)
      /// The node's own optical drive.
      case hostDrive
    }

    /// Its key in the configuration, such as `rootfs`, `mp0`, `scsi1`.
    public var key: String
    /// What stands behind it.
    public var backing: Backing
    /// Size in bytes, where the configuration tells.
    public var sizeBytes: Int64?

    /// A disk by its key, what stands behind it, and its size in bytes.
    public init(key: String, backing: Backing, sizeBytes: Int64? = nil) {
      self.key = key
      self.backing = backing
      self.sizeBytes = sizeBytes
    }
  }

  /// Unique number in the cluster.
  public var id: GuestID
  /// Container or virtual machine.
  public var kind: Kind
  /// Name as configured, or `CT 101`, `VM 201`. Hostile input: never part of a command line.
  public var name: String
  /// The node whose configuration directory holds the guest.
  public var node: NodeName
  /// Whether it runs.
  public var status: Status
  /// Lock word such as `backup` or `migrate`.
  public var lock: String?
  /// Whether it is a template, which never starts.
  public var isTemplate: Bool
  /// Memory it may use, in bytes.
  public var memoryBytes: Int64
  /// Memory it uses, in bytes, where that is told.
  public var memoryUsedBytes: Int64?
  /// Cores it may use; nil for no limit.
  public var cores: Int?
  /// Whether its node starts it at boot.
  public var startsAtBoot: Bool
  /// Startup order.
  public var startup: Startup
  /// Tags in the order of the configuration.
  public var tags: [String]
  /// Resource pool that it is in, if one.
  public var pool: String?
  /// UUID of a machine's mainboard, in lower case.
  public var hardwareID: String?
  /// Hardware addresses of its network cards, in lower case.
  public var hardwareAddresses: [String]
  /// State requested of the HA stack, when the guest is HA-managed.
  public var haState: String?
  /// State in which the HA stack has it, such as `started`, `migrate`, `error`, when it is HA-managed.
  public var haServiceState: String?
  /// A privileged container: `unprivileged` absent or 0. Always false for a machine.
  public var isPrivileged: Bool
  /// Device nodes that a container needs (`devN:`), as paths on the node.
  public var devices: [String]
  /// Disks, mount points and drives.
  public var disks: [Disk]
  /// Keys of hardware passed through that pins a running machine to its node, such as `hostpci0`, `usb0`.
  public var passthrough: [String]
  /// Names of mapped devices that it uses and that may move live, from one node's device to another's.
  public var mappings: [String]
  /// What else has to be on the node where it runs: paths of the node as its raw lines name them, and the volume of its
  /// hook script. Directories that are bound in are among the disks.
  public var paths: [String]
  /// Whether it is a machine that sees the processor of its node (`cpu: host`).
  public var seesProcessor: Bool
  /// Network bridges it needs.
  public var bridges: [String]
  /// Whether its configuration has snapshots.
  public var hasSnapshots: Bool

  /// A guest; all but its identity has a plain default.
  public init(
    id: GuestID, kind: Kind, name: String, node: NodeName, status: Status = .stopped, lock: String? = nil,
    isTemplate: Bool = false, memoryBytes: Int64 = 512 << 20, cores: Int? = nil, startsAtBoot: Bool = false,
    startup: Startup = Startup(), tags: [String] = [], haState: String? = nil, isPrivileged: Bool = false,
    devices: [String] = [], disks: [Disk] = [], passthrough: [String] = [], bridges: [String] = [],
    hasSnapshots: Bool = false
  ) {
    self.id = id
    self.kind = kind
    self.name = name
    self.node = node
    self.status = status
    self.lock = lock
    self.isTemplate = isTemplate
    self.memoryBytes = memoryBytes
    self.memoryUsedBytes = nil
    self.cores = cores
    self.startsAtBoot = startsAtBoot
    self.startup = startup
    self.tags = tags
    self.pool = nil
    self.hardwareID = nil
    self.hardwareAddresses = []
    self.haState = haState
    self.haServiceState = nil
    self.isPrivileged = isPrivileged
    self.devices = devices
    self.disks = disks
    self.passthrough = passthrough
    self.mappings = []
    self.paths = []
    self.seesProcessor = false
    self.bridges = bridges
    self.hasSnapshots = hasSnapshots
  }

  /// How messages name it: `ct/101 plex`.
  public var label: String { "\(kind.rawValue)/\(id) \(name)" }

  /// All paths and volumes that have to be on the node where it runs, besides devices and its own volumes.
  public var pathsNeeded: [String] {
    disks.compactMap { disk in
      if case .hostPath(let path, shared: true) = disk.backing { path } else { nil }
    } + paths
  }
}
