/// How long things take on a simulated cluster, in seconds unless said otherwise. Every one varies by `jitter`.
public struct Durations: Hashable, Sendable, Codable {
  /// Part by which each duration may be shorter or longer.
  public var jitter = 0.15
  /// From a command line's dispatch to its first step, and back.
  public var roundTrip = 0.05
  /// Start of a tool written in Perl, such as `pct`.
  public var perlStart = 0.6
  /// Start of `pvesh` with all its modules.
  public var pveshStart = 1.0
  /// Checks of a migration before the guest is touched: storage scan, ssh to the target.
  public var migrationChecks = 34.0
  /// A container's shutdown, shortest and longest; which one a container has depends on its id.
  public var containerStop = [2.0, 7.0]
  /// Lock, volumes, unmount, configuration to the target.
  public var containerTransfer = 3.0
  /// From the order to start to a running container.
  public var containerStart = 4.0
  /// From a running container to the end of its migration task.
  public var migrationSettle = 4.0
  /// Moves of containers that a node carries without slowing down.
  public var parallelMoves = 8
  /// Slowdown per container move beyond that.
  public var slowdownPerMove = 0.06
  /// From the start of a live move to the first byte of memory.
  public var machineHandshake = 4.0
  /// Memory copied per second in a live move, in bytes, over all live moves of a node.
  public var memoryBytesPerSecond = 110.0 * 1_048_576
  /// From the last byte of memory to the end of the task.
  public var machineFinish = 3.0
  /// A machine's start and its shutdown.
  public var machineStart = 3.0
  /// A machine's shutdown by ACPI or agent.
  public var machineStop = 6.0
  /// Refresh of the package lists.
  public var packageLists = 6.0
  /// Simulation of an upgrade.
  public var upgradeSimulation = 1.0
  /// Download of all pending packages.
  public var packageDownload = 20.0
  /// Upgrade of all pending packages.
  public var packageUpgrade = 40.0
  /// From the order to reboot to the end of the network, on a node without guests.
  public var shutdown = 8.0
  /// From the end of the network to an answering sshd.
  public var boot = 40.0
  /// From sshd to a mounted `/etc/pve`.
  public var clusterFiles = 2.0
  /// From sshd to quorum.
  public var quorum = 5.0
  /// From quorum to the end of `startall` on a node without guests to start.
  public var bootServices = 4.0
  /// From sshd to active storages.
  public var storages = 3.0
  /// One round of the HA manager.
  public var managerRound = 10.0
  /// A backup of one guest.
  public var backup = 30.0

  /// Durations as the seed's cluster shows them.
  public init() {}
}
