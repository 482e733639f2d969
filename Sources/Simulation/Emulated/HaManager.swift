/// `ha-manager`.
/// - Source: facts/pve.md 3.3, 7.2, 7.4.
enum HaManager {
  @Sendable static func run(_ process: Process) {
    process.afterPerlStart {
      let words = Array(process.arguments)
      switch words.first {
      case "status":
        process.out(HighAvailabilityReports.status(seenBy: process.node))
        process.finish()
      case "config": config(process)
      case "add": add(words, process)
      case "migrate", "relocate": move(words, process)
      case "crm-command": command(words, process)
      default: process.failUsage("ERROR: unknown command 'ha-manager \(words.joined(separator: " "))'")
      }
    }
  }

  private static func config(_ process: Process) {
    if let configuration = process.cluster.manager.configuration {
      for id in configuration.states.keys.sorted() {
        process.out("\(configuration.name(id))\n\tstate \(configuration.states[id] ?? "started")\n\n")
      }
    }
    process.finish()
  }

  /// `add ct:101`, of a guest that is to be kept started.
  private static func add(_ words: [String], _ process: Process) {
    let name = words.count == 2 ? words[1].split(separator: ":").map(String.init) : []
    guard name.count == 2, let id = Int(name[1]) else {
      return process.fail("400 not enough arguments\nha-manager add <sid> [OPTIONS]")
    }
    guard process.node.isQuorate else { return waitForLock(process) }
    guard process.cluster.files.places[id] != nil else { return process.fail("no such VM ('\(id)')") }
    guard !process.cluster.manager.manages(id) else {
      return process.fail("resource ID '\(words[1])' already defined")
    }
    process.cluster.manager.add(id, kind: name[0])
    process.finish()
  }

  private static func move(_ words: [String], _ process: Process) {
    guard words.count == 3, let id = Int(words[1].split(separator: ":").last ?? "") else {
      return process.fail("400 not enough arguments\nha-manager migrate <sid> <node>")
    }
    guard process.node.isQuorate else { return waitForLock(process) }
    guard process.cluster.manager.manages(id) else {
      return process.fail("no such resource '\(words[1])'")
    }
    guard process.cluster.members.contains(where: { $0.name == words[2] }) else {
      return process.fail("no such cluster node '\(words[2])'")
    }
    process.cluster.manager.request("migrate", id, to: words[2])
    process.finish()
  }

  /// Whatever takes a cluster lock tries for ten seconds (facts/pve-observed.md, Quorum).
  private static func waitForLock(_ process: Process, tries: Int = 9) {
    guard tries > 0 else { return process.fail("cfs-lock 'domain-ha' error: no quorum!") }
    process.err("trying to acquire cfs lock 'domain-ha' ...\n")
    process.after(1) { waitForLock(process, tries: tries - 1) }
  }

  private static func command(_ words: [String], _ process: Process) {
    guard words.count == 4, words[1] == "node-maintenance", ["enable", "disable"].contains(words[2]) else {
      return process.failUsage("ERROR: unknown command 'ha-manager \(words.joined(separator: " "))'")
    }
    guard process.cluster.members.contains(where: { $0.name == words[3] }) else {
      return process.fail("no such cluster node '\(words[3])'")
    }
    guard process.node.isQuorate else { return waitForLock(process) }
    process.cluster.manager.requestMaintenance(words[3], words[2] == "enable")
    process.finish()
  }
}
