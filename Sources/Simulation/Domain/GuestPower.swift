import Cluster

/// Why a guest did not start or stop: what the tool says on the way, and the reason it gives at the end.
struct GuestRefusal {
  var lines: [String] = []
  var reason: String
}

extension SimulatedNode {
  /// Whether the guest runs here (an incoming live move does not count).
  func runs(_ id: Int) -> Bool { running[id].map { !$0.isIncoming } ?? false }

  /// Whether the guest's configuration lies here.
  func owns(_ id: Int, _ kind: Guest.Kind) -> Bool {
    guard let place = cluster.files.places[id] else { return false }
    return place.node == name && place.kind == kind
  }

  func missingConfiguration(_ id: Int, _ kind: Guest.Kind) -> String {
    "Configuration file '\(ClusterFiles.path(of: id, kind, on: name))' does not exist"
  }

  /// Starts a guest.
  /// - Source: facts/pve.md 6.
  func startGuest(_ id: Int, _ kind: Guest.Kind, done: @escaping (GuestRefusal?) -> Void) {
    if let refusal = refusalToStart(id, kind) { return done(refusal) }
    let seconds = kind == .container ? durations.containerStart : durations.machineStart
    after(cluster.varied(seconds)) {
      guard self.phase != .stopping else { return done(GuestRefusal(reason: "start failed: shutdown in progress")) }
      // It may have been moved away meanwhile, as far as it was not running yet.
      guard self.owns(id, kind) else { return done(GuestRefusal(reason: self.missingConfiguration(id, kind))) }
      self.guestIsUp(id)
      done(nil)
    }
  }

  func guestIsUp(_ id: Int) {
    running[id] = RunningGuest(pid: nextPID(), since: cluster.now, machineVersion: machineVersion)
    cluster.ledger.guestCameUp(id, at: cluster.now)
  }

  func guestIsGone(_ id: Int) {
    running[id] = nil
    if cluster.runningNode(of: id) == nil { cluster.guestWentDown(id) }
  }

  private func refusalToStart(_ id: Int, _ kind: Guest.Kind) -> GuestRefusal? {
    guard owns(id, kind), let configuration = cluster.files.configuration(id) else {
      return GuestRefusal(reason: missingConfiguration(id, kind))
    }
    if configuration.isOn("template") {
      return GuestRefusal(reason: "you can't start a \(kind == .container ? "CT" : "vm") if it's a template")
    }
    if let lock = configuration["lock"], lock != "mounted" {
      return GuestRefusal(reason: "\(kind == .container ? "CT" : "VM") is locked (\(lock))")
    }
    if leavingContainers.contains(id) {
      return GuestRefusal(reason: "can't lock file '/run/lock/lxc/pve-config-\(id).lock' - got timeout")
    }
    if let storage = storagesNeeded(by: configuration).first(where: { !isActive($0) }) {
      return GuestRefusal(reason: "storage '\(storage)' is not online")
    }
    for net in configuration.numbered("net") {
      if let bridge = GuestConfiguration.options(net.value)["bridge"], !bridges.contains(bridge) {
        return GuestRefusal(reason: "bridge '\(bridge)' does not exist")
      }
    }
    if let reason = cluster.hooks.startRefusal(id, self) { return GuestRefusal(reason: reason) }
    if let reason = missingHookScript(id, configuration) { return GuestRefusal(reason: reason) }
    if kind == .container {
      if let device = missingDevice(id, configuration) {
        return GuestRefusal(reason: "Device \(device) does not exist")
      }
      if let refusal = missingMount(id, configuration) { return refusal }
    }
    if phase == .stopping {
      let unit = kind == .container ? "pve-container@\(id).service" : "\(id).scope"
      return GuestRefusal(
        lines: [
          "Failed to start \(unit): \(destructive(unit))",
          "See system logs and 'systemctl status \(unit)' for details.",
        ], reason: "command 'systemctl start \(unit.replacing(".service", with: ""))' failed: exit code 4")
    }
    return nil
  }

  /// The device check of a container's start, with its false alarm: a privileged container's first start on a node
  /// that has no `/var/lib/lxc/ID` yet reads a left-over errno and fails, the second succeeds.
  /// - Source: facts/pve.md 6.1.
  private func missingDevice(_ id: Int, _ configuration: GuestConfiguration) -> String? {
    let devices = configuration.numbered("dev").map { GuestConfiguration.head($0.value) }
    let folder = "/var/lib/lxc/\(id)"
    let isFirst = !files.exists(folder)
    if isFirst { _ = files.makeDirectory(folder) }
    if let missing = devices.first(where: { files.info($0) == nil }) { return missing }
    guard isFirst, !devices.isEmpty, !configuration.isOn("unprivileged") else { return nil }
    return devices[Int(cluster.random.next() % UInt64(devices.count))]
  }

  /// Storages that hold a guest's volumes.
  func storagesNeeded(by configuration: GuestConfiguration) -> [String] {
    GuestVolumes.volumes(of: configuration).map(\.storage)
  }

  func isActive(_ storage: String) -> Bool {
    guard hasStorages, let configured = cluster.herd.storages.first(where: { $0.name == storage }) else {
      return false
    }
    return configured.isUsable(on: name)
  }

  /// Seconds that the guest takes to shut down; the same guest always takes about as long.
  private func stopSeconds(_ id: Int, _ kind: Guest.Kind) -> Double {
    guard kind == .container else { return cluster.varied(durations.machineStop) }
    let low = durations.containerStop.first ?? 2
    let high = durations.containerStop.last ?? low
    let place = Double((id &* 7919) % 100) / 100
    return cluster.varied(low + (high - low) * place)
  }

  /// Shuts a guest down. Once asked it goes down even if whoever asked is killed.
  /// - Parameter force: kill it after `timeout` instead of giving up.
  func shutDownGuest(
    _ id: Int, _ kind: Guest.Kind, timeout: Double, force: Bool, done: @escaping (GuestRefusal?) -> Void
  ) {
    guard runs(id) else { return done(nil) }
    let needed = cluster.hooks.ignoresShutdown(id) ? .infinity : stopSeconds(id, kind)
    // After the time-out a container is given the same time again, and a little more (facts/pve.md 0, trap 2).
    let patience = kind == .container && !force ? 2 * timeout + 5 : timeout
    if needed <= patience {
      running[id]?.isStopping = true
      cluster.guestWentDown(id)
      return after(needed) {
        self.guestIsGone(id)
        done(nil)
      }
    }
    after(patience) {
      guard force else { return done(self.refusalToStop(id, kind, timeout)) }
      self.guestIsGone(id)
      done(nil)
    }
  }

  private func refusalToStop(_ id: Int, _ kind: Guest.Kind, _ timeout: Double) -> GuestRefusal {
    guard kind == .container else { return GuestRefusal(reason: "VM quit/powerdown failed - got timeout") }
    return GuestRefusal(
      lines: ["command 'lxc-stop -n \(id) --nokill --timeout \(Int(timeout))' failed: exit code 1"],
      reason: "container did not stop")
  }

  /// Kills a guest.
  func killGuest(_ id: Int, done: @escaping () -> Void) {
    after(1) {
      self.guestIsGone(id)
      done()
    }
  }
}
