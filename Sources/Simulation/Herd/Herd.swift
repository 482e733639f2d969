import Cluster

/// A cluster to simulate, as plain data: what is there at the start, and how long things take.
public struct Herd: Hashable, Sendable, Codable {
  /// Name of the cluster.
  public var name: String
  /// Members of the cluster.
  public var nodes: [Node]
  /// Proxmox Backup Servers.
  public var backupServers: [BackupServer]
  /// Containers and machines.
  public var guests: [Guest]
  /// Storages of the cluster's configuration.
  public var storages: [Storage]
  /// Guests that the HA stack manages, with the state asked for, such as `started`.
  public var managed: [GuestID: String]
  /// Rules of the HA stack about where its guests run, labelled `HA rule NAME` or `HA group NAME`.
  public var affinities: [Affinity] = []
  /// PCI devices that are mapped, by name.
  public var mappings: [String: Mapping] = [:]
  /// Pools of guests that are in one.
  public var pools: [GuestID: String] = [:]
  /// Whether a QDevice has a vote.
  public var hasQDevice = false
  /// Flags of the Ceph cluster that all nodes carry; nil without Ceph.
  public var cephFlags: Set<String>?
  /// Backup jobs of the cluster, all switched on.
  public var backupJobs: [String] = []
  /// How long things take.
  public var durations: Durations

  /// A herd.
  public init(
    name: String, nodes: [Node], backupServers: [BackupServer] = [], guests: [Guest], storages: [Storage],
    managed: [GuestID: String] = [:], durations: Durations = Durations()
  ) {
    self.name = name
    self.nodes = nodes
    self.backupServers = backupServers
    self.guests = guests
    self.storages = storages
    self.managed = managed
    self.durations = durations
  }

  /// A name for one device on each of some nodes.
  public struct Mapping: Hashable, Sendable, Codable {
    /// Nodes that have such a device.
    public var nodes: [NodeName]
    /// Whether a running machine may take it along.
    public var isLive: Bool

    /// A mapping.
    public init(nodes: [NodeName], isLive: Bool) {
      self.nodes = nodes
      self.isLive = isLive
    }
  }

  /// What every host has, member of the cluster or not.
  public struct Machine: Hashable, Sendable, Codable {
    /// Release of the running kernel.
    public var kernel: String
    /// Releases of all installed kernels, the running one included.
    public var kernels: [String]
    /// Release that the boot loader is told to start, if one.
    public var pinnedKernel: String?
    /// Logical processors.
    public var cores: Int
    /// Main memory in bytes.
    public var memoryBytes: Int64
    /// Packages that an upgrade would install.
    public var pending: [Package]
    /// Seconds since its last boot.
    public var uptimeSeconds: Double
    /// Whether kexec-tools is installed.
    public var hasKexec = false
    /// Model of the processors.
    public var processor = "Intel(R) Core(TM) i7-8700T CPU @ 2.40GHz"

    /// A host's hardware and software.
    public init(
      kernel: String, kernels: [String], pinnedKernel: String? = nil, cores: Int = 8, memoryBytes: Int64 = 64 << 30,
      pending: [Package] = [], uptimeSeconds: Double = 1_209_600
    ) {
      self.kernel = kernel
      self.kernels = kernels
      self.pinnedKernel = pinnedKernel
      self.cores = cores
      self.memoryBytes = memoryBytes
      self.pending = pending
      self.uptimeSeconds = uptimeSeconds
    }
  }

  /// One member of the cluster.
  public struct Node: Hashable, Sendable, Codable {
    /// Its name.
    public var name: NodeName
    /// Its address.
    public var address: String
    /// Hardware and software.
    public var machine: Machine
    /// Version of pve-manager.
    public var version: String
    /// Device nodes beside the usual ones.
    public var devices: [String]
    /// Network bridges.
    public var bridges: [String]
    /// Folders and hook scripts beside the usual ones, as configurations of guests name them.
    public var paths: [String] = []

    /// A member.
    public init(
      name: NodeName, address: String, machine: Machine, version: String = "8.4.1", devices: [String] = [],
      bridges: [String] = ["vmbr0"]
    ) {
      self.name = name
      self.address = address
      self.machine = machine
      self.version = version
      self.devices = devices
      self.bridges = bridges
    }
  }

  /// One Proxmox Backup Server.
  public struct BackupServer: Hashable, Sendable, Codable {
    /// Its host name.
    public var name: String
    /// Its address.
    public var address: String
    /// Hardware and software.
    public var machine: Machine
    /// Version of proxmox-backup-server.
    public var version: String
    /// Datastores with what they hold.
    public var datastores: [Storage]

    /// A backup server.
    public init(name: String, address: String, machine: Machine, version: String, datastores: [Storage]) {
      self.name = name
      self.address = address
      self.machine = machine
      self.version = version
      self.datastores = datastores
    }
  }

  /// One storage of `storage.cfg`, or one datastore.
  public struct Storage: Hashable, Sendable, Codable {
    /// Its id.
    public var name: String
    /// Plugin type.
    public var type: String
    /// Whether all nodes see the same content.
    public var isShared: Bool
    /// Bytes in all.
    public var totalBytes: Int64
    /// Bytes in use.
    public var usedBytes: Int64
    /// Kinds of content.
    public var content: String
    /// Further lines of its section in `storage.cfg`.
    public var options: [String]

    /// A storage.
    public init(
      name: String, type: String, isShared: Bool, totalBytes: Int64, usedBytes: Int64, content: String,
      options: [String] = []
    ) {
      self.name = name
      self.type = type
      self.isShared = isShared
      self.totalBytes = totalBytes
      self.usedBytes = usedBytes
      self.content = content
      self.options = options
    }
  }

  /// One package that an upgrade would install.
  public struct Package: Hashable, Sendable, Codable {
    /// Its name.
    public var name: String
    /// Installed version; nil for a new package.
    public var installed: String?
    /// Version to come.
    public var available: String
    /// Where it comes from, as apt prints it: `Debian-Security:12/oldstable-security`.
    public var origin: String
    /// `amd64` or `all`.
    public var architecture: String
    /// Release of the kernel in it, if it holds one.
    public var kernel: String?
    /// Bytes to download.
    public var bytes: Int64

    /// A package.
    public init(
      _ name: String, from installed: String?, to available: String, origin: String, architecture: String = "amd64",
      kernel: String? = nil, bytes: Int64 = 1 << 20
    ) {
      self.name = name
      self.installed = installed
      self.available = available
      self.origin = origin
      self.architecture = architecture
      self.kernel = kernel
      self.bytes = bytes
    }
  }

  /// One container or machine.
  public struct Guest: Hashable, Sendable, Codable {
    /// Its id.
    public var id: GuestID
    /// Container or machine.
    public var kind: Cluster.Guest.Kind
    /// The node it starts on.
    public var node: NodeName
    /// Whether it runs at the start.
    public var isRunning: Bool
    /// Its configuration file, line by line.
    public var configuration: [String]
    /// Part of its memory in use, 0 to 1.
    public var memoryUse: Double

    /// A guest.
    public init(
      id: GuestID, kind: Cluster.Guest.Kind, node: NodeName, isRunning: Bool, configuration: [String],
      memoryUse: Double = 0.6
    ) {
      self.id = id
      self.kind = kind
      self.node = node
      self.isRunning = isRunning
      self.configuration = configuration
      self.memoryUse = memoryUse
    }
  }
}
