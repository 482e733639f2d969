import Glibc
import LabWire
import Local
import Remote

extension Lab {
  /// What the daemon is given to start with, by number.
  private enum Inherited {
    /// Where it says that it serves.
    static let ready: Int32 = 3
    /// The lock on the directory; held as long as it lives.
    static let lock: Int32 = 4
  }

  /// Starts the daemon: this same program, as `lab serve`, in a session of its own.
  func startDaemon(_ lock: LabLock) throws(LabError) {
    guard let program = LocalProgram.own, let ends = LocalProgram.pipe() else {
      throw LabError(.startFailed, "the daemon can't be started: no pipe, or no /proc", remedy: "mount /proc")
    }
    defer { close(ends.reading) }
    let log = LocalProgram.Source.file(directory.logFile, flags: O_WRONLY | O_CREAT | O_APPEND)
    let process = LocalProgram.start(
      [program, "lab", "serve", "--dir", directory.path],
      descriptors: [
        .file("/dev/null", flags: O_RDONLY), log, log, .descriptor(ends.writing),
        .descriptor(lock.descriptor),
      ])
    close(ends.writing)
    guard let process else {
      throw LabError(
        .startFailed, "\(program) can't be started: \(String(cString: strerror(errno)))",
        remedy: "try again")
    }
    lock.note(holder: process)
    guard let answer = LocalSocket.read(from: ends.reading), !answer.isEmpty else {
      var status: Int32 = 0
      waitpid(process, &status, 0)
      throw LabError(
        .startFailed,
        "the daemon ended at once: "
          + LabFile.tail(directory.logFile, lines: 3).joined(separator: " / "),
        remedy: "see \(directory.logFile)")
    }
  }

  /// Serves this lab in this process until its end: what `lab serve` is. Works only when started by `up`.
  public func serve() throws(LabError) {
    guard fcntl(Inherited.ready, F_GETFD) >= 0, fcntl(Inherited.lock, F_GETFD) >= 0,
      let record = LabRecord.read(from: directory)
    else {
      throw LabError(.startFailed, "lab serve is started by lab up", remedy: "run: herdmon lab up")
    }
    for descriptor in [Inherited.ready, Inherited.lock] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    // Signals that ask for the end wait until the loop looks; a client that goes away is an answer from `write`.
    var asked = sigset_t()
    sigemptyset(&asked)
    sigaddset(&asked, SIGTERM)
    sigaddset(&asked, SIGINT)
    sigprocmask(SIG_BLOCK, &asked, nil)
    signal(SIGPIPE, SIG_IGN)
    chdir("/")
    umask(0o077)

    guard let listener = LocalSocket.listen(directory: directory.path, name: LabRequest.socketName) else {
      throw LabError(
        .startFailed, "\(directory.path) takes no socket: \(String(cString: strerror(errno)))",
        remedy: "name a directory on a local file system with --dir")
    }
    defer { close(listener) }
    LabDaemon.say("up: scale \(record.scale), seed \(record.seed)")
    LabDaemon(directory: directory, record: record, listener: listener).run {
      _ = LocalSocket.write(Array("ready\n".utf8), to: Inherited.ready)
      close(Inherited.ready)
    }
  }

  /// Waits until each host has run a command that came through its sshd.
  func waitForAnswers(_ record: LabRecord, client: String) throws(LabError) {
    let attempts = 60
    for host in record.hosts {
      var output = ""
      let isAnswering = (0..<attempts).contains { attempt in
        if attempt > 0 { usleep(100_000) }
        let result = LocalProgram.run([client, "-F", directory.clientSettings, host.name, "true"])
        output = result.output
        return result.status == 0
      }
      guard isAnswering else {
        let log = LabFile.tail(directory.serverLog(of: host.name), lines: 4).joined(separator: " / ")
        throw LabError(
          .startFailed,
          "\(host.name) does not answer on 127.0.0.1:\(host.port): \(output.trimmingBlanks)",
          remedy: "its sshd says: \(log)")
      }
    }
  }
}
