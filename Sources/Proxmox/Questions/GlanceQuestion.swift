import Cluster
import Remote

/// Who is where, what runs here, is the cluster quorate, is the node going down.
struct GlanceQuestion {
  static let tried = "glance at the node"

  static let sections = [
    ClusterMembers.section, CorosyncConfig.section, GuestPlacements.section, ContainerList.section,
    MachineList.section, MachineLocks.section, CurrentBoot.section, QueuedJobs.section, ActiveTasks.section,
    VoteCount.section, ReplicationState.section,
  ]

  func line(marker: String) -> CommandLine {
    CommandLine(sections: GlanceQuestion.sections, marker: marker, purpose: GlanceQuestion.tried)
  }

  /// Nothing in a glance that decides about a guest may be missing. Tasks, votes and replications decide about a
  /// reboot only, and are nil when they could not be read.
  func answer(from result: CommandResult, marker: String, of node: NodeName) throws(NodeError) -> NodeGlance {
    let answer = Answer(result, marker: marker, host: node.rawValue, tried: GlanceQuestion.tried)
    let members = try answer.essential(ClusterMembers.self)
    try members.requireName(node, tried: GlanceQuestion.tried)
    let hasCorosync = try answer.essential(CorosyncConfig.self).exists
    let placements = try answer.essential(GuestPlacements.self).placements
    let containers = try answer.essential(ContainerList.self).rows
    let locks = try answer.essential(MachineLocks.self)
    let machines = try answer.essential(MachineList.self).rows

    var guests = containers.map { NodeGlance.LocalGuest(id: $0.id, status: $0.status, lock: $0.lock) }
    guests += machines.map { NodeGlance.LocalGuest(id: $0.id, status: $0.status, lock: locks[$0.id]) }
    let listed = Set(guests.map(\.id))
    for placement in placements where placement.node == node && !listed.contains(placement.guest) {
      guests.append(
        NodeGlance.LocalGuest(id: placement.guest, status: .unknown, lock: locks[placement.guest]))
    }
    var ignored: [String] = []
    let tasks = try answer.optional(ActiveTasks.self, problems: &ignored)?.tasks
    let votes = try answer.optional(VoteCount.self, problems: &ignored)?.votes
    let replicating = try answer.optional(ReplicationState.self, problems: &ignored)?.running
    return NodeGlance(
      node: node, bootID: try answer.essential(CurrentBoot.self).id,
      isQuorate: members.isQuorate(hasCorosync: hasCorosync), members: members.members, placements: placements,
      guests: guests.sorted { $0.id < $1.id }, queuedShutdown: try answer.essential(QueuedJobs.self).shutdown,
      tasks: tasks, quorum: votes?.quorum(names: members.names), replicating: replicating)
  }
}

extension ClusterMembers {
  /// Throws when another node answered than the one that was asked: orders would reach the wrong one.
  func requireName(_ node: NodeName, tried: String) throws(NodeError) {
    guard nodeName != node else { return }
    throw NodeError(
      kind: .unreadable, host: node.rawValue, tried: tried, answered: "the host calls itself \(nodeName)",
      remedy: "correct the address of \(node) in the configuration")
  }
}
