/// `ceph health --format json`, `ceph osd set|unset FLAG`.
/// - Source: facts/pve.md 4.10, 8.5.
enum Ceph {
  @Sendable static func run(_ process: Process) {
    process.after(process.cluster.varied(0.3)) {
      guard process.cluster.ceph != nil || process.cluster.hooks.ceph != nil else {
        return process.fail(
          "Error initializing cluster client: ObjectNotFound('RADOS object not found (error calling conf_read_file)')",
          status: 1)
      }
      let words = Array(process.arguments)
      switch words.first {
      case "health": health(process)
      case "osd" where words.count == 3 && ["set", "unset"].contains(words[1]): set(words[2], words[1], process)
      default: process.failUsage("no valid command found")
      }
    }
  }

  private static func set(_ flag: String, _ verb: String, _ process: Process) {
    // Without a monitor in reach it tries on.
    guard process.node.isQuorate else { return process.after(300) { process.fail("[errno 110] RADOS timed out") } }
    process.cluster.ceph?.set(flag, verb == "set")
    process.err("\(flag) is \(verb)\n")
    process.finish()
  }

  private static func health(_ process: Process) {
    let own = process.cluster.ceph?.complaints ?? []
    let told = process.cluster.hooks.ceph
    let complaints = own + (told?.complaints ?? []).map { ($0, $0) }
    let status = told.map(\.status) == "HEALTH_ERR" ? "HEALTH_ERR" : complaints.isEmpty ? "HEALTH_OK" : "HEALTH_WARN"
    let checks = complaints.map { name, message in
      (
        name,
        JSON.object([
          "severity": JSON.text(status), "summary": .object(["message": .text(message)]),
        ])
      )
    }
    process.answer(
      JSON.object([
        "checks": .object(Dictionary(checks) { own, _ in own }), "mutes": .array([]), "status": JSON.text(status),
      ]).text)
  }
}
