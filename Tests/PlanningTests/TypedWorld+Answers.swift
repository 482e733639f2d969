import Cluster

@testable import Planning

/// What the nodes of the world say.
extension TypedWorld {
  func report(_ cursor: JobCursor, on node: NodeName) -> JobReport {
    guard let job = jobs[cursor.id], job.node == node, !(job.hasVanished && job.isApplied) else {
      return JobReport(id: cursor.id, state: .gone, output: [], errors: [], cursor: cursor)
    }
    return JobReport(
      id: cursor.id, state: job.isApplied ? .ended(exit: job.exit) : .running,
      output: printed(job, since: cursor),
      errors: job.isApplied ? job.errors : [],
      cursor: JobCursor(id: cursor.id, outputOffset: cursor.outputOffset + printed(job, since: cursor).count))
  }

  /// An upgrade prints its question once.
  private func printed(_ job: Job, since cursor: JobCursor) -> [String] {
    guard case .upgradePackages = job.order, cursor.outputOffset == 0 else { return [] }
    return [faults.upgradeAsks ?? "Setting up pve-manager (8.4.5) ..."]
  }

  mutating func refreshLists(of node: NodeName) {
    guard let fresh = faults.staleLists[node], let index = inventory.nodes.firstIndex(where: { $0.name == node }) else {
      return
    }
    inventory.nodes[index].updates = fresh
  }

  private func members() -> [Member] {
    inventory.nodes.map { Member(name: $0.name, address: $0.address, isOnline: !isDown($0.name) && !isOut($0.name)) }
  }

  private func isOut(_ node: NodeName) -> Bool {
    faults.out.map { $0.node == node && ($0.from..<$0.to).contains(now) } ?? false
  }

  private func placements() -> [Cluster.Placement] {
    inventory.guests.map { Cluster.Placement(guest: $0.id, kind: $0.kind, node: $0.node) }
  }

  private func bootID(_ node: NodeName) -> BootID { BootID("boot-\(node)-\(bootCount[node] ?? 0)") }

  func lock(_ guest: GuestID, at time: Double) -> String? {
    guard let lock = faults.locks[guest], lock.from <= time, time < lock.to else { return nil }
    return lock.word
  }

  /// A guest as a look finds it, in the middle of its move too.
  private func seen(_ guest: Guest) -> Guest {
    var guest = guest
    guest.lock = lock(guest.id, at: now)
    let job = jobs.values.first { job in
      !job.isApplied && !job.hasVanished && job.node == guest.node && job.order.movedGuest == guest.id
    }
    if let job, guest.lock == nil, now > job.startedAt + 8 {
      guest.lock = "migrate"
      if guest.kind == .container { guest.status = .stopped }
    }
    return guest
  }

  func survey(_ name: NodeName) -> NodeSurvey {
    var node = inventory.node(name) ?? Node(name: name, address: "")
    node.bootID = bootID(name)
    node.tasks = tasks(name)
    node.queuedJobs = queuedShutdown(name)
    if let fault = faults.unreadUpdates, fault.node == name, (fault.from..<fault.to).contains(now) {
      node.updates = .unknown(because: "half an answer")
    }
    let availability = availability()
    node.inMaintenance =
      node.inMaintenance || availability.requested.contains(name) || availability.maintenance.contains(name)
    node.health.balancers.removeAll { stoppedUnits.contains($0) }
    node.health.backupJobs.removeAll { stoppedJobs.contains($0) }
    if let fault = faults.ceph, (fault.from..<fault.to).contains(now) { node.health.ceph = fault.says }
    if node.health.ceph != nil { node.health.ceph?.flags = cephFlags }
    let guests = inventory.guests(on: name).map(seen).map { guest in
      var guest = guest
      guest.haServiceState = availability.services.first { $0.guest == guest.id }?.state
      if let busy = faults.service, busy.guest == guest.id, now < busy.until { guest.haServiceState = busy.state }
      return guest
    }
    return NodeSurvey(
      node: node, clusterName: inventory.clusterName, quorum: quorum(), members: members(), placements: placements(),
      guests: guests)
  }

  private func quorum() -> Quorum {
    var quorum = inventory.quorum
    quorum.votes -= inventory.nodes.count { isDown($0.name) || isOut($0.name) }
    if let lack = faults.voteless, lack.contains(now) { quorum.votes -= 1 }
    quorum.isQuorate = quorum.votes >= quorum.needed
    return quorum
  }

  func glance(_ name: NodeName) -> NodeGlance {
    NodeGlance(
      node: name, bootID: bootID(name), isQuorate: quorum().isQuorate, members: members(), placements: placements(),
      guests: inventory.guests(on: name).map(seen).map { .init(id: $0.id, status: $0.status, lock: $0.lock) },
      queuedShutdown: [], tasks: tasks(name), quorum: inventory.nodes.count > 1 ? quorum() : nil)
  }

  private func tasks(_ name: NodeName) -> [RunningTask] {
    guard let work = faults.work[name], work.from <= now, now < work.to else { return [] }
    return [work.task]
  }

  private func queuedShutdown(_ name: NodeName) -> [String] {
    stuck.contains(name) ? ["reboot.target start waiting", "pve-guests.service stop running"] : []
  }

  func health(_ guest: GuestID) -> Health {
    let isGood = inventory.guest(guest)?.status == .running && !(faults.unwell[guest]?.contains(now) ?? false)
    return Health(isGood: isGood, seen: isGood ? "it answers" : "connection refused")
  }

  func boot(_ name: NodeName) -> BootReport {
    BootReport(
      node: name, bootID: bootID(name), kernel: inventory.node(name)?.kernel ?? "", uptimeSeconds: 10,
      isQuorate: quorum().isQuorate, members: members(), services: ["pve-cluster": "active", "pve-guests": "active"],
      storages: inventory.node(name)?.storages ?? [], missingDevices: [], queuedShutdown: queuedShutdown(name))
  }
}

extension Order {
  var target: NodeName? {
    switch self {
    case .moveContainer(_, let target, _), .moveMachine(_, let target, _), .shutDownAndMove(_, _, let target, _, _):
      target
    case .startGuest, .shutdownGuest, .fetchPackages, .upgradePackages, .configurePackages: nil
    }
  }

  var movedGuest: GuestID? {
    switch self {
    case .moveContainer(let guest, _, _), .moveMachine(let guest, _, _), .shutDownAndMove(let guest, _, _, _, _): guest
    case .startGuest, .shutdownGuest, .fetchPackages, .upgradePackages, .configurePackages: nil
    }
  }
}

extension TypedWorld {
  /// Notes what figures can't be.
  mutating func examine(_ progress: RunProgress) {
    for node in progress.nodes {
      if !(0...1).contains(node.phaseFraction) { lies.insert("fraction \(node.phaseFraction)") }
      if node.moved > node.toMove { lies.insert("\(node.moved) of \(node.toMove) moved") }
      if let ends = node.phaseEnds, ends < clock { lies.insert("a phase ends in the past") }
    }
    if progress.movesDone > progress.movesTotal { lies.insert("\(progress.movesDone) of \(progress.movesTotal) moves") }
    if case .ended = progress.state { return }
    if progress.endsAt < clock { lies.insert("the run ends in the past") }
  }
}
