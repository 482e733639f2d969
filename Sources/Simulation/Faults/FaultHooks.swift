import Cluster
import Remote

/// Places where the simulated world asks whether something goes wrong now. Faults add answers.
struct FaultHooks {
  /// What becomes of an answer: other bytes with another exit, or nil when it never comes.
  typealias Spoiler = ([UInt8], inout SeededRandom) -> (output: [UInt8], exit: CommandResult.Exit)?

  /// Answers that are given instead of others, each from a moment on and so often.
  struct Answers {
    private var planned: [(from: Double, times: Int, answer: SimulatedMonitor.Answer)] = []

    mutating func plan(from: Double, times: Int, _ answer: SimulatedMonitor.Answer) {
      planned.append((from, times, answer))
    }

    /// What is answered now; nil if that is not decided here.
    mutating func take(at now: Double) -> SimulatedMonitor.Answer? {
      guard let index = planned.firstIndex(where: { $0.from <= now && $0.times > 0 }) else { return nil }
      planned[index].times -= 1
      return planned[index].answer
    }
  }

  private struct Spoiling {
    var host: String
    var from: Double
    var times: Int
    var spoil: Spoiler
  }

  var moveRefusals: [(Int, SimulatedNode, SimulatedNode) -> String?] = []
  var moveFailures: [(Int, MigrationFails.Stage) -> Bool] = []
  var startRefusals: [(Int, SimulatedNode) -> String?] = []
  var shutdownIgnorers: [(Int) -> Bool] = []
  var hangers: [(SimulatedNode) -> Bool] = []
  var missing: [(SimulatedNode) -> Bool] = []
  var kernels: [(SimulatedNode) -> String?] = []
  var boots: [(SimulatedNode) -> Void] = []
  var prompts: [(SimulatedNode) -> Bool] = []
  var clockOffsets: [String: Double] = [:]
  var upgrades: [(SimulatedNode, String) -> Void] = []
  var ailments: [(Int, Double) -> Bool] = []
  var isDeviceSilent = false
  /// Ceph's judgement with its complaints, beside what it finds by itself; with it any cluster has Ceph.
  var ceph: (status: String, complaints: [String])?
  /// Free bytes by node and file system, where they are not plenty.
  var freeBytes: [String: [String: Int64]] = [:]
  /// Names of pools that lack a disk, by node.
  var degradedPools: [String: [String]] = [:]
  /// Nodes on which a reboot is queued and does not begin.
  var queuedReboots: Set<String> = []
  /// The cluster's option `crs` as it was set before anyone came.
  var scheduling: String?
  /// HA guests that are not brought back after a maintenance.
  var homeless: Set<Int> = []
  /// Nodes whose next order to reboot gets lost with its connection.
  var lostOrders: Set<String> = []
  var greetings: [String: (output: String, errors: String)] = [:]
  /// Answers of monitoring other than its own, and of the operator's commands.
  var monitorAnswers = Answers()
  var commandAnswers = Answers()
  private var spoilings: [Spoiling] = []

  /// Spoils so many answers of a host, from a moment on.
  mutating func spoil(answersOf host: String, from: Double, times: Int, _ spoil: @escaping Spoiler) {
    spoilings.append(Spoiling(host: host, from: from, times: times, spoil: spoil))
  }

  /// What spoils the answer to a command that is given now; nil if nothing does.
  mutating func spoiler(of host: String, at now: Double) -> Spoiler? {
    guard
      let index = spoilings.firstIndex(where: { $0.host == host && $0.from <= now && $0.times > 0 })
    else { return nil }
    spoilings[index].times -= 1
    return spoilings[index].spoil
  }

  /// Why the migration of that guest is refused before anything is touched.
  func moveRefusal(_ id: Int, _ source: SimulatedNode, _ target: SimulatedNode) -> String? {
    for hook in moveRefusals { if let reason = hook(id, source, target) { return reason } }
    return moveFails(id, .preparation) ? "storage 'nfs-ct' is not available on node '\(target.name)'" : nil
  }

  /// Whether the migration of that guest fails at that stage.
  func moveFails(_ id: Int, _ stage: MigrationFails.Stage) -> Bool { moveFailures.contains { $0(id, stage) } }

  /// Why that guest does not start there.
  func startRefusal(_ id: Int, _ node: SimulatedNode) -> String? {
    for hook in startRefusals { if let reason = hook(id, node) { return reason } }
    return nil
  }

  func ignoresShutdown(_ id: Int) -> Bool { shutdownIgnorers.contains { $0(id) } }

  /// Whether what runs in that guest does not answer, so many seconds after its start.
  func ails(_ id: Int, secondsUp: Double) -> Bool { ailments.contains { $0(id, secondsUp) } }

  func hangsInShutdown(_ node: SimulatedNode) -> Bool { hangers.contains { $0(node) } }

  func neverReturns(_ node: SimulatedNode) -> Bool { missing.contains { $0(node) } }

  func asksInUpgrade(_ node: SimulatedNode) -> Bool { prompts.contains { $0(node) } }

  func kernelToBoot(_ node: SimulatedNode) -> String? {
    for hook in kernels { if let kernel = hook(node) { return kernel } }
    return nil
  }

  /// A package was set up.
  func afterSetUp(_ node: SimulatedNode, _ package: String) { for hook in upgrades { hook(node, package) } }

  func afterBoot(_ node: SimulatedNode) { for hook in boots { hook(node) } }
}
