import Dispatch
import FoundationEssentials
import Glibc
import Local
import Testing

@testable import Simulation

/// A lab in a directory of its own, taken down on every exit.
struct LabFixture {
  let directory: LabDirectory

  /// Folder of the programs that were built together with the tests.
  static var programs: String {
    "/" + (LocalProgram.own ?? "").split(separator: "/").dropLast().joined(separator: "/")
  }

  /// The OpenSSH client.
  static var client: String { LocalProgram.find("ssh") ?? "/usr/bin/ssh" }

  /// Starts a lab, lends it, ends it.
  static func withLab(scale: Double, _ body: @Sendable (LabFixture) throws -> Void) async throws {
    try await withDirectory { fixture in
      let up = fixture.herdmon(["lab", "up", "--scale", "\(scale)"])
      try #require(up.status == 0, "\(up.output)")
      try body(fixture)
    }
  }

  /// Lends a fresh directory; whatever lab is in it is ended afterwards.
  static func withDirectory(_ body: @Sendable (LabFixture) throws -> Void) async throws {
    try await withTaskExecutorPreference(WaitingThread()) { try await lend(body) }
  }

  private static func lend(_ body: @Sendable (LabFixture) throws -> Void) async throws {
    let path = "/tmp/herdmon-lab-test-\(getpid())-\(UInt32.random(in: 0...(.max)))"
    let fixture = LabFixture(directory: LabDirectory(path: path))
    defer {
      _ = fixture.herdmon(["lab", "down"])
      try? FileManager.default.removeItem(atPath: path)
    }
    try body(fixture)
  }

  /// Runs the built `herdmon` on this lab.
  func herdmon(_ arguments: [String]) -> (status: Int32, output: String) {
    LocalProgram.run([LabFixture.programs + "/herdmon"] + arguments + ["--dir", directory.path])
  }

  /// Runs the built `herdmon` on the lab's cluster.
  func onCluster(_ arguments: [String]) -> (status: Int32, output: String) {
    LocalProgram.run([LabFixture.programs + "/herdmon"] + arguments + ["--config", directory.settingsFile])
  }

  /// Starts the built `herdmon` on the lab's cluster, its output going nowhere.
  func startOnCluster(_ arguments: [String]) -> pid_t? {
    let nothing = LocalProgram.Source.file("/dev/null", flags: O_RDWR)
    return LocalProgram.start(
      [LabFixture.programs + "/herdmon"] + arguments + ["--config", directory.settingsFile],
      descriptors: [nothing, nothing, nothing])
  }

  /// Starts the built `herdmon` on the lab's cluster, both its outputs going to a file.
  func startOnCluster(_ arguments: [String], output: String) -> pid_t? {
    let file = LocalProgram.Source.file(output, flags: O_RDWR | O_CREAT | O_APPEND)
    return LocalProgram.start(
      [LabFixture.programs + "/herdmon"] + arguments + ["--config", directory.settingsFile],
      descriptors: [.file("/dev/null", flags: O_RDWR), file, file])
  }

  /// Has the configuration tell monitoring by commands that write down what they are told.
  /// - Returns: what they were told up to then, line by line.
  func listenToMonitoring() throws -> @Sendable () throws -> [String] {
    let told = directory.path + "/told"
    let settings = try String(contentsOfFile: directory.settingsFile, encoding: .utf8)
    let command = #"["/bin/sh", "-c", "echo $HERDMON_EVENT $HERDMON_SILENCE $HERDMON_GUESTS >>\#(told)"]"#
    try (settings + "\n[silence]\nstart = \(command)\nend = \(command)\n")
      .write(toFile: directory.settingsFile, atomically: true, encoding: .utf8)
    return { (try? String(contentsOfFile: told, encoding: .utf8))?.split(separator: "\n").map(String.init) ?? [] }
  }

  /// What is true in the simulated cluster.
  func truth() throws -> GroundTruth {
    try JSONDecoder().decode(GroundTruth.self, from: Data(try Lab(in: directory).groundTruth()))
  }

  /// Holds the simulated cluster against what a whole rolling run leaves behind.
  func expectWholeHerd() throws {
    let truth = try truth()
    #expect(truth.mostNodesDown == 1)
    for node in truth.nodes where node.name.hasPrefix("pve") {
      #expect(node.boots == 1, "\(node.name)")
      #expect(node.pending == 0, "\(node.name)")
      #expect(node.online, "\(node.name)")
    }
    for guest in truth.guests {
      #expect(guest.node == guest.start.node, "\(guest.type) \(guest.id) is not home")
      #expect(guest.status == guest.start.status, "\(guest.type) \(guest.id) is not as it was")
    }
    #expect(truth.locks == [])
    #expect(truth.maintenance == [])
  }

  /// Runs a command line on a host with the OpenSSH client; the parts of the answer come apart.
  func ssh(_ host: String, _ line: String) -> (status: Int32, output: String, errors: String) {
    let errors = directory.path + "/errors-\(UInt32.random(in: 0...(.max)))"
    let script = #"errors=$1; shift; exec "$@" 2>"$errors""#
    let result = LocalProgram.run([
      "/bin/sh", "-c", script, "sh", errors, LabFixture.client, "-F", directory.clientSettings, host, line,
    ])
    defer { unlink(errors) }
    return (result.status, result.output, LabFile.read(errors) ?? "")
  }

  var record: LabRecord? { LabRecord.read(from: directory) }

  /// Processes whose command line or working files name this lab.
  var processes: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.filter { Int($0) != nil }.compactMap { name in
      let words = (LabFile.read("/proc/\(name)/cmdline") ?? "").split(separator: "\0").joined(separator: " ")
      return words.contains(directory.path) ? words : nil
    }
  }

  /// Waits for a process; nil if a signal ended it.
  static func exitStatus(of process: pid_t) -> Int32? {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    return status & 0x7F == 0 ? status >> 8 & 0xFF : nil
  }

  /// Looks until something is so; false if it is not within `seconds`.
  static func eventually(within seconds: Double = 90, _ isSo: () throws -> Bool) rethrows -> Bool {
    let clock = ContinuousClock()
    let end = clock.now.advanced(by: .seconds(seconds))
    while clock.now < end {
      if try isSo() { return true }
      usleep(50_000)
    }
    return false
  }
}

/// Where these tests wait for real processes: the threads that all other tests share stay free.
private final class WaitingThread: TaskExecutor {
  private let queue = DispatchQueue(label: "lab")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
