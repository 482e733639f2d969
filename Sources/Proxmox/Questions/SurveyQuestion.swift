import Cluster
import Remote

/// Everything about a node in one round trip. Its lines don't name the node, so that it can be asked before anyone knows
/// who lives at an address; the answer tells.
public struct SurveyQuestion: Sendable {
  static let tried = "survey the node"

  /// What is read side by side: tools written in Perl take a second each to begin with (facts/pve.md 4). Whatever must
  /// be of one moment stands in the first.
  static let sections = [
    [
      ClockAtBegin.section, ClusterMembers.section, CorosyncConfig.section, GuestPlacements.section,
      ContainerList.section, MachineList.section, ContainerConfigs.section, MachineConfigs.section, CurrentBoot.section,
      Uptime.section,
      LoadAverages.section, MemoryUse.section, ProcessorCount.section, ManagerVersion.section,
      RunningKernel.section, InstalledKernels.section, NextBootPin.section, KernelPin.section,
      VoteCount.section, QueuedJobs.section, ActiveTasks.section, HAResources.section, HAManagerStatus.section,
      HARules.section, HAGroups.section, DeviceMappings.section, Bridges.section, DeviceNodes.section,
      NamedPaths.section, ProcessorModel.section,
      QemuVersion.section, FreeSpace.section, BootPartitions.section, PoolStatus.section,
      ArrayStatus.section, PackageSources.section, PackageOrigin.section, PackageLock.section, ReplicationState.section,
      CephConfig.section,
      CephStatus.section, CephDaemons.section, Balancers.section, BackupJobs.section, ClusterScheduling.section,
      ClockAtEnd.section,
    ],
    [StorageConfig.section, StorageStatus.section, ClusterResources.section],
    [UpgradeSimulation.section],
  ]

  /// The survey; every node is asked the same.
  public init() {}

  /// The command lines, to be run at once.
  /// - Parameter marker: random text that no output can foresee.
  public func lines(marker: String) -> [CommandLine] {
    SurveyQuestion.sections.map { CommandLine(sections: $0, marker: marker, purpose: SurveyQuestion.tried) }
  }

  /// Reads the answers to all lines, joined.
  /// - Parameters:
  ///   - host: who was asked, for messages.
  ///   - address: the node's address as configured; nil takes what the cluster knows.
  /// - Throws: `.unreadable` when anything is missing that guests depend on; the rest becomes a sentence in
  ///   `Node.problems`.
  public func answer(
    from result: CommandResult, marker: String, host: String, address: String?
  ) throws(NodeError) -> NodeSurvey {
    let answer = Answer(result, marker: marker, host: host, tried: SurveyQuestion.tried)
    let members = try answer.essential(ClusterMembers.self)
    let hasCorosync = try answer.essential(CorosyncConfig.self).exists
    let placements = try answer.essential(GuestPlacements.self).placements
    let containers = try answer.essential(ContainerList.self)
    let machines = try answer.essential(MachineList.self)
    let containerConfigs = try answer.essential(ContainerConfigs.self)
    let machineConfigs = try answer.essential(MachineConfigs.self)

    let known = members.members.first { $0.name == members.nodeName }?.address ?? ""
    var node = Node(name: members.nodeName, address: address ?? (known.isEmpty ? host : known))
    node.isOnline = true
    try SurveyQuestion.readMachine(answer, into: &node)
    node.health = try NodeHealth(answer, problems: &node.problems)
    let haStates = try SurveyQuestion.readCluster(answer, into: &node)
    let corosync = hasCorosync ? try answer.optional(VoteCount.self, problems: &node.problems) : nil

    let mappings = try answer.optional(DeviceMappings.self, problems: &node.problems)
    node.mappings = mappings?.names(on: node.name) ?? []
    let local = LocalGuests(
      node: node.name, placements: placements, containers: containers.rows, machines: machines.rows,
      containerConfigs: containerConfigs.all, machineConfigs: machineConfigs.all, haStates: haStates.asked,
      liveMappings: mappings?.live ?? [])
    node.problems += local.problems
    node.problems += (containerConfigs.all.strays + machineConfigs.all.strays).map {
      "\($0) is no guest's configuration and is ignored"
    }
    // Without these figures /proc/meminfo and the guests' limits do.
    var unread: [String] = []
    let resources = try answer.optional(ClusterResources.self, problems: &unread)
    node.memory = resources?.nodes[node.name.rawValue] ?? node.memory
    let guests = local.guests.map { guest in
      var guest = guest
      guest.memoryUsedBytes = resources?.guests[guest.id]
      if guest.haState != nil { guest.haServiceState = haStates.now[guest.id] }
      guest.pool = resources?.pools[guest.id]
      return guest
    }
    let affinities = try [Affinity](answer, problems: &node.problems)
    let clock = try ClockReading(answer, problems: &node.problems)
    let quorum = Quorum(members: members, hasCorosync: hasCorosync, corosync: corosync?.votes)
    if !quorum.isQuorate { node.problems.append("no quorum: \(quorum.votes) of \(quorum.expected) votes") }
    return NodeSurvey(
      node: node, clusterName: members.cluster?.name, quorum: quorum, members: members.members,
      placements: placements, guests: guests, affinities: affinities, clock: clock)
  }

  /// The node as a computer: kernel, memory, packages.
  private static func readMachine(_ answer: Answer, into node: inout Node) throws(NodeError) {
    node.bootID = try answer.essential(CurrentBoot.self).id
    node.uptimeSeconds = try answer.optional(Uptime.self, problems: &node.problems)?.seconds ?? 0
    node.load = try answer.optional(LoadAverages.self, problems: &node.problems)?.values ?? []
    node.memory = try answer.optional(MemoryUse.self, problems: &node.problems)?.capacity ?? node.memory
    node.cores = try answer.optional(ProcessorCount.self, problems: &node.problems)?.count ?? 0
    node.version = try answer.optional(ManagerVersion.self, problems: &node.problems)?.version ?? ""
    node.kernel = try answer.optional(RunningKernel.self, problems: &node.problems)?.release ?? ""
    let kernel = try BootKernel(answer, problems: &node.problems)
    node.bootKernel = kernel.release
    node.kernelIsPinned = kernel.isPinned
    node.updates = try PendingUpdates(answer, problems: &node.problems)
    node.queuedJobs = try read(QueuedJobs.self, .queuedJobs, answer, into: &node)?.shutdown ?? []
    node.bridges = try answer.optional(Bridges.self, problems: &node.problems)?.names ?? []
    node.devices = try answer.optional(DeviceNodes.self, problems: &node.problems)?.paths ?? []
    node.paths = try read(NamedPaths.self, .paths, answer, into: &node)?.paths ?? []
  }

  /// The node as a member: storages, tasks, HA.
  /// - Returns: what the HA stack is asked to do with guests, and what it does.
  private static func readCluster(
    _ answer: Answer, into node: inout Node
  ) throws(NodeError) -> (asked: [GuestID: String], now: [GuestID: String]) {
    let config = try answer.optional(StorageConfig.self, problems: &node.problems)
    let status = try answer.optional(StorageStatus.self, problems: &node.problems)
    node.storages = status?.storages(by: config) ?? []
    node.problems += node.storages.filter { !$0.isActive }.map { "storage \($0.name) is not active" }
    node.tasks = try read(ActiveTasks.self, .tasks, answer, into: &node)?.tasks ?? []
    node.health.replicating = try read(ReplicationState.self, .replication, answer, into: &node)?.running ?? []
    let manager = try read(HAManagerStatus.self, .availability, answer, into: &node)
    node.inMaintenance = manager?.inMaintenance.contains(node.name.rawValue) ?? false
    let asked = try read(HAResources.self, .availability, answer, into: &node)?.states ?? [:]
    let states = (manager?.services ?? []).map { ($0.guest, $0.state) }
    return (asked, Dictionary(states) { first, _ in first })
  }

  /// A reading that no run goes without: when it fails, the node keeps why.
  private static func read<Value: Reading>(
    _ type: Value.Type, _ fact: Node.Fact, _ answer: Answer, into node: inout Node
  ) throws(NodeError) -> Value? {
    let value = try answer.optional(type, problems: &node.problems)
    if value == nil { node.unread[fact] = node.problems.last }
    return value
  }
}

extension PendingUpdates {
  /// What is pending; that it could not be read is not that nothing is.
  init(_ answer: Answer, problems: inout [String]) throws(NodeError) {
    let simulation = try answer.optional(UpgradeSimulation.self, problems: &problems)
    self = simulation?.updates ?? .unknown(because: problems.last ?? "")
  }
}

extension BootKernel {
  /// The kernel of the next boot out of the three sections that tell.
  init(_ answer: Answer, problems: inout [String]) throws(NodeError) {
    let installed = try answer.optional(InstalledKernels.self, problems: &problems)?.releases ?? []
    let next = try answer.optional(NextBootPin.self, problems: &problems)
    let pin = try answer.optional(KernelPin.self, problems: &problems)
    self.init(installed: installed, pin: pin?.release, nextBootPin: next?.release)
    if release.isEmpty {
      problems.append("no kernel of Proxmox found in /boot, so nobody knows what the next boot starts")
    }
  }
}
