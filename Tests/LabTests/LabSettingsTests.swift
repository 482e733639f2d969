import Testing

@testable import Simulation

struct LabSettingsTests {
  private func settings(scale: Double = 1, path: String = "/tmp/lab", needsPAM: Bool = false) -> LabSettings {
    LabSettings(
      directory: LabDirectory(path: path),
      record: LabRecord(
        cluster: "homelab",
        hosts: [
          .init(name: "pve1", port: 22001, isBackupServer: false),
          .init(name: "pbs1", port: 22002, isBackupServer: true),
        ], scale: scale, seed: 1, server: "/usr/sbin/sshd", ownsDirectory: false),
      user: "ada", labShell: ["/opt/it's/herdmon", "lab", "shell"], needsPAM: needsPAM)
  }

  @Test(arguments: [
    (1, 2, 0.1, "2s"), (10, 2, 0.1, "0.2s"), (100, 2, 0.1, "0.1s"), (4, 5, 0.25, "1.25s"), (100, 5, 0.25, "0.25s"),
    (0.5, 2, 0.1, "4s"), (1000, 1, 0.05, "0.05s"),
  ])
  func `intervals shrink with the scale down to their bound`(
    _ scale: Double, _ seconds: Double, _ least: Double, _ text: String
  ) {
    #expect(settings(scale: scale).interval(seconds, atLeast: least) == text)
  }

  @Test func `nodes and backup servers stand apart in herdmon toml`() throws {
    let text = settings().herdmon()
    let parts = text.split(separator: "backup_servers = [")
    try #require(parts.count == 2)
    #expect(parts[0].contains(#"name = "pve1", address = "127.0.0.1", port = 22001"#))
    #expect(parts[1].contains(#"name = "pbs1", address = "127.0.0.1", port = 22002"#))
    #expect(!parts[0].contains("pbs1") && !parts[1].contains("pve1"))
  }

  @Test func `sshd lets in the one user, with keys only, and forces the lab shell`() {
    let host = settings().record.hosts[0]
    let lines = settings().server(host).split(separator: "\n").map { String($0) }
    #expect(lines.contains("AllowUsers ada"))
    #expect(lines.contains("PasswordAuthentication no"))
    #expect(lines.contains("UsePAM no"))
    #expect(lines.contains(#"ForceCommand exec '/opt/it'\''s/herdmon' 'lab' 'shell' '/tmp/lab' 'pve1'"#))
    #expect(settings(needsPAM: true).server(host).contains("UsePAM yes"))
  }

  @Test func `limits that a real node has by default are left alone`() {
    let text = settings().server(settings().record.hosts[0])
    #expect(!text.contains("MaxSessions"))
    #expect(!text.contains("MaxStartups"))
    #expect(!text.contains("PerSourcePenalties"))
  }

  @Test func `a directory with quotes and per cent signs stays one path everywhere`() {
    let odd = settings(path: #"/tmp/a "b" 10%"#)
    #expect(odd.herdmon().contains(#"state_dir = "/tmp/a \"b\" 10%/state""#))
    #expect(odd.server(odd.record.hosts[0]).contains("10%%/authorized_keys"))
  }
}
