import Cluster

/// One migration of a machine: live while it runs, else a plain change of hands.
/// - Source: facts/pve.md 5.2, 5.3.
final class MachineMove {
  private let task: WorkerTask
  private let id: Int
  private let source: SimulatedNode
  private let target: SimulatedNode
  private let withLocalDisks: Bool
  private var isLive = false
  private var copied: Double = 0
  private var total: Double = 0
  private var cluster: SimulatedCluster { source.cluster }

  /// Begins at once; the task keeps it alive.
  static func begin(
    _ task: WorkerTask, id: Int, from source: SimulatedNode, to target: SimulatedNode, withLocalDisks: Bool
  ) {
    MachineMove(task, id, source, target, withLocalDisks).begin()
  }

  private init(
    _ task: WorkerTask, _ id: Int, _ source: SimulatedNode, _ target: SimulatedNode, _ withLocalDisks: Bool
  ) {
    self.task = task
    self.id = id
    self.source = source
    self.target = target
    self.withLocalDisks = withLocalDisks
  }

  private func begin() {
    source.machineMoves += 1
    cluster.ledger.moveBegan()
    task.target = target.name
    task.onInterrupt = { [weak self] in self?.leave() }
    task.acquire("/var/lock/pve-manager/pve-migrate-\(id)") { failure in
      if let failure {
        self.task.log(failure)
        return self.end(failed: failure)
      }
      self.task.after(self.cluster.varied(1)) { self.check() }
    }
  }

  private func leave() {
    source.machineMoves -= 1
    cluster.ledger.moveEnded()
    if target.running[id]?.isIncoming == true { target.running[id] = nil }
  }

  private func end(failed reason: String? = nil) {
    leave()
    task.onInterrupt = nil
    if let reason { task.fail(reason) } else { task.succeed() }
  }

  private func abort(_ reason: String) {
    task.say("ERROR: migration aborted (duration \(task.duration)): \(reason)")
    end(failed: "migration aborted")
  }

  /// The live part failed: the machine keeps running on the source (5.3 D).
  private func abortLive(_ lines: [String], _ reason: String) {
    for line in lines { task.say("[\(target.name)] \(line)") }
    task.say("ERROR: online migrate failure - \(reason)")
    task.say("aborting phase 2 - cleanup resources")
    task.say("migrate_cancel")
    cluster.files.change(id, by: source.name) { $0["lock"] = nil }
    task.say("ERROR: migration finished with problems (duration \(task.duration))")
    end(failed: "migration problems")
  }

  private func check() {
    guard source.owns(id, .machine), let configuration = cluster.files.configuration(id) else {
      return abort(source.missingConfiguration(id, .machine))
    }
    if let lock = configuration["lock"] { return abort("VM is locked (\(lock))") }
    isLive = source.runs(id)
    let devices = GuestVolumes.localDevices(of: configuration)
    if isLive, !devices.isEmpty {
      return abort("can't migrate VM which uses local devices: \(devices.joined(separator: ", "))")
    }
    if let reason = mappedDevices(configuration) { return abort(reason) }
    if let reason = cluster.hooks.moveRefusal(id, source, target) { return abort(reason) }
    NodeSSH.connect(to: target, for: task) { failure in
      if let failure {
        self.task.say("# " + NodeSSH.command(self.target, "/bin/true"))
        self.task.say(failure)
        return self.abort("Can't connect to destination address using public key")
      }
      self.task.say(
        "starting migration of VM \(self.id) to node '\(self.target.name)' (\(self.target.address))")
      self.scan(configuration)
    }
  }

  /// What mapped devices have against the move: they exist on each node or not, and move live or not (5.3).
  private func mappedDevices(_ configuration: GuestConfiguration) -> String? {
    let mapped = GuestVolumes.mappedDevices(of: configuration)
    let missing = mapped.filter {
      cluster.herd.mappings[$0.name]?.nodes.contains { $0.rawValue == target.name } != true
    }
    if !missing.isEmpty {
      let keys = missing.map(\.key).joined(separator: ", ")
      return "can't migrate to '\(target.name)': missing mapped devices \(keys)"
    }
    let fixed = mapped.filter { cluster.herd.mappings[$0.name]?.isLive != true }.map { "\($0.key):\($0.name)" }
    guard isLive, !fixed.isEmpty else { return nil }
    return "can't live migrate running VM which uses following mapped devices: \(fixed.joined(separator: ", "))"
  }

  /// Phase 1: the lock is written, volumes are looked at.
  private func scan(_ configuration: GuestConfiguration) {
    guard source.isQuorate else {
      let path = ClusterFiles.path(of: id, .machine, on: source.name)
      return abort("unable to open file '/etc/pve/\(path).tmp.\(task.pid)' - Permission denied")
    }
    cluster.files.change(id, by: source.name) { $0["lock"] = "migrate" }
    var problems: [String] = []
    for (key, value) in GuestVolumes.disks(of: configuration) where GuestConfiguration.head(value) == "cdrom" {
      problems.append("can't migrate local cdrom drive '\(key)'")
    }
    for volume in GuestVolumes.volumes(of: configuration) {
      let storage = cluster.herd.storages.first { $0.name == volume.storage }
      if storage?.isShared == true { continue }
      if volume.isMedium {
        problems.append("can't migrate local disk '\(volume.volume)': local cdrom image")
      } else if isLive, !withLocalDisks {
        problems.append(
          "can't migrate local disk '\(volume.volume)': can't live migrate attached local disks without "
            + "with-local-disks option")
      }
    }
    if cluster.hooks.moveFails(id, .locked) {
      problems.append("can't migrate local disk 'nfs-ct:\(id)/vm-\(id)-disk-0.raw': owned by other guest (owner = 999)")
    }
    guard problems.isEmpty else {
      for problem in problems { task.say(problem) }
      let reason = "Problem found while scanning volumes - can't migrate VM - check log"
      task.say("ERROR: \(reason)")
      task.say("aborting phase 1 - cleanup resources")
      cluster.files.change(id, by: source.name) { $0["lock"] = nil }
      return abort(reason)
    }
    if isLive { startRemote() } else { task.after(cluster.varied(2)) { self.handOver() } }
  }

  private func startRemote() {
    task.say("starting VM \(id) on remote node '\(target.name)'")
    let handshake = cluster.varied(source.durations.machineHandshake)
    task.after(handshake * 0.7) {
      if let refusal = self.remoteRefusal() {
        return self.abortLive([refusal], "remote command failed with exit code 255")
      }
      self.target.running[self.id] = SimulatedNode.RunningGuest(
        pid: self.target.nextPID(), since: self.cluster.now,
        machineVersion: self.source.running[self.id]?.machineVersion ?? "", isIncoming: true)
      if self.cluster.hooks.moveFails(self.id, .live) {
        return self.abortLive([], "Timeout, migration socket did not get ready")
      }
      self.task.say("start remote tunnel")
      self.task.after(handshake * 0.3) { self.beginCopy() }
    }
  }

  private func remoteRefusal() -> String? {
    guard target.port == .open else { return "ssh: connect to host \(target.address) port 22: No route to host" }
    if target.phase == .stopping {
      return "System is going down. Unprivileged users are not permitted to log in anymore."
    }
    guard target.isQuorate else { return "cluster not ready - no quorum?" }
    if let configuration = cluster.files.configuration(id) {
      if let storage = target.storagesNeeded(by: configuration).first(where: { !target.isActive($0) }) {
        return "storage '\(storage)' is not online"
      }
      if let reason = target.missingHookScript(id, configuration) { return reason }
    }
    let needed = source.running[id]?.machineVersion ?? ""
    let installed = target.machineVersion
    if VersionOrder.precedes(installed, needed) {
      // Whom someone else has started anew on its way runs on what nobody could know.
      let isStartedAnew = cluster.ledger.touches[id] != nil && cluster.ledger.guests[id].map { $0.moves > 0 } ?? false
      if task.isOrdered, !isStartedAnew { cluster.ledger.deeds.movedToOlder.append("\(id) to \(target.name)") }
      return "Installed QEMU version '\(installed).0' is too old to run machine type 'pc-i440fx-\(needed)+pve1', "
        + "please upgrade node '\(target.name)'"
    }
    return cluster.hooks.startRefusal(id, target)
  }

  private func beginCopy() {
    let socket = "unix:/run/qemu-server/\(id).migrate"
    task.say("ssh tunnel ver 1")
    task.say("starting online/live migration on \(socket)")
    task.say("set migration capabilities")
    task.say("migration downtime limit: 100 ms")
    task.say("migration cachesize: 512.0 MiB")
    task.say("set migration parameters")
    task.say("start migrate command to \(socket)")
    total = Double(cluster.memory(of: id))
    copyOn()
  }

  /// One line a second; all live moves of a node share its network.
  private func copyOn() {
    let rate = cluster.varied(source.durations.memoryBytesPerSecond / Double(max(source.machineMoves, 1)))
    let left = total * 0.9 - copied
    guard left > rate else { return task.after(max(left / rate, 0.1)) { self.completeCopy(rate) } }
    task.after(1) {
      guard self.target.running[self.id]?.isIncoming == true else {
        return self.abortLive([], "unable to parse migration status - no data")
      }
      self.copied += rate
      self.task.say(
        "migration active, transferred \(Amount.text(self.copied)) of \(Amount.text(self.total)) VM-state, "
          + "\(Amount.text(rate))/s")
      self.copyOn()
    }
  }

  private func completeCopy(_ rate: Double) {
    copied = total * 0.9
    task.say(
      "average migration speed: \(Amount.text(rate)) - downtime \(40 + Int(cluster.random.next() % 60)) ms"
        .replacing(" - downtime", with: "/s - downtime"))
    task.say("migration completed, transferred \(Amount.text(copied)) VM-state")
    task.say("migration status: completed")
    task.after(cluster.varied(source.durations.machineFinish)) { self.handOver() }
  }

  private func handOver() {
    guard source.isQuorate else {
      return abortLive([], "failed to move config file to node '\(target.name)': Permission denied")
    }
    let old = ClusterFiles.path(of: id, .machine, on: source.name)
    let new = ClusterFiles.path(of: id, .machine, on: target.name)
    _ = cluster.files.rename(old, new, by: source.name)
    cluster.files.change(id, by: target.name) { $0["lock"] = nil }
    if isLive {
      target.running[id]?.isIncoming = false
      source.running[id] = nil
    }
    if cluster.hooks.moveFails(id, .handedOver) {
      // The machine runs on the target all the same (5.3 E).
      task.say("ERROR: stopping vm failed - got timeout")
      task.say("ERROR: migration finished with problems (duration \(task.duration))")
      return end(failed: "migration problems")
    }
    task.say("migration finished successfully (duration \(task.duration))")
    end()
  }
}

/// Amounts as qm prints them: `112.5 MiB`.
enum Amount {
  static func text(_ bytes: Double) -> String {
    var value = bytes
    for unit in ["B", "KiB", "MiB"] {
      if value < 1024 { return Pad.decimals(value, 1) + " " + unit }
      value /= 1024
    }
    return Pad.decimals(value, 1) + " GiB"
  }
}

/// Versions in order: runs of digits count as numbers.
enum VersionOrder {
  static func precedes(_ left: String, _ right: String) -> Bool { NaturalOrder.precedes(left, right) }
}
