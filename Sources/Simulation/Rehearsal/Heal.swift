extension SimulatedCluster {
  /// The faults are over: an operator has come, has done what a report asks for, and left. Nodes are switched on, what
  /// hangs is ended, locks that nobody holds are removed. Guests are left as they are.
  public func heal() {
    let (hasCeph, scheduling) = (hooks.ceph != nil, hooks.scheduling)
    hooks = FaultHooks()
    hooks.scheduling = scheduling
    if hasCeph { hooks.ceph = ("HEALTH_OK", []) }
    monitor.whileAttended { for node in nodes { node.heal() } }
    for (id, place) in files.places {
      guard files.configuration(id)?["lock"] == "migrate" else { continue }
      let isMoving = members.contains { $0.tasks.contains { $0.isRunning && $0.subject == "\(id)" } }
      if !isMoving { files.change(id, by: place.node) { $0["lock"] = nil } }
    }
  }

  /// Whether something had gone wrong so shortly before that nobody can have seen it then.
  public func wasJustDisturbed(at seconds: Double) -> Bool {
    ledger.disturbedAt <= seconds && ledger.disturbedAt > seconds - SimulatedNode.newSeconds
  }

  /// What a node lacks to be back in the cluster with all that its guests need; empty when it lacks nothing.
  public func lacks(of name: String) -> [String] {
    guard let node = node(name) else { return ["it is unknown"] }
    // What has just gone nobody can have seen.
    guard ledger.disturbedAt < now - SimulatedNode.newSeconds else { return [] }
    var lacks: [String] = []
    if !node.isMember || !node.isQuorate { lacks.append("it is not in the quorate cluster") }
    if !node.hasStorages { lacks.append("its storages are not active") }
    if ledger.boots[name, default: 0] < 1 { lacks.append("it was not rebooted") }
    if node.phase != .running { lacks.append("its services are not up") }
    let belonging = ledger.guests.filter { $0.value.startNode == name && $0.value.startRunning }.keys
    let devices = Set(belonging.flatMap { files.configuration($0)?.numbered("dev").map(\.value) ?? [] })
    lacks += devices.map(GuestConfiguration.head).sorted().filter { node.files.info($0) == nil }.map {
      "\($0) is missing"
    }
    return lacks
  }
}

extension SimulatedNode {
  fileprivate func heal() {
    packages.isUnauthorized = false
    packages.hasNoRepository = false
    packages.isDiskFull = false
    packages.isInterrupted = false
    packages.removals = []
    packages.isStuck = false
    if let holder = packages.lockHolder, let process = processes[holder.pid] {
      // An upgrade that asks is answered by nobody.
      process.signal(.terminate)
      packages.isInterrupted = false
    }
    packages.lockHolder = nil
    switch phase {
    case .down:
      guard isLost else { break }
      isLost = false
      boot()
    case .stopping: goDown()
    case .running, .booting:
      port = .open
      if phase == .running {
        isMember = isMember || kind == .cluster
        hasStorages = true
      }
    }
  }
}
