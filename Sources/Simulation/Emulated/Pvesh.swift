import Cluster

/// `pvesh`: get, create and delete of the paths that a cluster tool uses.
/// - Source: facts/pve.md 4.
enum Pvesh {
  @Sendable static func run(_ process: Process) {
    process.after(process.cluster.varied(process.node.durations.pveshStart)) {
      guard process.node.hasClusterFiles else {
        for _ in 0..<3 { process.err("ipcc_send_rec[1] failed: Connection refused\n") }
        return process.fail("Unable to load access control list: Connection refused", status: 111)
      }
      let options = ToolOptions(
        process.arguments, flags: ["restart", "online", "with-local-disks", "errors"],
        values: [
          "output-format", "type", "enabled", "source", "limit", "start", "vmid", "typefilter", "target", "timeout",
          "since", "crs",
        ])
      guard options.plain.count >= 2 else { return process.fail("400 not enough arguments") }
      let path = options.plain[1].split(separator: "/").map(String.init)
      switch options.plain[0] {
      case "get", "ls": get(path, options, process)
      case "create": create(path, options, process)
      case "set": set(path, options, process)
      case "delete": delete(path, process)
      default: process.failUsage("ERROR: unknown command 'pvesh \(options.plain[0])'")
      }
    }
  }

  private static func get(_ path: [String], _ options: ToolOptions, _ process: Process) {
    let answer: JSON?
    switch path.first {
    case "version": answer = version(process.node)
    case "cluster": answer = PveshCluster.get(Array(path.dropFirst()), options, process.node)
    case "nodes" where path.count >= 2: return node(path, options, process)
    case "nodes": answer = PveshCluster.nodes(process.node)
    default: answer = nil
    }
    guard let answer else { return missing("get", path, process) }
    process.answer(answer.text)
  }

  private static func missing(_ verb: String, _ path: [String], _ process: Process) {
    process.fail("No '\(verb)' handler defined for '/\(path.joined(separator: "/"))'", status: 1)
  }

  static func version(_ node: SimulatedNode) -> JSON {
    let version = Pveversion.managerVersion(node)
    return .object([
      "release": .text(version.split(separator: ".").prefix(2).joined(separator: ".")),
      "repoid": .text(Pveversion.hash(version)), "version": .text(version),
    ])
  }

  /// A path below another node is asked there, over SSH.
  private static func node(_ path: [String], _ options: ToolOptions, _ process: Process) {
    guard let target = process.cluster.members.first(where: { $0.name == path[1] }) else {
      return process.fail("hostname lookup '\(path[1])' failed - failed to get address info for: \(path[1])")
    }
    guard target === process.node || target.port == .open else {
      return process.fail("proxy handler failed: ssh: connect to host \(target.address) port 22: No route to host")
    }
    switch PveshNode.get(Array(path.dropFirst(2)), options, target) {
    case .found(let answer): process.answer(answer.text)
    case .refused(let text): process.fail(text, status: 2)
    case .missing: missing("get", path, process)
    }
  }

  /// Actions print the task's log and then its id, and end with 0 whatever became of the task (facts/pve.md 0, trap 5).
  private static func create(_ path: [String], _ options: ToolOptions, _ process: Process) {
    guard path.count >= 3, path[0] == "nodes", path[1] == process.node.name else {
      return missing("create", path, process)
    }
    if path.count == 4, path[2] == "apt", path[3] == "update" {
      return relay(["apt-get", "update"], process)
    }
    guard path.count >= 5, let id = Int(path[3]), path[2] == "lxc" || path[2] == "qemu" else {
      return missing("create", path, process)
    }
    let tool = path[2] == "lxc" ? "pct" : "qm"
    if path[4] == "migrate", let target = options.values["target"] {
      var words = [tool, "migrate", "\(id)", target]
      for flag in ["restart", "online", "with-local-disks"] where options.isOn(flag) { words.append("--\(flag)") }
      if let timeout = options.values["timeout"] { words += ["--timeout", timeout] }
      return relay(words, process)
    }
    if path.count == 6, path[4] == "status" { return relay([tool, path[5], "\(id)"], process) }
    missing("create", path, process)
  }

  private static func relay(_ words: [String], _ process: Process) {
    let errors = Collector()
    var streams = process.streams
    streams[2] = errors
    let before = process.node.tasks.count
    process.node.launch(words, environment: process.environment, streams: streams, group: process.group) { exit in
      let isTask = process.node.tasks.count > before
      guard isTask || exit == .status(0) else {
        process.write(errors.bytes, to: 2)
        return process.end(exit)
      }
      process.answer(process.node.tasks.last?.upid ?? "")
    }
  }

  /// `set /cluster/backup/JOB --enabled 0|1` and `set /cluster/options --crs VALUE`.
  private static func set(_ path: [String], _ options: ToolOptions, _ process: Process) {
    let cluster = process.cluster
    if path == ["cluster", "options"], let crs = options.values["crs"] {
      cluster.setScheduling(crs)
      return process.finish()
    }
    guard path.count == 3, path[0] == "cluster", path[1] == "backup", let enabled = options.values["enabled"] else {
      return missing("set", path, process)
    }
    guard cluster.backupJobs[path[2]] != nil else {
      return process.fail("No such job '\(path[2])'", status: 255)
    }
    cluster.setBackupJob(path[2], isEnabled: enabled == "1")
    process.finish()
  }

  /// `delete /nodes/N/tasks/UPID` stops a task.
  private static func delete(_ path: [String], _ process: Process) {
    guard path.count == 4, path[0] == "nodes", path[2] == "tasks", let node = process.cluster.node(path[1]) else {
      return missing("delete", path, process)
    }
    guard let task = node.tasks.first(where: { $0.upid == path[3] }) else {
      return process.fail("400 Parameter verification failed.\nupid: no such task")
    }
    task.interrupt(reason: "interrupted by signal")
    process.finish()
  }
}
