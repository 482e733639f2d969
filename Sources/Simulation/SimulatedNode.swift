import Cluster
import Remote

/// One simulated host: a member of the cluster or a backup server.
final class SimulatedNode {
  enum Kind {
    case cluster, backup
  }

  /// - Source: facts/pve.md 8.1, 15.6.
  enum Phase {
    /// All is up. → `.stopping` on a reboot, `.down` on a crash.
    case running
    /// A reboot is queued; sshd answers, starts are refused. → `.down`
    case stopping
    /// Off or before sshd. → `.booting`
    case down
    /// sshd answers, the cluster's services come up. → `.running`
    case booting
  }

  /// A guest's life on this node.
  struct RunningGuest {
    var pid: Int
    var since: Double
    /// QEMU version of its cold start; a machine can't move to an older one.
    var machineVersion: String
    /// The waiting end of a live move.
    var isIncoming = false
    var isStopping = false
  }

  unowned let cluster: SimulatedCluster
  let name: String
  let address: String
  let kind: Kind
  let id: Int
  let version: String
  let machine: Herd.Machine
  let bridges: [String]
  private(set) lazy var files = NodeFiles(node: self)
  var packages: PackageState
  var phase = Phase.running
  var port = SimulatedCluster.Port.open {
    didSet { if port != oldValue { cluster.onPortChange?(name, port) } }
  }
  /// Counts boots, so that what was scheduled before one does not happen after it.
  var incarnation = 0
  var bootID = ""
  var bootedAt: Double
  var kernel: String
  /// The kernel that kexec has loaded, and that the next restart starts without the firmware.
  var directKernel: String?
  var hasClusterFiles: Bool
  var isMember: Bool { didSet { if isMember != oldValue { memberChangedAt = cluster.now } } }
  /// When it last came into the cluster or fell out of it.
  private(set) var memberChangedAt = 0.0
  /// Set from an order to go down until it is down.
  var isOrderedDown = false
  /// Set while it is down and will not boot by itself.
  var isLost = false
  var hasStorages = true
  /// pve-guests.service: `activating` while startall runs.
  var guestService = "active"
  var running: [Int: RunningGuest] = [:]
  var processes: [Int: Process] = [:]
  var units: [String: TransientUnit] = [:]
  /// Daemons beside those of Proxmox, and whether they are active; a boot starts them.
  var daemons: [String: Bool] = [:]
  var tasks: [WorkerTask] = []
  var fileLocks: [String: WorkerTask] = [:]
  var containerMoves = 0
  /// Containers whose configuration a migration away from here has locked.
  var leavingContainers: Set<Int> = []
  var machineMoves = 0
  /// Times of the last SSH handshakes, for sshd's MaxStartups.
  var handshakes: [Double] = []
  private var lastPID: Int

  convenience init(_ node: Herd.Node, id: Int, in cluster: SimulatedCluster) {
    self.init(
      cluster, name: node.name.rawValue, address: node.address, kind: .cluster, id: id, version: node.version,
      machine: node.machine, bridges: node.bridges)
    for device in node.devices { files.tree.place(device, .device(.characterDevice), mode: 0o660) }
  }

  convenience init(_ server: Herd.BackupServer, in cluster: SimulatedCluster) {
    self.init(
      cluster, name: server.name, address: server.address, kind: .backup, id: 0, version: server.version,
      machine: server.machine, bridges: [])
  }

  private init(
    _ cluster: SimulatedCluster, name: String, address: String, kind: Kind, id: Int, version: String,
    machine: Herd.Machine, bridges: [String]
  ) {
    self.cluster = cluster
    self.name = name
    self.address = address
    self.kind = kind
    self.id = id
    self.version = version
    self.machine = machine
    self.bridges = bridges
    packages = PackageState(machine.pending)
    kernel = machine.kernel
    bootedAt = -machine.uptimeSeconds
    hasClusterFiles = kind == .cluster
    isMember = kind == .cluster
    lastPID = 1000 + Int(cluster.random.next() % 30000)
    bootID = SimulatedNode.bootID(&cluster.random)
    NodeTree.fill(self)
  }

  static func bootID(_ random: inout SeededRandom) -> String {
    [8, 4, 4, 4, 12].map { random.hex($0) }.joined(separator: "-")
  }

  var durations: Durations { cluster.herd.durations }

  /// Seconds by which its clock is ahead.
  var clockOffset: Double { cluster.hooks.clockOffsets[name] ?? 0 }

  /// The moment as its clock shows it.
  var timestamp: Timestamp { cluster.timestamp + clockOffset }

  var uptime: Double { cluster.now - bootedAt }

  /// Whether this node's partition may write.
  var isQuorate: Bool {
    kind == .cluster && hasClusterFiles && isMember && cluster.votes >= cluster.votesNeeded
  }

  /// Memory in use, in bytes: the node's own and its running guests'.
  var memoryUsed: Int64 {
    let guests = running.keys.reduce(Int64(0)) { sum, id in
      sum + Int64(Double(cluster.memory(of: id)) * cluster.memoryUse(of: id))
    }
    return min(machine.memoryBytes, (2 << 30) + guests)
  }

  func nextPID() -> Int {
    lastPID += 1 + Int(cluster.random.next() % 7)
    return lastPID
  }

  /// Runs `action` later, unless the node has gone down by then.
  func after(_ seconds: Double, _ action: @escaping () -> Void) {
    let incarnation = self.incarnation
    cluster.after(seconds) { [unowned self] in
      if self.incarnation == incarnation { action() }
    }
  }

  /// Starts a program.
  func launch(
    _ words: [String], environment: [String: String], streams: Streams, group: ProcessGroup,
    done: @escaping (CommandResult.Exit) -> Void
  ) {
    let process = Process(
      pid: nextPID(), words: words, environment: environment, streams: streams, group: group, node: self, done: done)
    processes[process.pid] = process
    guard let program = Programs.find(words[0], on: self) else {
      cluster.recordRefused(words.joined(separator: " "))
      return process.fail("sh: 1: \(words[0]): not found", status: 127)
    }
    program(process)
  }
}
