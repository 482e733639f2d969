import Cluster

/// What `status --json` prints. Scripts rely on every name in it: fields may be added, none renamed.
///
/// Fields that are optional here are additions by which a saved report can be planned on like the cluster itself.
struct StatusReport: Hashable, Sendable, Codable {
  static let schemaName = "herdmon/status/1"

  var schema = StatusReport.schemaName
  var time: Timestamp
  var cluster: Votes
  var nodes: [NodeStatus]
  var backupServers: [BackupServerStatus]
  var guests: [GuestStatus]
  var affinities: [AffinityStatus]?

  struct Votes: Hashable, Sendable, Codable {
    var name: String
    var quorate: Bool
    var votes: Int
    var expected: Int
    var needed: Int
    var device: Int?
  }

  /// Bytes.
  struct Usage: Hashable, Sendable, Codable {
    var used: Int64
    var total: Int64
  }

  struct Count: Hashable, Sendable, Codable {
    var running: Int
    var total: Int
  }

  struct GuestCounts: Hashable, Sendable, Codable {
    var ct: Count
    var vm: Count
  }

  /// Null counts are not known, for the reason in `unread`.
  struct Updates: Hashable, Sendable, Codable {
    @OrNull var pending: Int?
    @OrNull var security: Int?
    var removals: [String]?
    var kernel: String?
    var unread: String?
  }

  struct NodeStatus: Hashable, Sendable, Codable {
    var name: NodeName
    var address: String
    var online: Bool
    var version: String
    var kernel: String
    var bootKernel: String
    @OrNull var bootId: BootID?
    var uptimeSeconds: Double
    var cores: Int
    var load: [Double]
    var memory: Usage
    var guests: GuestCounts
    var updates: Updates
    var rebootNeeded: Bool
    @OrNull var rebootReason: String?
    var maintenance: Bool
    var problems: [String]
    var kernelPinned: Bool?
    var storages: [StorageStatus]?
    var tasks: [RunningTask]?
    var queuedJobs: [String]?
    var bridges: [String]?
    var devices: [String]?
    var mappings: [String]?
    var paths: [String]?
    var processor: String?
    var cephFlags: [String]?
    var backupJobs: [String]?
    var inCluster: Bool?
    var unread: [Node.Fact: String]?
  }

  struct StorageStatus: Hashable, Sendable, Codable {
    var name: String
    var type: String
    var active: Bool
    var shared: Bool
    var used: Int64
    var total: Int64
  }

  struct DatastoreStatus: Hashable, Sendable, Codable {
    var name: String
    var used: Int64
    var total: Int64
  }

  struct BackupServerStatus: Hashable, Sendable, Codable {
    var name: String
    var online: Bool
    var version: String
    var kernel: String
    var uptimeSeconds: Double
    var updates: Updates
    var rebootNeeded: Bool
    var datastores: [DatastoreStatus]
    @OrNull var lastBackup: Timestamp?
    var address: String?
    var bootKernel: String?
    var lastVerify: String?
    var problems: [String]?
  }

  struct GuestStatus: Hashable, Sendable, Codable {
    var id: GuestID
    var type: Guest.Kind
    var name: String
    var node: NodeName
    var home: NodeName
    var status: Guest.Status
    @OrNull var lock: String?
    var memory: Int64
    var tags: [String]
    @OrNull var ha: String?
    var policy: String
    var blockers: [BlockerReport]
    var pool: String?
    var template: Bool?
    var cores: Int?
    var startsAtBoot: Bool?
    var startup: StartupStatus?
    var privileged: Bool?
    var devices: [String]?
    var disks: [DiskStatus]?
    var passthrough: [String]?
    var bridges: [String]?
    var snapshots: Bool?
    var mappings: [String]?
    var paths: [String]?
    var seesProcessor: Bool?
    var memoryUsed: Int64?
  }

  struct StartupStatus: Hashable, Sendable, Codable {
    var order: Int?
    var up: Int?
    var down: Int?
  }

  struct DiskStatus: Hashable, Sendable, Codable {
    enum Backing: String, Sendable, Codable { case volume, path, image, drive }

    var key: String
    var backing: Backing
    var storage: String?
    var path: String?
    var shared: Bool?
    var size: Int64?
  }

  /// A rule of the HA stack about where its guests run.
  struct AffinityStatus: Hashable, Sendable, Codable {
    enum Wish: String, Sendable, Codable { case nodes, together, apart }

    var name: String
    var wish: Wish
    var nodes: [NodeName: Int]?
    var strict: Bool
    var guests: [GuestID]
  }
}
