/// Shutdown and boot of a node.
/// - Source: facts/pve.md 8.1, 8.2, 15.6.
extension SimulatedNode {
  /// Jobs that systemd lists now, without header: number, unit, type, state.
  var queuedJobs: [(unit: String, type: String, state: String)] {
    if phase == .running, cluster.hooks.queuedReboots.contains(name) {
      return [("reboot.target", "start", "waiting"), ("shutdown.target", "start", "waiting")]
    }
    return switch phase {
    case .stopping:
      [
        ("reboot.target", "start", "waiting"), ("systemd-reboot.service", "start", "waiting"),
        ("shutdown.target", "start", "waiting"), ("pve-guests.service", "stop", "running"),
        ("pve-ha-lrm.service", "stop", "waiting"),
      ]
    case .booting where guestService == "activating":
      [("pve-guests.service", "start", "running"), ("multi-user.target", "start", "waiting")]
    case .running, .down, .booting: []
    }
  }

  /// `systemctl reboot`: queued irreversibly; guests are stopped first.
  func orderReboot() {
    guard phase == .running || phase == .booting else { return }
    guard cluster.hooks.lostOrders.remove(name) == nil else { return cluster.dropConnections(to: name) }
    recordRebootOrder()
    if kind == .cluster { cluster.ceph?.nodeIsRestarted(name) }
    phase = .stopping
    isOrderedDown = true
    cluster.manager.nodeShutsDown(name)
    for name in units.keys.sorted() { units[name]?.group.signal(.terminate) }
    guard !cluster.hooks.hangsInShutdown(self) else { return }
    stopGuests(running.keys.sorted(by: >).filter { runs($0) }) {
      self.after(self.cluster.varied(self.durations.shutdown)) { self.goDown() }
    }
  }

  /// What just came about may be too new for anyone to have seen it before the order.
  static let newSeconds = 20.0

  /// Holds the order against the rules of safety.
  func recordRebootOrder() {
    let then = cluster.now - SimulatedNode.newSeconds
    let left = running.keys.sorted().filter { id in
      let isNew = cluster.ledger.touches[id] != nil && running[id].map { $0.since > then } == true
      return runs(id) && !isNew
    }
    if !left.isEmpty { cluster.ledger.deeds.rebootedWithGuests.append(.init(node: name, guests: left)) }
    guard kind == .cluster else { return }
    let others = cluster.members.filter { $0 !== self }
    let missing = others.filter { !$0.isMember && $0.memberChangedAt <= then }
    if !missing.isEmpty {
      cluster.ledger.deeds.rebootedAtRisk.append("\(name) without \(missing.map(\.name).joined(separator: ", "))")
    } else if others.count(where: \.isMember) + cluster.deviceVotes < cluster.votesNeeded, !others.isEmpty,
      others.allSatisfy({ $0.memberChangedAt <= then })
    {
      cluster.ledger.deeds.rebootedAtRisk.append("\(name), whose vote is needed")
    }
    // What began after an order that stands nobody could have waited for.
    if !isOrderedDown { recordKilledWork(begunBy: then, others: others) }
  }

  /// Work on the node, and what others send to it.
  private func recordKilledWork(begunBy then: Double, others: [SimulatedNode]) {
    let works: Set = ["vzdump", "qmclone", "qmrestore"]
    let killed =
      tasks.filter { works.contains($0.type) } + others.flatMap(\.tasks).filter { $0.target == name }
    for task in killed where task.isRunning && task.beganAt <= then {
      cluster.ledger.deeds.killedTasks.append("\(task.node.name) \(task.type) \(task.subject)")
    }
    for (guest, way) in cluster.ledger.replications.sorted(by: { $0.key < $1.key })
    where [way.from, way.to].contains(name) && way.since <= then {
      cluster.ledger.deeds.killedTasks.append("\(way.from) replication of \(guest) to \(way.to)")
    }
  }

  /// `stopall`: up to as many at once as the node has processors, forced after 180 s.
  private func stopGuests(_ ids: [Int], done: @escaping () -> Void) {
    guard !ids.isEmpty else { return done() }
    var waiting = ids[...]
    var left = ids.count
    func next() {
      guard let id = waiting.popFirst() else { return }
      guard let kind = cluster.files.places[id]?.kind else {
        left -= 1
        return left == 0 ? done() : next()
      }
      shutDownGuest(id, kind, timeout: 180, force: true) { _ in
        left -= 1
        if left == 0 { done() } else { next() }
      }
    }
    for _ in 0..<min(machine.cores, ids.count) { next() }
  }

  /// The network is gone and the kernel with it.
  func goDown(returns: Bool = true) {
    guard phase != .down else { return }
    phase = .down
    incarnation += 1
    isMember = false
    hasClusterFiles = false
    hasStorages = false
    guestService = "inactive"
    for task in tasks where task.isRunning { task.lose() }
    port = .silent
    for pid in processes.keys.sorted() { processes[pid]?.end(.none) }
    processes = [:]
    units = [:]
    fileLocks = [:]
    packages.lockHolder = nil
    for id in running.keys.sorted() {
      let wasIncoming = running[id]?.isIncoming == true
      running[id] = nil
      if !wasIncoming { cluster.guestWentDown(id) }
    }
    if !isOrderedDown {
      for (id, place) in cluster.files.places where place.node == name { cluster.ledger.touch(id, at: cluster.now) }
    }
    if kind == .cluster { cluster.ledger.nodeWentDown(name, byOrder: isOrderedDown) }
    isOrderedDown = false
    isLost = !returns || cluster.hooks.neverReturns(self)
    if !isLost { boot() }
  }

  /// The power is on.
  func boot() {
    // A kernel that is started directly saves the firmware's part.
    let boot = cluster.varied(durations.boot) * (directKernel == nil ? 1 : 0.4)
    after(max(boot - 2, 0)) { self.port = .closed }
    after(boot) { self.comeUp() }
  }

  /// sshd answers; the rest comes up one after the other.
  private func comeUp() {
    cluster.ledger.boots[name, default: 0] += 1
    bootID = SimulatedNode.bootID(&cluster.random)
    bootedAt = cluster.now - 6
    kernel = cluster.hooks.kernelToBoot(self) ?? directKernel ?? bootKernel
    directKernel = nil
    files.tree.clear("/run")
    NodeTree.fillRun(self)
    for daemon in daemons.keys { daemons[daemon] = true }
    phase = .booting
    port = .open
    guard kind == .cluster else {
      phase = .running
      return
    }
    after(cluster.varied(durations.clusterFiles)) { self.hasClusterFiles = true }
    after(cluster.varied(durations.storages)) { self.hasStorages = true }
    after(cluster.varied(durations.quorum)) {
      self.isMember = true
      self.hasClusterFiles = true
      self.cluster.ledger.nodeCameBack(self.name)
      self.cluster.ceph?.nodeIsBack()
      self.awaitQuorum()
    }
    cluster.hooks.afterBoot(self)
  }

  /// `startall` waits for quorum (8.2).
  private func awaitQuorum() {
    guestService = "activating"
    guard isQuorate, hasStorages else { return after(1) { self.awaitQuorum() } }
    let places = cluster.files.places.filter { $0.value.node == name }
    for id in places.keys.sorted() where cluster.files.configuration(id)?["lock"] == "backup" {
      cluster.files.change(id, by: name) { $0["lock"] = nil }
    }
    let starting = places.keys.filter { id in
      cluster.files.configuration(id)?.isOn("onboot") == true && !cluster.manager.manages(id) && running[id] == nil
    }
    let ordered = starting.sorted { (StartOrder.of($0, cluster), $0) < (StartOrder.of($1, cluster), $1) }
    let task = WorkerTask("startall", "", on: self, process: nil)
    startAll(ordered[...], task) {
      task.succeed()
      self.after(self.cluster.varied(self.durations.bootServices)) {
        guard self.phase == .booting else { return }
        self.guestService = "active"
        self.phase = .running
      }
    }
  }

  private func startAll(_ ids: ArraySlice<Int>, _ task: WorkerTask, done: @escaping () -> Void) {
    var rest = ids
    guard let id = rest.popFirst(), let kind = cluster.files.places[id]?.kind else { return done() }
    task.log("Starting \(kind == .container ? "CT" : "VM") \(id)")
    startGuest(id, kind) { refusal in
      if let refusal { task.log("Starting \(kind == .container ? "CT" : "VM") \(id) failed: \(refusal.reason)") }
      self.startAll(rest, task, done: done)
    }
  }

  /// The kernel that the boot loader will start.
  /// - Source: facts/pve.md 8.4.
  var bootKernel: String {
    for pin in ["/etc/kernel/next-boot-pin", "/etc/kernel/proxmox-boot-pin"] {
      if case .success(let bytes) = files.read(pin) {
        let text = String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }
        if !text.isEmpty { return text }
      }
    }
    return installedKernels.last ?? kernel
  }

  /// Releases under /boot, oldest first.
  var installedKernels: [String] {
    let prefix = "/boot/vmlinuz-"
    return files.names(matching: prefix + "*").map { String($0.dropFirst(prefix.count)) }
      .sorted(by: VersionOrder.precedes)
  }
}

/// Place in the order of `startup: order=N`; none stands last.
enum StartOrder {
  static func of(_ id: Int, _ cluster: SimulatedCluster) -> Int {
    guard let value = cluster.files.configuration(id)?["startup"] else { return .max }
    return Int(GuestConfiguration.options(value)["order"] ?? value) ?? .max
  }
}
