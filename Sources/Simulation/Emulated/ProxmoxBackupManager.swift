import Cluster

/// `proxmox-backup-manager` and the questions of `proxmox-backup-debug`.
/// - Source: facts/pve.md 13.1.
enum ProxmoxBackupManager {
  @Sendable static func run(_ process: Process) {
    process.after(process.cluster.varied(0.1)) {
      let options = ToolOptions(process.arguments, flags: ["all", "verbose"], values: ["output-format", "limit"])
      let isJSON = (options.values["output-format"] ?? "").hasPrefix("json")
      switch options.plain {
      case ["versions"], ["version"]: versions(isJSON, process)
      case ["datastore", "list"]: process.answer(datastores(process).text)
      case ["task", "list"]: process.answer(tasks(process, all: options.isOn("all")).text)
      default: process.failUsage("Error: no such command '\(options.plain.joined(separator: " "))'")
      }
    }
  }

  @Sendable static func debug(_ process: Process) {
    process.after(process.cluster.varied(0.1)) {
      let words = Array(process.arguments)
      guard words.count >= 3, words[0] == "api", words[1] == "get" else {
        return process.failUsage("Error: no such command")
      }
      switch words[2] {
      case "/status/datastore-usage": process.answer(usage(process).text)
      case "/nodes/localhost/status": process.answer(PveshNode.status(process.node).text)
      case "/nodes/localhost/apt/update": process.answer(PveshNode.updates(process.node).text)
      default: process.fail("Error: Path '\(words[2])' not found.")
      }
    }
  }

  private static func versions(_ isJSON: Bool, _ process: Process) {
    let node = process.node
    let running = node.version
    let installed = node.packages.version(of: "proxmox-backup-server", otherwise: running + "-1")
    guard isJSON else { return process.answer("proxmox-backup-server \(installed) running version: \(running)") }
    process.answer(
      JSON.array([
        .object([
          "Arch": .text("amd64"), "ExtraInfo": .text("running version: \(running)"), "OldVersion": .text(installed),
          "Origin": .text("Proxmox"), "Package": .text("proxmox-backup-server"), "Version": .text(installed),
        ])
      ]).text)
  }

  private static func server(_ process: Process) -> Herd.BackupServer? {
    process.cluster.herd.backupServers.first { $0.name == process.node.name }
  }

  private static func datastores(_ process: Process) -> JSON {
    .array(
      (server(process)?.datastores ?? []).map { store in
        .object([
          "gc-schedule": .text("daily"), "name": .text(store.name),
          "path": .text(store.options.first ?? "/mnt/datastore"),
        ])
      })
  }

  private static func usage(_ process: Process) -> JSON {
    .array(
      (server(process)?.datastores ?? []).map { store in
        .object([
          "avail": .size(store.totalBytes - store.usedBytes), "mount-status": .text("nonremovable"),
          "store": .text(store.name), "total": .size(store.totalBytes), "used": .size(store.usedBytes),
        ])
      })
  }

  /// Last night's backups and verification, newest first.
  private static func tasks(_ process: Process, all: Bool) -> JSON {
    guard all, let store = server(process)?.datastores.first?.name else { return .array([]) }
    let start = Int(process.cluster.startedAt.milliseconds / 1000) - 5 * 3600
    let guests = process.cluster.herd.guests.filter(\.isRunning).map { ($0.kind.rawValue, $0.id.rawValue) }
    var rows: [JSON] = [
      row(process, "verificationjob", "\(store):v-daily", start + 9000, 1200, 0)
    ]
    for (index, guest) in guests.enumerated() {
      rows.append(
        row(process, "backup", "\(store):\(guest.0)/\(guest.1)", start + index * 45, 40, index + 1))
    }
    return .array(rows.sorted { $0.text > $1.text })
  }

  private static func row(
    _ process: Process, _ type: String, _ id: String, _ start: Int, _ seconds: Int, _ number: Int
  ) -> JSON {
    let escaped = id.replacing(":", with: "\\x3a").replacing("/", with: "-")
    let user = type == "backup" ? "root@pam!pve" : "root@pam"
    let pid = 812 + number
    let upid =
      "UPID:\(process.node.name):\(Pad.hex(pid)):\(Pad.hex(3321)):\(Pad.hex(number)):\(Pad.hex(start)):\(type):"
      + "\(escaped):\(user):"
    return .object([
      "endtime": .number(start + seconds), "node": .text(process.node.name), "pid": .number(pid),
      "pstart": .number(3321), "starttime": .number(start), "status": .text("OK"), "upid": .text(upid),
      "user": .text(user), "worker_id": .text(id), "worker_type": .text(type),
    ])
  }
}
