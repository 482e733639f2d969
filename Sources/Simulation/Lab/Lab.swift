import FoundationEssentials
import Glibc
import LabWire
import Local
import Remote

/// A practice cluster behind real sshd on the loopback: the simulated herd, one sshd per host, one daemon behind them.
public struct Lab {
  let directory: LabDirectory

  /// The lab in a directory, up or not.
  public init(in directory: LabDirectory) { self.directory = directory }

  /// Starts it and returns when every host answers a command through its sshd.
  /// - Parameters:
  ///   - scale: simulated seconds per real second.
  ///   - seed: what chance is made of.
  /// - Returns: path of the lab's herdmon.toml.
  public func up(scale: Double, seed: UInt64) throws(LabError) -> String {
    let server = try LabPrograms.require("sshd")
    let client = try LabPrograms.require("ssh")
    let labShell = try LabPrograms.labShell()
    umask(0o077)
    let isNew = try directory.prepare()
    guard let lock = try LabLock.take(directory) else {
      let holder = LabLock.holder(directory).map { " (process \($0))" } ?? ""
      throw LabError(
        .alreadyUp, "a practice cluster is up in \(directory.path)\(holder)",
        remedy: "use it, end it with `herdmon lab down`, or name another directory with --dir")
    }
    defer { lock.release() }
    // Whoever was noted before is gone, and its number may be someone else's by now.
    lock.note(holder: getpid())
    let before = LabRecord.read(from: directory)
    if let before { endServers(before) }

    let record = LabRecord(
      cluster: SeedHerd.herd.name, hosts: try hosts(), scale: scale, seed: seed, server: server,
      ownsDirectory: directory == .usual && (isNew || before?.ownsDirectory == true))
    try LabKeys(directory: directory).prepare(hosts: record.hosts)
    try writeSettings(record, labShell: labShell)
    try record.write(to: directory)
    do throws(LabError) {
      try startDaemon(lock)
      try waitForAnswers(record, client: client)
    } catch {
      endDaemon()
      endServers(record)
      throw error
    }
    return directory.settingsFile
  }

  /// Ends it, whatever state it is in.
  /// - Returns: whether there was anything to end.
  public func down() throws(LabError) -> Bool {
    guard access(directory.path, F_OK) == 0, let record = LabRecord.read(from: directory) else { return false }
    endDaemon()
    endServers(record)
    if record.ownsDirectory {
      try? FileManager.default.removeItem(atPath: directory.path)
    } else {
      for path in [directory.recordFile, directory.lockFile, directory.path + "/" + LabRequest.socketName] {
        unlink(path)
      }
    }
    return true
  }

  /// The ground truth as JSON, straight from the simulated cluster.
  public func groundTruth() throws(LabError) -> [UInt8] {
    guard let answer = ask(.groundTruth, waitSeconds: 30) else {
      throw LabError(
        .notUp, "no practice cluster answers in \(directory.path)",
        remedy: "start one with: herdmon lab up")
    }
    return answer
  }
}

extension Lab {
  /// Passes the command of an SSH channel on to a simulated host and ends as it ended: what `lab shell` is.
  public static func relay(directory: String, host: String) -> Never {
    let line = getenv("SSH_ORIGINAL_COMMAND").map { String(cString: $0) } ?? ""
    LabRelay(directory: directory, host: host).run(line)
  }

  private func hosts() throws(LabError) -> [LabRecord.Host] {
    let herd = SeedHerd.herd
    let servers = herd.backupServers.map(\.name)
    let names = herd.nodes.map(\.name.rawValue) + servers
    guard let ports = FreePorts.find(names.count, from: UInt16(truncatingIfNeeded: getpid() * 8)) else {
      throw LabError(
        .startFailed, "no \(names.count) free ports on 127.0.0.1 between 22000 and 31999",
        remedy: "end what listens there")
    }
    return zip(names, ports).map {
      LabRecord.Host(name: $0, port: $1, isBackupServer: servers.contains($0))
    }
  }

  private func writeSettings(_ record: LabRecord, labShell: [String]) throws(LabError) {
    guard let account = getpwuid(getuid()), let name = account.pointee.pw_name else {
      throw LabError(
        .directoryUnusable, "user \(getuid()) has no account, so sshd lets nobody in",
        remedy: "start the lab as a user that is in /etc/passwd")
    }
    let user = String(cString: name)
    let settings = LabSettings(
      directory: directory, record: record, user: user, labShell: labShell,
      needsPAM: isLocked(account: user))
    for host in record.hosts { try LabFile.write(settings.server(host), to: directory.serverSettings(of: host.name)) }
    try LabFile.write(settings.client(), to: directory.clientSettings)
    try LabFile.write(settings.herdmon(), to: directory.settingsFile)
    mkdir(directory.stateDirectory, 0o700)
    // As Debian's service does before it starts sshd: as root, sshd jails the unauthenticated part of itself there.
    if getuid() == 0 { mkdir("/run/sshd", 0o755) }
  }

  /// Whether sshd would refuse the account for its password field, which only root's sshd can see.
  private func isLocked(account: String) -> Bool {
    let lines = (LabFile.read("/etc/shadow") ?? "").split(separator: "\n")
    return getuid() == 0 && lines.contains { $0.hasPrefix("\(account):!") }
  }

  /// Ends the daemon, by asking, then by force.
  private func endDaemon() {
    _ = ask(.end, waitSeconds: 10)
    // Whoever still holds the lock is a daemon that does not listen.
    for _ in 0..<50 {
      guard let lock = try? LabLock.take(directory) else {
        usleep(20_000)
        continue
      }
      lock.release()
      return
    }
    if let holder = LabLock.holder(directory), holder != getpid() { kill(holder, SIGKILL) }
  }

  private func endServers(_ record: LabRecord) {
    for host in record.hosts {
      // Whoever listens there now may be another lab's sshd: only our own, or what it left behind, is ended.
      let noted = LabFile.read(directory.pidFile(of: host.name)).flatMap { pid_t($0.trimmingBlanks) }
      let isOurs = noted.map { SessionTable.servers(ofPort: host.port).contains($0) } ?? false
      if isOurs || FreePorts.isFree(host.port) { LabServer.end(listener: nil, port: host.port) }
      unlink(directory.pidFile(of: host.name))
    }
  }

  /// Asks the daemon something.
  /// - Returns: its output; nil if there is no daemon or it did not end its answer in time.
  private func ask(_ request: LabRequest, waitSeconds: Int) -> [UInt8]? {
    guard let socket = LocalSocket.connect(directory: directory.path, name: LabRequest.socketName) else { return nil }
    defer { close(socket) }
    var limit = timeval(tv_sec: waitSeconds, tv_usec: 0)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    guard LocalSocket.write(request.bytes, to: socket) else { return nil }
    var reader = LabFrameReader()
    var output: [UInt8] = []
    while let bytes = LocalSocket.read(from: socket), !bytes.isEmpty {
      for frame in reader.read(bytes) {
        switch frame {
        case .output(let bytes): output += bytes
        case .errors: break
        case .status, .signal, .cut: return output
        }
      }
    }
    return nil
  }
}
