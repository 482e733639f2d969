import Cluster

/// One restart migration: stop, lock, configuration to the target, start there.
/// - Source: facts/pve.md 5.2, 5.3, 6.1.
final class ContainerMove {
  private let task: WorkerTask
  private let id: Int
  private let source: SimulatedNode
  private let target: SimulatedNode
  private let restarts: Bool
  private let timeout: Double
  private var wasRunning = false
  private var cluster: SimulatedCluster { source.cluster }

  /// Begins at once; the task keeps it alive.
  static func begin(
    _ task: WorkerTask, id: Int, from source: SimulatedNode, to target: SimulatedNode, restarts: Bool, timeout: Double
  ) {
    let move = ContainerMove(task, id, source, target, restarts, timeout)
    move.begin()
  }

  private init(
    _ task: WorkerTask, _ id: Int, _ source: SimulatedNode, _ target: SimulatedNode, _ restarts: Bool,
    _ timeout: Double
  ) {
    self.task = task
    self.id = id
    self.source = source
    self.target = target
    self.restarts = restarts
    self.timeout = timeout
  }

  private func begin() {
    source.containerMoves += 1
    cluster.ledger.moveBegan()
    task.target = target.name
    task.onInterrupt = { [weak self] in self?.leave() }
    task.acquire("/var/lock/pve-manager/pve-migrate-\(id)") { failure in
      if let failure {
        self.task.log(failure)
        return self.end(failed: failure)
      }
      self.task.after(self.slowed(self.source.durations.migrationChecks * 0.2)) { self.check() }
    }
  }

  /// A duration with jitter, longer the more moves the node carries beyond what it carries well.
  private func slowed(_ seconds: Double) -> Double {
    let beyond = max(0, source.containerMoves - source.durations.parallelMoves)
    return cluster.varied(seconds) * (1 + source.durations.slowdownPerMove * Double(beyond))
  }

  private func leave() {
    source.leavingContainers.remove(id)
    source.containerMoves -= 1
    cluster.ledger.moveEnded()
  }

  private func end(failed reason: String? = nil) {
    leave()
    task.onInterrupt = nil
    if let reason { task.fail(reason) } else { task.succeed() }
  }

  /// Nothing has been changed yet (5.3 B).
  private func abort(_ reason: String) {
    task.say("ERROR: migration aborted (duration \(task.duration)): \(reason)")
    end(failed: "migration aborted")
  }

  /// The guest has moved, something after that failed (5.3 E).
  private func problems(_ lines: [String], _ error: String) {
    for line in lines { task.say(line) }
    task.say("ERROR: \(error)")
    task.say("ERROR: migration finished with problems (duration \(task.duration))")
    end(failed: "migration problems")
  }

  private func check() {
    guard source.owns(id, .container), let configuration = cluster.files.configuration(id) else {
      return abort(source.missingConfiguration(id, .container))
    }
    if let lock = configuration["lock"] { return abort("CT is locked (\(lock))") }
    source.leavingContainers.insert(id)
    wasRunning = source.runs(id)
    if wasRunning, !restarts { return abort("running container can only be migrated in restart mode") }
    if let mount = GuestVolumes.localMounts(of: configuration).first {
      return abort("cannot migrate local \(mount.isDevice ? "device" : "bind") mount point '\(mount.key)'")
    }
    for volume in GuestVolumes.volumes(of: configuration) {
      guard let storage = cluster.herd.storages.first(where: { $0.name == volume.storage }) else {
        return abort("storage '\(volume.storage)' does not exist")
      }
      guard storage.isUsable(on: target.name) else {
        return abort("storage '\(storage.name)' is not available on node '\(target.name)'")
      }
    }
    if let reason = cluster.hooks.moveRefusal(id, source, target) { return abort(reason) }
    let rest = source.durations.migrationChecks * (wasRunning ? 0.8 : 0.2)
    task.after(slowed(rest)) { self.connect() }
  }

  private func connect() {
    NodeSSH.connect(to: target, for: task) { failure in
      if let failure {
        self.task.say("# " + NodeSSH.command(self.target, "/bin/true"))
        self.task.say(failure)
        return self.abort("Can't connect to destination address using public key")
      }
      self.stop()
    }
  }

  private func stop() {
    guard wasRunning else { return transfer() }
    task.say("shutdown CT \(id)")
    source.shutDownGuest(id, .container, timeout: timeout, force: false) { refusal in
      guard self.task.isRunning else { return }
      if let refusal {
        for line in refusal.lines { self.task.say(line) }
        return self.abort(refusal.reason)
      }
      self.task.after(0) { self.transfer() }
    }
  }

  private func transfer() {
    task.say("starting migration of CT \(id) to node '\(target.name)' (\(target.address))")
    guard source.isQuorate, let configuration = cluster.files.configuration(id) else {
      let path = ClusterFiles.path(of: id, .container, on: source.name)
      return abort("unable to open file '/etc/pve/\(path).tmp.\(task.pid)' - Permission denied")
    }
    cluster.files.change(id, by: source.name) { $0["lock"] = "migrate" }
    guard !cluster.hooks.moveFails(id, .locked) else { return rollBack("can't migrate CT - check log") }
    var localBytes: Int64 = 0
    for volume in GuestVolumes.volumes(of: configuration) {
      let isShared = cluster.herd.storages.first { $0.name == volume.storage }?.isShared ?? false
      if isShared {
        task.say("volume '\(volume.volume)' is on shared storage '\(volume.storage)'")
      } else {
        localBytes += volume.bytes
        task.say("found local volume '\(volume.volume)' (in current VM config)")
      }
    }
    let copy = Double(localBytes) / source.durations.memoryBytesPerSecond
    task.after(slowed(source.durations.containerTransfer * 0.6) + copy) {
      self.task.say("start final cleanup")
      self.task.after(self.slowed(self.source.durations.containerTransfer * 0.3)) { self.handOver() }
    }
  }

  /// The lock is written and the guest is down, but nothing has changed hands: it is started where it was (5.3 C).
  private func rollBack(_ reason: String) {
    task.say("ERROR: \(reason)")
    task.say("aborting phase 1 - cleanup resources")
    task.say("start final cleanup")
    cluster.files.change(id, by: source.name) { $0["lock"] = nil }
    guard wasRunning else { return abort(reason) }
    task.say("start container on source node")
    source.leavingContainers.remove(id)
    source.startGuest(id, .container) { _ in
      if self.task.isRunning { self.abort(reason) }
    }
  }

  /// The moment at which ownership changes.
  private func handOver() {
    guard source.isQuorate else {
      let reason = "failed to move config file to node '\(target.name)': Permission denied"
      task.say("ERROR: \(reason)")
      task.say("aborting phase 1 - cleanup resources")
      task.say("start final cleanup")
      return abort(reason)
    }
    let old = ClusterFiles.path(of: id, .container, on: source.name)
    let new = ClusterFiles.path(of: id, .container, on: target.name)
    _ = cluster.files.rename(old, new, by: source.name)
    NodeSSH.connect(to: target, for: task) { failure in
      let isCut = self.cluster.hooks.moveFails(self.id, .handedOver)
      if let failure = failure ?? (isCut ? "Connection closed by \(self.target.address) port 22" : nil) {
        let command = NodeSSH.command(self.target, "pct unlock \(self.id)")
        return self.problems([failure], "command '\(command)' failed: exit code 255")
      }
      self.cluster.files.change(self.id, by: self.target.name) { $0["lock"] = nil }
      if self.wasRunning { self.start() } else { self.finish() }
    }
  }

  private func start() {
    let command = NodeSSH.command(target, "pct start \(id)")
    task.say("start container on target node")
    task.say("# " + command)
    NodeSSH.connect(to: target, for: task) { failure in
      if let failure { return self.problems([failure], "command '\(command)' failed: exit code 255") }
      let startTask = WorkerTask("vzstart", "\(self.id)", on: self.target, process: nil)
      self.target.startGuest(self.id, .container) { refusal in
        if let refusal { startTask.fail(refusal.reason) } else { startTask.succeed() }
        guard self.task.isRunning else { return }
        if let refusal {
          return self.task.after(0.5) {
            self.problems(refusal.lines + [refusal.reason], "command '\(command)' failed: exit code 255")
          }
        }
        self.task.after(self.slowed(self.source.durations.migrationSettle)) { self.finish() }
      }
    }
  }

  private func finish() {
    task.say("migration finished successfully (duration \(task.duration))")
    end()
  }
}
