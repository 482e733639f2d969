/// What is: the whole cluster as one round of surveys saw it.
public struct Inventory: Hashable, Sendable, Codable {
  /// Name of the cluster; the node's name for a node without one.
  public var clusterName: String
  /// Votes and quorum.
  public var quorum: Quorum
  /// Nodes in order of their names.
  public var nodes: [Node]
  /// Guests in order of their ids.
  public var guests: [Guest]
  /// Proxmox Backup Servers.
  public var backupServers: [BackupServer]
  /// Rules of the HA stack about where guests run.
  public var affinities: [Affinity]
  /// When the last answer came in.
  public var takenAt: Timestamp

  /// An inventory; lists are sorted here, so that equal clusters are equal values.
  public init(
    clusterName: String, quorum: Quorum, nodes: [Node], guests: [Guest], backupServers: [BackupServer] = [],
    affinities: [Affinity] = [], takenAt: Timestamp
  ) {
    self.clusterName = clusterName
    self.quorum = quorum
    self.nodes = nodes.sorted { $0.name < $1.name }
    self.guests = guests.sorted { $0.id < $1.id }
    self.backupServers = backupServers
    self.affinities = affinities
    self.takenAt = takenAt
  }

  /// The node of that name.
  public func node(_ name: NodeName) -> Node? { nodes.first { $0.name == name } }

  /// The guest of that id.
  public func guest(_ id: GuestID) -> Guest? { guests.first { $0.id == id } }

  /// Guests whose place is that node, in order of id.
  public func guests(on node: NodeName) -> [Guest] {
    // By place: a guest is large, and most of them need not be copied.
    guests.indices.filter { guests[$0].node == node }.map { guests[$0] }
  }

  /// Guests whose home by that map is the node, and whose place is another one, in order of id.
  public func guests(of node: NodeName, awayBy homes: [GuestID: NodeName]) -> [Guest] {
    let belonging = Set(homes.lazy.filter { $0.value == node }.map(\.key))
    return guests.indices.filter { guests[$0].node != node && belonging.contains(guests[$0].id) }.map { guests[$0] }
  }
}

/// Votes as corosync counts them.
public struct Quorum: Hashable, Sendable, Codable {
  /// Whether the answering partition may write.
  public var isQuorate: Bool
  /// Votes present.
  public var votes: Int
  /// Votes when all are present.
  public var expected: Int
  /// Votes needed.
  public var needed: Int
  /// Votes of nodes that have another number of them than one.
  public var unequalVotes: [NodeName: Int]
  /// Votes that the QDevice casts now; nil without one.
  public var deviceVotes: Int?

  /// Votes present, expected and needed; one for each node unless said otherwise.
  public init(
    isQuorate: Bool, votes: Int, expected: Int, needed: Int, unequalVotes: [NodeName: Int] = [:],
    deviceVotes: Int? = nil
  ) {
    self.isQuorate = isQuorate
    self.votes = votes
    self.expected = expected
    self.needed = needed
    self.unequalVotes = unequalVotes
    self.deviceVotes = deviceVotes
  }

  /// Votes of a node.
  public func votes(of node: NodeName) -> Int { unequalVotes[node] ?? 1 }
}

/// A Proxmox Backup Server as one survey saw it.
public struct BackupServer: Hashable, Sendable, Codable {
  /// One datastore.
  public struct Datastore: Hashable, Sendable, Codable {
    /// Name of the datastore.
    public var name: String
    /// Bytes used and in all.
    public var capacity: Capacity

    /// A datastore by name and capacity.
    public init(name: String, capacity: Capacity) {
      self.name = name
      self.capacity = capacity
    }
  }

  /// Name as configured.
  public var name: String
  /// Address by which it is reached.
  public var address: String
  /// Whether it answered the survey.
  public var isOnline: Bool
  /// Version of proxmox-backup-server.
  public var version: String
  /// Release of the running kernel.
  public var kernel: String
  /// Release of the kernel that the next boot will start.
  public var bootKernel: String
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
  /// Datastores.
  public var datastores: [Datastore]
  /// End of the newest good backup, where the task list tells.
  public var lastBackup: Timestamp?
  /// Result of the newest verification, such as `OK`, where the task list tells.
  public var lastVerify: String?
  /// What was wrong or could not be read, in sentences.
  public var problems: [String]

  /// A backup server of which only name and address are known yet.
  public init(name: String, address: String) {
    self.name = name
    self.address = address
    isOnline = false
    version = ""
    kernel = ""
    bootKernel = ""
    uptimeSeconds = 0
    cores = 0
    load = []
    memory = Capacity(usedBytes: 0, totalBytes: 0)
    updates = PendingUpdates()
    datastores = []
    lastBackup = nil
    lastVerify = nil
    problems = []
  }

  /// Whether another kernel than the running one would boot.
  public var needsReboot: Bool { isOnline && !bootKernel.isEmpty && kernel != bootKernel }
}
