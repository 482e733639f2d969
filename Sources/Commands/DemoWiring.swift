import Cluster
import Orchestration
import Planning
import Proxmox
import Screen
import Simulation

/// The built-in simulated cluster as a configuration would describe it.
enum DemoCluster {
  /// Simulated seconds in a real one, unless `--speed` says otherwise: a run of a quarter of an hour in half a minute.
  static let usualSpeed = 30.0

  /// Its nodes.
  static var nodes: [NodeAddress] {
    SeedHerd.herd.nodes.map { NodeAddress(host: $0.name.rawValue, address: $0.address, name: $0.name) }
  }

  /// Its backup servers.
  static var backupServers: [BackupServerAddress] {
    SeedHerd.herd.backupServers.map {
      BackupServerAddress(host: $0.name, address: $0.address, name: $0.name)
    }
  }

  /// What its operator wants: the defaults, and that the machine which the story's playbook runs on is spared.
  static var policy: Policy {
    var policy = Policy()
    policy.controller = GuestID(200)
    return policy
  }
}

extension ClusterAccess {
  /// The built-in simulated cluster, whose time begins now. It leaves nothing behind.
  static func demo(_ options: CommonOptions) -> ClusterAccess {
    let speed =
      switch options.speed {
      case .times(let factor): factor
      // Virtual time is for whole runs; whoever only asks gets the fastest real one.
      case .max: 10_000.0
      case nil: DemoCluster.usualSpeed
      }
    let cluster = SimulatedCluster(
      herd: SeedHerd.herd, seed: options.seed ?? 1, startedAt: VirtualDemo.epoch)
    let shell = SimulatedShell(cluster: cluster, clock: ContinuousClock(), scale: speed)
    var config = ClusterConfig(
      name: SeedHerd.herd.name, nodes: [], backupServers: [], ssh: SSHConfig(at: options.place),
      policy: DemoCluster.policy, screen: ScreenConfig(), stateDirectory: options.place.stateDirectory)
    config = config.overridden(by: options)
    var access = ClusterAccess(
      shell: shell, nodes: DemoCluster.nodes, backupServers: DemoCluster.backupServers, policy: config.policy,
      screen: config.screen, clusterName: config.name, stateDirectory: config.stateDirectory)
    access.isDemo = true
    access.clock = ScaledClock(origin: VirtualDemo.epoch, scale: speed)
    return access
  }
}

extension DemoFault {
  /// The fault of the simulated cluster.
  var simulated: Fault? {
    switch self {
    case .oldKernel(let node): Fault("old-kernel:\(node)")
    // As often as a run tries.
    case .noStart(let guest): Fault("migration-start-fails:\(guest):9")
    // Longer than a boot is worth watching, shorter than a run gives a node.
    case .lateDevice(let node, let path): Fault("late-device:\(node):\(path):400")
    }
  }
}

extension ClusterAccess {
  /// Lets something go wrong from now on.
  /// - Returns: the operator's line on it; nil where the cluster is a real one.
  func goWrong(_ fault: DemoFault) async -> String? {
    guard let shell = shell as? SimulatedShell, let simulated = fault.simulated else { return nil }
    await shell.suffer(simulated)
    return switch fault {
    case .oldKernel(let node): "\(node) will come back with the kernel that ran before"
    case .noStart(let guest): "guest \(guest) will not start away from home"
    case .lateDevice(let node, let path): "\(path) will be late at the next boot of \(node)"
    }
  }
}
