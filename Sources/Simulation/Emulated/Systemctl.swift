/// `systemctl`: what a cluster tool asks and orders.
/// - Source: facts/pve.md 8.1, 8.2.
enum Systemctl {
  @Sendable static func run(_ process: Process) {
    let words = process.arguments.filter { !$0.hasPrefix("-") }
    let flags = process.arguments.filter { $0.hasPrefix("-") }
    switch words.first {
    case "is-active":
      isActive(Array(words.dropFirst()), isQuiet: flags.contains { $0 == "--quiet" || $0 == "-q" }, process)
    case "list-units": listUnits(words.dropFirst().first ?? "*", process)
    case "list-jobs": listJobs(withLegend: !flags.contains("--no-legend") && !flags.contains("--legend=false"), process)
    case "is-system-running": systemState(process)
    case "reboot":
      reboot(force: flags.count { $0 == "--force" || $0 == "-f" } + (flags.contains("-ff") ? 2 : 0), process)
    case "kexec": reboot(force: 0, process)
    case "stop", "kill": stop(Array(words.dropFirst()), process)
    case "show": show(Array(words.dropFirst()), flags, process)
    case "start":
      for unit in words.dropFirst() where process.node.daemons[plainName(unit)] != nil {
        process.node.daemons[plainName(unit)] = true
      }
      process.finish()
    case "cancel", "daemon-reload", "reset-failed", "restart": process.finish()
    default: process.failUsage("Unknown command verb \(words.first ?? "").")
    }
  }

  static func plainName(_ unit: String) -> String {
    unit.hasSuffix(".service") ? String(unit.dropLast(8)) : unit
  }

  /// State of a unit as `is-active` names it; nil for a unit that does not exist.
  static func state(_ unit: String, on node: SimulatedNode) -> String? {
    let name = plainName(unit)
    if node.units[name] != nil { return "active" }
    if let isActive = node.daemons[name] { return isActive ? "active" : "inactive" }
    if name.hasPrefix("pve-container@") { return node.runs(Int(name.dropFirst(14)) ?? 0) ? "active" : "inactive" }
    switch name {
    case "ssh", "sshd", "cron", "chrony", "dbus", "systemd-journald": return "active"
    case "apt-daily", "apt-daily-upgrade", "pve-daily-update": return "inactive"
    case "proxmox-backup", "proxmox-backup-proxy": return node.kind == .backup ? "active" : nil
    default: break
    }
    guard node.kind == .cluster else { return nil }
    switch name {
    case "pve-cluster": return node.hasClusterFiles ? "active" : "activating"
    case "corosync": return node.isMember ? "active" : "activating"
    case "pvedaemon", "pveproxy", "pvestatd", "pve-firewall", "pvescheduler", "pve-ha-lrm", "pve-ha-crm",
      "watchdog-mux", "qmeventd", "lxcfs", "spiceproxy":
      return node.hasClusterFiles ? "active" : "inactive"
    case "pve-guests": return node.phase == .stopping ? "deactivating" : node.guestService
    default: return nil
    }
  }

  private static func isActive(_ units: [String], isQuiet: Bool, _ process: Process) {
    let states = units.map { state($0, on: process.node) ?? "inactive" }
    if !isQuiet { process.out(states.map { $0 + "\n" }.joined()) }
    process.finish(states.contains("active") ? 0 : 3)
  }

  /// `list-units --plain --no-legend --state=active PATTERN`, of daemons.
  private static func listUnits(_ pattern: String, _ process: Process) {
    let active = process.node.daemons.filter(\.value).keys.map { $0 + ".service" }.sorted()
    for unit in active where ShellPattern(pattern).matches(unit) {
      process.out("\(unit) loaded active running \(plainName(unit))\n")
    }
    process.finish()
  }

  private static func listJobs(withLegend: Bool, _ process: Process) {
    let jobs = process.node.queuedJobs
    guard !jobs.isEmpty else {
      process.out(withLegend ? "No jobs running.\n" : "")
      return process.finish()
    }
    let width = max(jobs.map(\.unit.count).max() ?? 0, 4)
    var text = withLegend ? " JOB \(Pad.right("UNIT", width)) TYPE  STATE  \n" : ""
    for (index, job) in jobs.enumerated() {
      text += "\(1200 + index * 3) \(Pad.right(job.unit, width)) \(Pad.right(job.type, 5)) \(Pad.right(job.state, 7))\n"
    }
    if withLegend { text += "\n\(jobs.count) jobs listed.\n" }
    process.out(text)
    process.finish()
  }

  private static func systemState(_ process: Process) {
    let state =
      switch process.node.phase {
      case .running: "running"
      case .booting: "starting"
      case .stopping, .down: "stopping"
      }
    process.out(state + "\n")
    process.finish(state == "running" ? 0 : 1)
  }

  private static func reboot(force: Int, _ process: Process) {
    let node = process.node
    process.finish()
    // The answer leaves before the order takes hold.
    node.after(0.1) {
      if force == 0 { return node.orderReboot() }
      node.cluster.ledger.deeds.forced.append(.init(verb: "reboot", subject: node.name))
      node.recordRebootOrder()
      node.isOrderedDown = true
      // Not even systemd's own force gets a hung shutdown down (facts/pve.md 15.7).
      guard !node.cluster.hooks.hangsInShutdown(node) else { return }
      node.after(force == 1 ? 3 : 0.2) { node.goDown() }
    }
  }

  private static func stop(_ units: [String], _ process: Process) {
    let known = units.map(plainName).filter { process.node.units[$0] != nil || process.node.daemons[$0] != nil }
    for name in known { process.node.units[name]?.group.signal(.terminate) }
    for name in known where process.node.daemons[name] != nil { process.node.daemons[name] = false }
    guard known.count == units.count else {
      let unit = units.first { process.node.units[plainName($0)] == nil } ?? ""
      return process.fail("Failed to stop \(unit): Unit \(unit) not loaded.", status: 5)
    }
    process.finish()
  }

  /// `show -p ActiveState UNIT`.
  private static func show(_ units: [String], _ flags: [String], _ process: Process) {
    let wanted = units.filter { !$0.hasSuffix("State") && !$0.hasSuffix("Result") }
    for unit in wanted {
      let active = state(unit, on: process.node) ?? "inactive"
      let load = state(unit, on: process.node) == nil ? "not-found" : "loaded"
      process.out("LoadState=\(load)\nActiveState=\(active)\nSubState=\(active == "active" ? "running" : "dead")\n")
    }
    process.finish()
  }
}
