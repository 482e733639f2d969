import Cluster
import Remote

/// Identifies a command that was started on a simulated host.
public struct ProcessID: Hashable, Sendable {
  let rawValue: Int
}

/// A simulated Proxmox VE cluster. It gets shell command lines and answers as the real programs do, on virtual time.
///
/// Everything happens in one thread, in the order of an event heap, with randomness from the seed alone: the same
/// orders at the same times give the same answers, to the byte. Whoever owns the cluster serialises access.
/// - Source: facts/pve.md, above all 15.
public final class SimulatedCluster {
  /// Whether a host's sshd answers.
  public enum Port: String, Sendable {
    /// It answers.
    case open
    /// Connections are refused.
    case closed
    /// Nothing answers: the host is off, boots or hangs.
    case silent
  }

  /// The two streams of a command.
  public enum Stream: Sendable {
    /// Standard output.
    case output
    /// Standard error.
    case errors
  }

  let herd: Herd
  let startedAt: Timestamp
  let files: ClusterFiles
  /// Members of the cluster and backup servers.
  private(set) var nodes: [SimulatedNode] = []
  /// Members of the cluster.
  private(set) var members: [SimulatedNode] = []
  var random: SeededRandom
  var ledger = Ledger()
  var hooks = FaultHooks()
  private(set) lazy var ceph = herd.cephFlags.map { SimulatedCeph(self, flags: $0) }
  /// Monitoring that watches the guests.
  public private(set) lazy var monitor = SimulatedMonitor(self)
  private(set) lazy var manager = AvailabilityManager(self)
  /// Patterns that tools have read.
  let matchers = LineMatchers()
  private var heap = EventHeap()
  private var channels: [ProcessID: Channel] = [:]
  /// Programs that were parsed before; the same lines come again and again.
  let programs = ShellPrograms()
  private var lastProcess = 0
  private var areFaultsOver = false

  /// Virtual seconds since the start.
  public private(set) var now: Double = 0

  /// Told when a host's port changes.
  public var onPortChange: ((String, Port) -> Void)?

  private struct Channel {
    var host: String
    var end: (CommandResult.Exit) -> Void
    var output: ChannelSink
    var errors: ChannelSink
  }

  /// A cluster as `herd` describes it, at the moment `startedAt`.
  public init(herd: Herd, seed: UInt64, startedAt: Timestamp, faults: [Fault] = []) {
    self.herd = herd
    self.startedAt = startedAt
    random = SeededRandom(seed: seed)
    let clock = Moment(startedAt: startedAt)
    files = ClusterFiles(now: { clock.epoch })
    moment = clock
    memoryUses = Dictionary(herd.guests.map { ($0.id.rawValue, $0.memoryUse) }, uniquingKeysWith: { $1 })
    for (index, node) in herd.nodes.enumerated() { members.append(SimulatedNode(node, id: index + 1, in: self)) }
    nodes = members + herd.backupServers.map { SimulatedNode($0, in: self) }
    HerdSetup.fill(self)
    files.onMove = { [unowned self] id, from, to in self.guestMoved(id, from: from, to: to) }
    for fault in faults { fault.install(in: self) }
    manager.begin()
  }

  private let moment: Moment
  private let memoryUses: [Int: Double]

  /// The present, shared with files that need a time stamp before the cluster is complete.
  private final class Moment {
    let startedAt: Timestamp
    var now = 0.0
    init(startedAt: Timestamp) { self.startedAt = startedAt }
    var epoch: Double { startedAt.seconds + now }
  }

  /// Seconds since the Unix epoch.
  var epochNow: Double { moment.epoch }

  /// The present moment.
  var timestamp: Timestamp { startedAt + now }

  /// Time of the next event; nil when nothing is scheduled.
  public var nextEventAt: Double? { heap.nextTime }

  /// Runs every event that is due by then, in order, and sets the time.
  public func advance(to seconds: Double) {
    while let (time, action) = heap.take(dueBy: seconds) {
      set(time: max(time, now))
      action()
    }
    set(time: max(seconds, now))
  }

  private func set(time: Double) {
    now = time
    moment.now = time
  }

  /// Runs `action` so many seconds from now, in the order of time with everything else that happens.
  public func after(_ seconds: Double, _ action: @escaping () -> Void) { heap.add(at: now + max(seconds, 0), action) }

  /// Runs `action` so many seconds after the start, unless the faults are over by then.
  func strike(at seconds: Double, _ action: @escaping () -> Void) {
    after(seconds - now) { [unowned self] in
      guard !areFaultsOver else { return }
      ledger.disturbedAt = now
      action()
    }
  }

  /// No further fault begins; those under way take their course.
  public func endFaults() { areFaultsOver = true }

  /// A duration with the herd's jitter.
  func varied(_ seconds: Double) -> Double {
    let jitter = herd.durations.jitter
    return seconds * (1 - jitter + 2 * jitter * random.fraction())
  }

  /// Names of all hosts, backup servers last.
  public var hosts: [String] { nodes.map(\.name) }

  /// The host of that name.
  func node(_ name: String) -> SimulatedNode? { nodes.first { $0.name == name } }

  /// Whether a host's sshd answers; an unknown host never does.
  public func port(of host: String) -> Port { node(host)?.port ?? .silent }

  /// Runs a command line by a host's shell as far as it can go now; it may end at once. On a host that does not
  /// answer it ends without a status.
  public func start(
    _ line: String, on host: String, write: @escaping (Stream, [UInt8]) -> Void,
    end: @escaping (CommandResult.Exit) -> Void
  ) -> ProcessID {
    lastProcess += 1
    let id = ProcessID(rawValue: lastProcess)
    guard let node = node(host), node.port == .open else {
      end(.none)
      return id
    }
    let spoiled = hooks.spoiler(of: host, at: now).map { Spoiled($0) }
    let output = ChannelSink { if let spoiled { spoiled.bytes += $0 } else { write(.output, $0) } }
    let errors = ChannelSink { write(.errors, $0) }
    channels[id] = Channel(host: host, end: end, output: output, errors: errors)
    let streams = Streams(output: output, errors: errors)
    if let greeting = hooks.greetings[host] {
      _ = output.write(Array(greeting.output.utf8))
      _ = errors.write(Array(greeting.errors.utf8))
    }
    if Secret.isIn(line) { ledger.deeds.secretsShown.append("sh on \(host)") }
    let environment = ["PATH": "/usr/bin:/bin", "HOME": "/root", "USER": "root", "PWD": "/root"]
    node.launch(["sh", "-c", line], environment: environment, streams: streams, group: ProcessGroup()) {
      [weak self] exit in
      guard let self else { return }
      channels[id] = nil
      guard output.isOpen else { return }
      guard let spoiled else { return end(exit) }
      guard let answer = spoiled.spoil(spoiled.bytes, &random) else { return }
      write(.output, answer.output)
      end(answer.exit)
    }
    return id
  }

  /// Output that a fault takes in hand before anyone gets it.
  private final class Spoiled {
    let spoil: FaultHooks.Spoiler
    var bytes: [UInt8] = []
    init(_ spoil: @escaping FaultHooks.Spoiler) { self.spoil = spoil }
  }

  /// Every connection to a host breaks; whoever waits for an answer hears of it, and what runs there runs on until it
  /// writes.
  func dropConnections(to host: String) {
    for id in channels.keys.filter({ channels[$0]?.host == host }).sorted(by: { $0.rawValue < $1.rawValue }) {
      let end = channels[id]?.end
      disconnect(id)
      end?(.none)
    }
  }

  /// The channel closed. Nobody reads any more: what writes dies of it, what is detached lives on.
  /// - Source: facts/pve.md 1.3.
  public func disconnect(_ id: ProcessID) {
    guard let channel = channels.removeValue(forKey: id) else { return }
    channel.output.isOpen = false
    channel.errors.isOpen = false
  }

  func recordRefused(_ line: String) {
    ledger.commandsRefused.append(line)
  }

  // MARK: Votes

  /// Votes that corosync counts now.
  var votes: Int { members.count { $0.isMember } + deviceVotes }

  /// Votes that the QDevice casts now.
  var deviceVotes: Int { herd.hasQDevice && !hooks.isDeviceSilent ? 1 : 0 }

  /// Votes needed.
  var votesNeeded: Int { (members.count + (herd.hasQDevice ? 1 : 0)) / 2 + 1 }

  // MARK: Guests

  /// A guest's service ended.
  func guestWentDown(_ id: Int) {
    guard ledger.guestWentDown(id, at: now) else { return }
    monitor.guestWentDown(id)
  }

  private func guestMoved(_ id: Int, from: String, to: String) {
    ledger.guests[id]?.moves += 1
  }

  /// Name of a guest as lists show it.
  func name(of id: Int) -> String {
    guard let place = files.places[id], let configuration = files.configuration(id) else { return "" }
    switch place.kind {
    case .container: return (configuration["hostname"] ?? "CT\(id)").filter { !$0.isWhitespace }
    case .machine: return configuration["name"] ?? "VM \(id)"
    }
  }

  /// Memory a guest may use, in bytes.
  func memory(of id: Int) -> Int64 {
    let mebibytes = files.configuration(id)?["memory"].flatMap { Int64($0) } ?? 512
    return mebibytes << 20
  }

  /// Part of its memory that a guest uses, 0 to 1.
  func memoryUse(of id: Int) -> Double { memoryUses[id] ?? 0.6 }

  /// The node on which a guest runs, wherever its configuration lies.
  func runningNode(of id: Int) -> SimulatedNode? { members.first { $0.running[id]?.isIncoming == false } }
}
