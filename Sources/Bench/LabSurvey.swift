import Foundation
import Proxmox

/// One look at four hosts behind real sshd: herdmon's, and OpenSSH clients that run the very same lines.
struct LabSurvey {
  private let directory: URL
  private let ssh = Program(path: "/usr/bin/ssh")

  /// The file that a herdmon reads to find the lab.
  var configuration: String { directory.appending(path: "herdmon.toml").path }

  /// Starts a lab, lends it, ends it. `scale` is simulated seconds per real one; so many by default that what the
  /// simulated programs themselves take is not measured.
  static func withLab(scale: String = "1000", _ body: (LabSurvey) throws -> Void) throws {
    let directory = URL(filePath: "/tmp/herdmon-bench-\(ProcessInfo.processInfo.processIdentifier)")
    let survey = LabSurvey(directory: directory)
    defer {
      _ = try? Program.herdmon.output(["lab", "down", "--dir", directory.path])
      try? FileManager.default.removeItem(at: directory)
    }
    _ = try Program.herdmon.output(["lab", "up", "--scale", scale, "--dir", directory.path])
    try body(survey)
  }

  /// `herdmon status --json`, from start to end.
  func byHerdmon() throws -> Double {
    try Program.herdmon.time(["status", "--json", "--config", configuration])
  }

  /// Four fresh clients at once.
  func byFreshClients() throws -> Double { try Program.time(clients { _ in [] }) }

  /// Four clients at once that find their connections open.
  func byWarmClients(repeats: Int) throws -> [Double] {
    let control = { (host: String) in ["-S", directory.appending(path: "control-\(host)").path] }
    for host in FirstFrame.marks {
      _ = try ssh.time(["-F", settings] + control(host) + ["-M", "-N", "-f", host])
    }
    defer {
      for host in FirstFrame.marks { _ = try? ssh.time(["-F", settings] + control(host) + ["-O", "exit", host]) }
    }
    return try (0..<repeats).map { _ in try Program.time(clients(control)) }
  }

  private var settings: String { directory.appending(path: "ssh_config").path }

  private func clients(_ options: (String) -> [String]) -> [Process] {
    FirstFrame.marks.map { host in
      let lines =
        host.hasPrefix("pbs")
        ? [BackupServerQuestion().line(marker: "bench")] : SurveyQuestion().lines(marker: "bench")
      return ssh.process(["-F", settings] + options(host) + [host, lines.map(\.text).joined(separator: "\n")])
    }
  }
}
