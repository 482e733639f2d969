import Cluster
import Glibc
import LabWire
import Local

/// The process behind a lab: owns the simulated cluster, keeps it in step with real time, and serves the lab shells.
/// One thread, one loop.
final class LabDaemon {
  private let directory: LabDirectory
  private let record: LabRecord
  private let listener: Int32
  private let cluster: SimulatedCluster
  private let startedAt: Double
  private var servers: [LabServer] = []
  private var connections: [LabConnection] = []
  private var portChanges: [(host: String, port: SimulatedCluster.Port)] = []
  private var whoAskedForTheEnd: LabConnection?
  private var isEnding = false

  init(directory: LabDirectory, record: LabRecord, listener: Int32) {
    self.directory = directory
    self.record = record
    self.listener = listener
    startedAt = LabDaemon.monotonicSeconds
    let now = Timestamp(seconds: LabDaemon.wallSeconds)
    cluster = SimulatedCluster(herd: SeedHerd.herd, seed: record.seed, startedAt: now)
    servers = record.hosts.map { host in
      LabServer(host: host, program: record.server, directory: directory, say: LabDaemon.say)
    }
    cluster.onPortChange = { [unowned self] host, port in portChanges.append((host, port)) }
  }

  /// Runs until someone asks for the end.
  /// - Parameter whenServing: called once, when every sshd has been started.
  func run(whenServing: () -> Void) {
    for server in servers { server.follow(cluster.port(of: server.host.name), at: 0) }
    whenServing()
    while !isEnding {
      waitForSomething()
      advance()
      for connection in connections { serve(connection) }
      advance()
      connections.removeAll { connection in
        guard connection.isDone else { return false }
        close(connection.descriptor)
        return true
      }
      lookAround()
    }
    end()
  }

  private func end() {
    for server in servers { server.stop() }
    unlink(directory.path + "/" + LabRequest.socketName)
    LabDaemon.say("ended")
    whoAskedForTheEnd?.send(.status(0))
    _ = whoAskedForTheEnd?.sendSome()
  }

  /// Brings the simulated cluster to the present and every sshd in line with its host.
  private func advance() {
    cluster.advance(to: real * record.scale)
    let changes = portChanges
    portChanges = []
    for change in changes {
      LabDaemon.say("\(change.host): port \(change.port)")
      servers.first { $0.host.name == change.host }?.follow(change.port, at: real)
    }
    for server in servers { server.advance(to: real) }
    for connection in connections where connection.wantsToSend && !connection.sendSome() { drop(connection) }
  }

  private func waitForSomething() {
    var watched = [pollfd(fd: listener, events: Int16(POLLIN), revents: 0)]
    for connection in connections {
      let events = POLLIN | (connection.wantsToSend ? POLLOUT : 0)
      watched.append(pollfd(fd: connection.descriptor, events: Int16(events), revents: 0))
    }
    guard poll(&watched, nfds_t(watched.count), waitMilliseconds) > 0 else { return }
    if watched[0].revents != 0 { accept() }
  }

  /// Until the next simulated event or sshd's restart, and never so long that a signal or an ended child waits.
  private var waitMilliseconds: Int32 {
    let simulated = cluster.nextEventAt.map { $0 / record.scale }
    let next = ([simulated] + servers.map(\.nextEventAt)).compactMap(\.self).min() ?? .infinity
    return Int32((min(max(0, next - real), 1) * 1000).rounded(.up))
  }

  private func accept() {
    let descriptor = Glibc.accept(listener, nil, nil)
    guard descriptor >= 0 else { return }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    connections.append(LabConnection(descriptor: descriptor))
  }

  private func serve(_ connection: LabConnection) {
    switch connection.receive() {
    case .nothing: break
    case .end: drop(connection)
    case .request(.run(let host, let line)): run(line, on: host, for: connection)
    case .request(.groundTruth):
      connection.send(.output(GroundTruthReport.json(of: cluster)))
      connection.send(.status(0))
    case .request(.end):
      whoAskedForTheEnd = connection
      isEnding = true
    }
  }

  private func run(_ line: String, on host: String, for connection: LabConnection) {
    guard cluster.hosts.contains(host) else {
      connection.send(.errors(Array("no host \(host) in this practice cluster\n".utf8)))
      connection.send(.status(255))
      return
    }
    guard !line.isEmpty else {
      connection.send(
        .errors(
          Array("\(host): the practice cluster has no interactive shell; give a command\n".utf8)))
      connection.send(.status(1))
      return
    }
    let process = cluster.start(
      line, on: host,
      write: { stream, bytes in connection.send(stream == .output ? .output(bytes) : .errors(bytes))
      },
      end: { exit in
        switch exit {
        case .status(let status): connection.send(.status(status))
        case .signal(let name): connection.send(.signal(name))
        case .none: connection.send(.cut)
        }
      })
    if !connection.isAnswered { connection.process = process }
  }

  /// Forgets a client that is gone; what it waited for learns that its connection closed.
  private func drop(_ connection: LabConnection) {
    if let process = connection.process, !connection.isAnswered { cluster.disconnect(process) }
    connections.removeAll { $0 === connection }
    close(connection.descriptor)
  }

  /// Collects ended children, and ends on a signal or when its directory is gone.
  private func lookAround() {
    var status: Int32 = 0
    while true {
      let process = waitpid(-1, &status, WNOHANG)
      guard process > 0 else { break }
      for server in servers { server.noteEnd(of: process, at: real) }
    }
    var pending = sigset_t()
    sigpending(&pending)
    if sigismember(&pending, SIGTERM) == 1 || sigismember(&pending, SIGINT) == 1 { isEnding = true }
    if access(directory.recordFile, F_OK) != 0 { isEnding = true }
  }

  /// Real seconds since the start.
  private var real: Double { LabDaemon.monotonicSeconds - startedAt }

  static func say(_ message: String) {
    let time = Timestamp(seconds: wallSeconds)
    _ = LocalSocket.write(Array("\(time) \(message)\n".utf8), to: 2)
  }

  private static var monotonicSeconds: Double { seconds(CLOCK_MONOTONIC) }
  private static var wallSeconds: Double { seconds(CLOCK_REALTIME) }

  private static func seconds(_ clock: Int32) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
