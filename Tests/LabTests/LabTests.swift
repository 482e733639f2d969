import FoundationEssentials
import Glibc
import Local
import Testing

@testable import Simulation

@Suite(.serialized) struct LabTests {
  @Test func `every host answers through its own sshd, output, errors and status apart`() async throws {
    try await LabFixture.withLab(scale: 1) { lab in
      let hosts = try #require(lab.record).hosts.map(\.name)
      #expect(hosts == ["pve1", "pve2", "pve3", "pbs1"])
      for host in hosts {
        let answer = lab.ssh(host, "echo out; echo err >&2; exit 3")
        #expect(answer.status == 3)
        #expect(answer.output == "out\n")
        #expect(answer.errors == "err\n")
      }
    }
  }

  @Test func `up prints the path of its herdmon toml and nothing else`() async throws {
    try await LabFixture.withDirectory { lab in
      let script = #"exec "$@" 2>/dev/null"#
      let program = LabFixture.programs + "/herdmon"
      let up = LocalProgram.run(["/bin/sh", "-c", script, "sh", program, "lab", "up", "--dir", lab.directory.path])
      #expect(up.output == lab.directory.settingsFile + "\n")
      #expect(access(lab.directory.settingsFile, R_OK) == 0)
    }
  }

  @Test func `nobody else can read what lies in the directory`() async throws {
    try await LabFixture.withLab(scale: 1) { lab in
      let files = try FileManager.default.subpathsOfDirectory(atPath: lab.directory.path)
      #expect(files.count > 20)
      for file in [""] + files {
        var status = stat()
        #expect(lstat(lab.directory.path + "/" + file, &status) == 0)
        #expect(status.st_mode & 0o077 == 0, "\(file) is open to others")
      }
    }
  }

  @Test func `a reboot closes the port, cuts its connections, and a new boot answers on the same port`() async throws {
    try await LabFixture.withLab(scale: 20) { lab in
      let bootID = "cat /proc/sys/kernel/random/boot_id"
      let before = lab.ssh("pve2", bootID)
      #expect(before.status == 0)
      let waiting = try #require(
        LocalProgram.start(
          [LabFixture.client, "-F", lab.directory.clientSettings, "pve2", "sleep 100000"],
          descriptors: [.file("/dev/null", flags: O_RDWR)]))

      _ = lab.ssh("pve2", "systemctl reboot")
      #expect(LabFixture.eventually { lab.ssh("pve2", "true").status == 255 })
      var status: Int32 = 0
      #expect(waitpid(waiting, &status, 0) == waiting)
      #expect(status >> 8 == 255)
      #expect(lab.ssh("pve1", "true").status == 0)
      #expect(LabFixture.eventually(within: 120) { lab.ssh("pve2", "true").status == 0 })
      let after = lab.ssh("pve2", bootID)
      #expect(after.status == 0)
      #expect(after.output != before.output)
    }
  }

  @Test func `an sshd that someone kills is started again`() async throws {
    try await LabFixture.withLab(scale: 1) { lab in
      let listener = try #require(pid_t((LabFile.read(lab.directory.pidFile(of: "pve3")) ?? "").dropLast()))
      kill(listener, SIGKILL)
      #expect(LabFixture.eventually { lab.ssh("pve3", "true").status == 255 })
      #expect(LabFixture.eventually { lab.ssh("pve3", "true").status == 0 })
      #expect((LabFile.read(lab.directory.logFile) ?? "").contains("pve3: sshd (process \(listener)) ended"))
    }
  }

  @Test func `a herdmon that was copied alone still brings a lab up`() async throws {
    try await LabFixture.withDirectory { lab in
      try lab.directory.prepare()
      let copy = lab.directory.path + "/herdmon-alone"
      // Copied by a process of its own: a file that this one had open for writing could not be started while another
      // test's new process still holds it.
      try #require(LocalProgram.run(["/bin/cp", LabFixture.programs + "/herdmon", copy]).status == 0)
      let up = LocalProgram.run([copy, "lab", "up", "--dir", lab.directory.path])
      try #require(up.status == 0, "\(up.output)")
      #expect(lab.ssh("pbs1", "echo out; echo err >&2; exit 3").status == 3)
    }
  }

  @Test func `a second lab in the same directory is refused and the first one lives on`() async throws {
    try await LabFixture.withLab(scale: 1) { lab in
      let second = lab.herdmon(["lab", "up"])
      #expect(second.status == 5)
      #expect(second.output.contains("herdmon lab down"))
      #expect(lab.ssh("pve1", "true").status == 0)
    }
  }

  @Test func `a client that goes away takes its command's shell with it`() async throws {
    try await LabFixture.withLab(scale: 1) { lab in
      let client = try #require(
        LocalProgram.start(
          [LabFixture.client, "-F", lab.directory.clientSettings, "pve1", "sleep 100000"],
          descriptors: [.file("/dev/null", flags: O_RDWR)]))
      let hasShell = { lab.processes.contains { $0.contains("herdmon-lab-shell") } }
      #expect(LabFixture.eventually(hasShell))
      kill(client, SIGKILL)
      waitpid(client, nil, 0)
      #expect(LabFixture.eventually { !hasShell() })
    }
  }

  @Test func `what a client that went away had started dies at its next output`() async throws {
    try await LabFixture.withLab(scale: 10) { lab in
      let line = "sleep 20; echo still here && touch /root/reached"
      let client = try #require(
        LocalProgram.start(
          [LabFixture.client, "-F", lab.directory.clientSettings, "pve1", line],
          descriptors: [.file("/dev/null", flags: O_RDWR)]))
      #expect(LabFixture.eventually { lab.processes.contains { $0.contains("herdmon-lab-shell") } })
      kill(client, SIGKILL)
      waitpid(client, nil, 0)
      #expect(lab.ssh("pve1", "sleep 40; test -e /root/reached").status == 1)
      #expect(lab.ssh("pve1", "sleep 1; touch /root/reached; test -e /root/reached").status == 0)
    }
  }

  @Test func `down leaves no process and no socket, and may be said twice`() async throws {
    try await LabFixture.withLab(scale: 1) { lab in
      #expect(lab.processes.count >= 5)
      #expect(lab.herdmon(["lab", "down"]).status == 0)
      #expect(lab.processes == [])
      #expect(access(lab.directory.path + "/lab.sock", F_OK) != 0)
      #expect(lab.herdmon(["lab", "down"]).status == 0)
    }
  }

  @Test func `down ends what a killed daemon left behind`() async throws {
    try await LabFixture.withLab(scale: 1) { lab in
      let daemon = try #require(LabLock.holder(lab.directory))
      kill(daemon, SIGKILL)
      #expect(LabFixture.eventually { !lab.processes.contains { $0.contains("lab serve") } })
      #expect(!lab.processes.isEmpty)
      #expect(lab.herdmon(["lab", "down"]).status == 0)
      #expect(lab.processes == [])
    }
  }

  @Test func `down leaves the sshd of another lab alone that has taken over the ports`() async throws {
    try await LabFixture.withLab(scale: 1) { lab in
      let other = LabFixture(directory: LabDirectory(path: lab.directory.path + "/other"))
      try other.directory.prepare()
      try #require(lab.record).write(to: other.directory)
      #expect(other.herdmon(["lab", "down"]).status == 0)
      #expect(lab.ssh("pve1", "true").status == 0)
    }
  }

  @Test func `a lab starts in place of one whose daemon was killed`() async throws {
    try await LabFixture.withLab(scale: 1) { lab in
      kill(try #require(LabLock.holder(lab.directory)), SIGKILL)
      #expect(LabFixture.eventually { !lab.processes.contains { $0.contains("lab serve") } })
      #expect(lab.herdmon(["lab", "up"]).status == 0)
      #expect(lab.processes.count { $0.contains("sshd") && $0.contains("-D") } == 4)
    }
  }

  @Test func `the daemon ends when its directory is taken away`() async throws {
    try await LabFixture.withLab(scale: 1) { lab in
      try FileManager.default.removeItem(atPath: lab.directory.path)
      #expect(LabFixture.eventually { lab.processes == [] })
    }
  }

  @Test func `the ground truth comes with its schema, and without a lab the way to one`() async throws {
    try await LabFixture.withDirectory { lab in
      let none = lab.herdmon(["lab", "status", "--json"])
      #expect(none.status == 4)
      #expect(none.output.contains("herdmon lab up"))
      #expect(lab.herdmon(["lab", "up"]).status == 0)
      let truth = lab.herdmon(["lab", "status", "--json"])
      #expect(truth.status == 0)
      #expect(truth.output.contains(#""schema":"herdmon/lab/1""#))
    }
  }
}
