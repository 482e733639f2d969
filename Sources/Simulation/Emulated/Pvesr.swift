/// `pvesr status`, and `pvenode` as far as it tells of tasks.
/// - Source: facts/pve.md 3.5, 4.6.
enum Pvesr {
  @Sendable static func run(_ process: Process) {
    process.afterPerlStart {
      guard process.arguments.first == "status" else { return process.failUsage("ERROR: unknown command") }
      process.answer(
        "JobID      Enabled    Target                           LastSync             NextSync   Duration  FailCount State"
      )
    }
  }

  @Sendable static func pvenode(_ process: Process) {
    process.afterPerlStart {
      let words = Array(process.arguments)
      switch words.prefix(2) {
      case ["task", "list"]: process.answer(JSON.array(process.node.tasks.reversed().map { TaskList.json($0) }).text)
      case ["task", "log"] where words.count == 3:
        guard let task = process.node.tasks.first(where: { $0.upid == words[2] }),
          case .success(let bytes) = process.node.files.read(task.logPath)
        else { return process.fail("no such task") }
        process.write(bytes, to: 1)
        process.finish()
      default: process.failUsage("ERROR: unknown command 'pvenode \(words.joined(separator: " "))'")
      }
    }
  }
}
