/// `ceph health --format json`.
/// - Source: facts/pve.md 4.10.
enum Ceph {
  @Sendable static func run(_ process: Process) {
    process.after(process.cluster.varied(0.3)) {
      guard process.arguments.first == "health" else { return process.failUsage("no valid command found") }
      guard let ceph = process.cluster.hooks.ceph else {
        return process.fail(
          "Error initializing cluster client: ObjectNotFound('RADOS object not found (error calling conf_read_file)')",
          status: 1)
      }
      let severity = JSON.text(ceph.status)
      let checks = ceph.complaints.map { name in
        (name, JSON.object(["severity": severity, "summary": .object(["message": .text(name)])]))
      }
      process.answer(
        JSON.object([
          "checks": .object(Dictionary(checks) { $1 }), "mutes": .array([]), "status": severity,
        ]).text)
    }
  }
}
