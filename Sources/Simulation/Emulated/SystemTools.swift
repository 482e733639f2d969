/// Programs that tell of the system.
enum SystemTools {
  static let programs: [(String, @Sendable (Process) -> Void)] = [
    ("uname", uname), ("hostname", hostname), ("nproc", { $0.answer("\($0.node.machine.cores)") }), ("date", date),
    ("id", id), ("whoami", { $0.answer("root") }), ("uptime", uptime), ("sysctl", { $0.finish() }),
    ("logger", { $0.finish() }), ("dpkg", dpkg), ("fuser", fuser), ("proxmox-boot-tool", bootTool),
    ("journalctl", { $0.answer("-- No entries --") }), ("umask", { $0.finish() }), ("kill", { $0.finish() }),
    // The processes of units are found by their units; nothing else is looked for.
    ("pgrep", { $0.finish(1) }),
  ]

  @Sendable private static func uname(_ process: Process) {
    let node = process.node
    let build = "#1 SMP PREEMPT_DYNAMIC PMX \(node.kernel.replacing("-pve", with: "")) (2025-04-17T09:00Z)"
    switch process.arguments.first ?? "-s" {
    case "-r": process.answer(node.kernel)
    case "-n": process.answer(node.name)
    case "-v": process.answer(build)
    case "-m": process.answer("x86_64")
    case "-s": process.answer("Linux")
    case "-a": process.answer("Linux \(node.name) \(node.kernel) \(build) x86_64 GNU/Linux")
    default: process.failUsage("uname: invalid option")
    }
  }

  @Sendable private static func hostname(_ process: Process) {
    switch process.arguments.first {
    case nil, "-s": process.answer(process.node.name)
    case "-f": process.answer(process.node.name + ".example.org")
    case "-I", "-i": process.answer(process.node.address + " ")
    default: process.failUsage("hostname: you must be root to change the host name")
    }
  }

  @Sendable private static func date(_ process: Process) {
    let format = process.arguments.first { $0.hasPrefix("+") }
    let now = process.node.timestamp
    process.answer(format.map { CivilTime.formatted(String($0.dropFirst()), now) } ?? CivilTime.text(now))
  }

  @Sendable private static func id(_ process: Process) {
    switch process.arguments.first {
    case "-u", "-g": process.answer("0")
    case "-un": process.answer("root")
    default: process.answer("uid=0(root) gid=0(root) groups=0(root)")
    }
  }

  @Sendable private static func uptime(_ process: Process) {
    let minutes = Int(process.node.uptime / 60)
    if process.arguments.first == "-p" {
      return process.answer("up \(minutes / 1440) days, \(minutes / 60 % 24) hours, \(minutes % 60) minutes")
    }
    process.answer(" 07:00:00 up \(minutes / 1440) days,  0 users,  load average: 0.10, 0.10, 0.10")
  }

  @Sendable private static func dpkg(_ process: Process) {
    if process.arguments.first == "--configure" { process.node.packages.isInterrupted = false }
    if process.arguments.first == "--print-architecture" { return process.answer("amd64") }
    process.finish()
  }

  @Sendable private static func fuser(_ process: Process) {
    guard let holder = process.node.packages.lockHolder else { return process.finish(1) }
    process.err("/var/lib/dpkg/lock-frontend: ")
    process.out(" \(holder.pid)")
    process.err("\n")
    process.finish()
  }

  /// `proxmox-boot-tool kernel list` (facts/pve.md 8.4).
  @Sendable private static func bootTool(_ process: Process) {
    guard Array(process.arguments) == ["kernel", "list"] else { return process.failUsage("unknown command") }
    let node = process.node
    var text = "Manually selected kernels:\nNone.\n\nAutomatically selected kernels:\n"
    text += node.installedKernels.map { $0 + "\n" }.joined()
    for (path, title) in [
      ("/etc/kernel/proxmox-boot-pin", "Pinned kernel:"), ("/etc/kernel/next-boot-pin", "Kernel pinned on next-boot:"),
    ] {
      if case .success(let bytes) = node.files.read(path) {
        text += "\n\(title)\n\(String(decoding: bytes, as: UTF8.self))"
      }
    }
    process.out(text)
    process.finish()
  }
}

extension Process {
  /// One line, and the end.
  func answer(_ line: String) {
    out(line + "\n")
    finish()
  }
}
