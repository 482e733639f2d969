import Cluster

/// What `pct` and `qm` have in common; texts differ by kind.
/// - Source: facts/pve.md 2.3, 2.4, 5.3, 6.
struct GuestTool: Sendable {
  let kind: Guest.Kind

  private var isContainer: Bool { kind == .container }
  private var label: String { isContainer ? "CT" : "VM" }
  private var tool: String { isContainer ? "pct" : "qm" }
  private var taskPrefix: String { isContainer ? "vz" : "qm" }

  /// - Returns: false for a sub-command that neither has.
  func run(_ command: String, _ arguments: ArraySlice<String>, _ process: Process) -> Bool {
    let commands: [String: (Int, ArraySlice<String>, Process) -> Void] = [
      "status": status, "config": config, "unlock": unlock, "start": start, "stop": stop, "shutdown": shutdown,
      "migrate": migrate, "reboot": reboot,
    ]
    guard let action = commands[command] else { return false }
    guard let id = Int(arguments.first ?? "") else {
      process.fail("400 not enough arguments\n\(tool) \(command) <vmid> [OPTIONS]")
      return true
    }
    action(id, arguments.dropFirst(), process)
    return true
  }

  private func configuration(_ id: Int, _ process: Process) -> GuestConfiguration? {
    guard process.node.owns(id, kind), let configuration = process.cluster.files.configuration(id) else {
      process.fail(process.node.missingConfiguration(id, kind), status: 2)
      return nil
    }
    return configuration
  }

  private func status(_ id: Int, _ arguments: ArraySlice<String>, _ process: Process) {
    guard let configuration = configuration(id, process) else { return }
    let node = process.node
    let status = node.runs(id) ? "running" : "stopped"
    guard ToolOptions(arguments, flags: ["verbose"]).isOn("verbose") else {
      process.out("status: \(status)\n")
      return process.finish()
    }
    var fields: [String: String] = [
      "status": status, "vmid": "\(id)", "name": node.cluster.name(of: id), "cpus": configuration["cores"] ?? "1",
      "maxmem": "\(node.cluster.memory(of: id))", "mem": "0", "uptime": "0", "disk": "0", "diskread": "0",
      "diskwrite": "0", "netin": "0", "netout": "0", "maxdisk": "8589934592", "type": isContainer ? "lxc" : "qemu",
    ]
    if let run = node.running[id], node.runs(id) {
      fields["pid"] = "\(run.pid)"
      fields["uptime"] = "\(Int(node.cluster.now - run.since))"
      fields["mem"] = "\(Int64(Double(node.cluster.memory(of: id)) * node.cluster.memoryUse(of: id)))"
    }
    for key in ["lock", "tags", "template"] { if let value = configuration[key] { fields[key] = value } }
    if isContainer { fields["swap"] = "0" } else { fields["qmpstatus"] = status }
    process.out(fields.keys.sorted().map { "\($0): \(fields[$0] ?? "")\n" }.joined())
    process.finish()
  }

  private func config(_ id: Int, _ arguments: ArraySlice<String>, _ process: Process) {
    guard let configuration = configuration(id, process) else { return }
    process.out(configuration.listing)
    process.finish()
  }

  private func unlock(_ id: Int, _ arguments: ArraySlice<String>, _ process: Process) {
    guard let configuration = configuration(id, process) else { return }
    guard process.node.isQuorate else {
      let path = ClusterFiles.path(of: id, kind, on: process.node.name)
      return process.fail("unable to open file '/etc/pve/\(path).tmp.\(process.pid)' - Permission denied", status: 13)
    }
    guard let lock = configuration["lock"] else {
      return process.fail("no lock found trying to remove any lock")
    }
    process.cluster.ledger.deeds.forced.append(.init(verb: "unlock", subject: "\(id)", lock: lock))
    process.cluster.files.change(id, by: process.node.name) { $0["lock"] = nil }
    process.finish()
  }

  private func start(_ id: Int, _ arguments: ArraySlice<String>, _ process: Process) {
    let node = process.node
    if isContainer, node.runs(id) { return process.fail("CT \(id) already running") }
    guard configuration(id, process) != nil else { return }
    if redirect("start", id, process) { return }
    guard node.isQuorate else { return process.fail("cluster not ready - no quorum?") }
    let task = WorkerTask("\(taskPrefix)start", "\(id)", on: node, process: process)
    if node.runs(id) { return task.fail("VM \(id) already running") }
    node.startGuest(id, kind) { refusal in
      guard let refusal else { return task.succeed() }
      for line in refusal.lines { task.log(line) }
      task.fail(refusal.reason)
    }
  }

  private func stop(_ id: Int, _ arguments: ArraySlice<String>, _ process: Process) {
    let node = process.node
    if isContainer, !node.runs(id) { return process.fail("CT \(id) not running") }
    guard configuration(id, process) != nil else { return }
    if redirect("stop", id, process) { return }
    guard node.runs(id) else { return process.finish() }
    process.cluster.ledger.deeds.forced.append(.init(verb: "stop", subject: "\(id)"))
    let task = WorkerTask("\(taskPrefix)stop", "\(id)", on: node, process: process)
    node.killGuest(id) { task.succeed() }
  }

  private func shutdown(_ id: Int, _ arguments: ArraySlice<String>, _ process: Process) {
    let node = process.node
    let options = ToolOptions(arguments, flags: ["forceStop", "keepActive"], values: ["timeout"])
    if isContainer, !node.runs(id) { return process.fail("CT \(id) not running") }
    guard let configuration = configuration(id, process) else { return }
    if redirect("stop", id, process) { return }
    guard node.runs(id) else {
      process.err("VM \(id) not running\n\n")
      return process.finish()
    }
    let task = WorkerTask("\(taskPrefix)shutdown", "\(id)", on: node, process: process)
    if let lock = configuration["lock"] { return task.fail("\(label) is locked (\(lock))") }
    let timeout = options.number("timeout") ?? 60
    process.cluster.ledger.deeds.shutDown.append(id)
    if options.isOn("forceStop") { process.cluster.ledger.deeds.forced.append(.init(verb: "stop", subject: "\(id)")) }
    node.shutDownGuest(id, kind, timeout: timeout, force: options.isOn("forceStop")) { refusal in
      guard let refusal else { return task.succeed() }
      for line in refusal.lines { task.log(line) }
      task.fail(refusal.reason)
    }
  }

  private func reboot(_ id: Int, _ arguments: ArraySlice<String>, _ process: Process) {
    let node = process.node
    if !node.runs(id) { return process.fail("\(label) \(id) not running") }
    let task = WorkerTask("\(taskPrefix)reboot", "\(id)", on: node, process: process)
    node.shutDownGuest(id, kind, timeout: 60, force: false) { refusal in
      if let refusal { return task.fail(refusal.reason) }
      node.startGuest(id, kind) { refusal in
        if let refusal { task.fail(refusal.reason) } else { task.succeed() }
      }
    }
  }

  /// Guests of the HA stack are not touched: the order becomes a request (facts/pve.md 5.4, 6).
  private func redirect(_ action: String, _ id: Int, _ process: Process) -> Bool {
    guard process.cluster.manager.manages(id) else { return false }
    let task = WorkerTask("ha\(action)", "\(id)", on: process.node, process: process)
    task.log("Requesting HA \(action) for \(label) \(id)")
    task.after(0.5) {
      process.cluster.manager.request(action, id)
      task.succeed()
    }
    return true
  }

  private func migrate(_ id: Int, _ arguments: ArraySlice<String>, _ process: Process) {
    let node = process.node
    let options = ToolOptions(
      arguments, flags: ["restart", "online", "with-local-disks", "force", "with-conntrack-state"],
      values: ["timeout", "target-storage", "targetstorage", "bwlimit", "migration_network", "migration_type"])
    let usage = "\(tool) migrate <vmid> <target> [OPTIONS]"
    if let unknown = options.unknown {
      return process.failUsage("Unknown option: \(unknown)\n400 unable to parse option\n\(usage)")
    }
    guard let name = options.plain.first else { return process.fail("400 not enough arguments\n\(usage)") }
    if name == node.name {
      return process.fail("400 Parameter verification failed.\ntarget: target is local node.\n\(usage)")
    }
    guard node.isQuorate else { return process.fail("cluster not ready - no quorum?", status: 2) }
    guard let target = process.cluster.members.first(where: { $0.name == name }) else {
      return process.fail("no such cluster node '\(name)'", status: 2)
    }
    guard let configuration = configuration(id, process) else { return }
    let isRunning = node.runs(id)
    if isContainer, isRunning, !options.isOn("restart"), !options.isOn("online") {
      return process.fail("can't migrate running container without --online or --restart", status: 25)
    }
    if !isContainer, isRunning, !options.isOn("online") {
      return process.fail("can't migrate running VM without --online", status: 25)
    }
    if !isContainer, !isRunning, options.isOn("online") {
      process.err("VM isn't running. Doing offline migration instead.\n")
    }
    if process.cluster.manager.manages(id) {
      let task = WorkerTask("hamigrate", "\(id)", on: node, process: process)
      task.log("Requesting HA migration for \(label) \(id) to node \(name)")
      return task.after(0.5) {
        process.cluster.manager.request("migrate", id, to: name)
        task.succeed()
      }
    }
    if !isContainer, let lock = configuration["lock"] { return process.fail("VM is locked (\(lock))") }
    if process.cluster.hooks.moveFails(id, .beforeTask) {
      return process.fail("storage 'nfs-ct' is not available on node '\(name)'", status: 2)
    }
    begin(id, target, options, isRunning, process)
  }

  private func begin(_ id: Int, _ target: SimulatedNode, _ options: ToolOptions, _ isRunning: Bool, _ process: Process)
  {
    let node = process.node
    let task = WorkerTask(isContainer ? "vzmigrate" : "qmigrate", "\(id)", on: node, process: process)
    guard isContainer else {
      return MachineMove.begin(task, id: id, from: node, to: target, withLocalDisks: options.isOn("with-local-disks"))
    }
    if isRunning, options.isOn("online") {
      task.say("ERROR: migration aborted (duration 00:00:00): lxc live migration is currently not implemented")
      return task.fail("migration aborted")
    }
    ContainerMove.begin(
      task, id: id, from: node, to: target, restarts: options.isOn("restart"), timeout: options.number("timeout") ?? 180
    )
  }
}
