import Cluster
import Remote

/// The in-process door to a simulated cluster: drives its events on real, scaled or virtual time.
public actor SimulatedShell: RemoteShell {
  private struct Waiter {
    var host: String
    var purpose: String
    var process: ProcessID?
    var output: [UInt8] = []
    var errors: [UInt8] = []
    var continuation: CheckedContinuation<Result<CommandResult, NodeError>, Never>
  }

  private let cluster: SimulatedCluster
  private let clock: any Clock<Duration>
  private let scale: Double
  private let elapsed: @Sendable () -> Duration
  private var waiters: [Int: Waiter] = [:]
  private var lastWaiter = 0
  private var alarm: (at: Double, task: Task<Void, Never>)?

  /// A door to `cluster`, whose time begins now.
  /// - Parameter scale: virtual seconds per second of `clock`.
  public init(cluster: sending SimulatedCluster, clock: any Clock<Duration>, scale: Double) {
    self.cluster = cluster
    self.clock = clock
    self.scale = scale
    elapsed = SimulatedShell.stopwatch(clock)
  }

  private static func stopwatch<C: Clock>(_ clock: C) -> @Sendable () -> Duration where C.Duration == Duration {
    let start = clock.now
    return { start.duration(to: clock.now) }
  }

  /// Runs a command line on a simulated host. The deadline counts virtual time.
  public func run(_ line: CommandLine, on host: String, deadline: Duration) async throws(NodeError) -> CommandResult {
    catchUp()
    lastWaiter += 1
    let id = lastWaiter
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        waiters[id] = Waiter(host: host, purpose: line.purpose, continuation: continuation)
        if Task.isCancelled { return fail(id, .connectionLost, "the attempt was cancelled", remedy: "") }
        begin(id, line, host, deadline.inSeconds)
        setAlarm()
      }
    } onCancel: {
      Task { await self.cancel(id) }
    }
    return try result.get()
  }

  /// What really happened up to now.
  public func groundTruth() -> GroundTruth {
    catchUp()
    return cluster.groundTruth()
  }

  /// Lets something go wrong from now on.
  public func suffer(_ fault: Fault) {
    catchUp()
    fault.install(in: cluster)
    setAlarm()
  }

  /// Virtual seconds since the start.
  public func now() -> Double {
    catchUp()
    return cluster.now
  }

  private func begin(_ id: Int, _ line: CommandLine, _ host: String, _ deadline: Double) {
    cluster.onPortChange = { host, port in self.portChanged(host, port) }
    cluster.after(deadline) {
      self.fail(id, .deadlineExceeded, "no end after \(Int(deadline)) s", remedy: "it may still run there")
    }
    switch cluster.port(of: host) {
    case .open: break
    case .closed:
      return cluster.after(cluster.herd.durations.roundTrip) {
        self.fail(id, .unreachable, "connection refused", remedy: "is sshd running there?")
      }
    case .silent:
      return cluster.after(3) { self.fail(id, .unreachable, "no route to host", remedy: "is it powered on?") }
    }
    cluster.after(cluster.herd.durations.roundTrip) {
      guard self.waiters[id] != nil else { return }
      let process = self.cluster.start(line.text, on: host) { stream, bytes in
        switch stream {
        case .output: self.waiters[id]?.output += bytes
        case .errors: self.waiters[id]?.errors += bytes
        }
      } end: { exit in
        self.end(id, exit)
      }
      self.waiters[id]?.process = process
    }
  }

  private func end(_ id: Int, _ exit: CommandResult.Exit) {
    guard let waiter = waiters.removeValue(forKey: id) else { return }
    waiter.continuation.resume(
      returning: .success(CommandResult(output: waiter.output, errors: waiter.errors, exit: exit)))
  }

  private func fail(_ id: Int, _ kind: NodeError.Kind, _ answered: String, remedy: String) {
    guard let waiter = waiters.removeValue(forKey: id) else { return }
    if let process = waiter.process { cluster.disconnect(process) }
    let error = NodeError(kind: kind, host: waiter.host, tried: waiter.purpose, answered: answered, remedy: remedy)
    waiter.continuation.resume(returning: .failure(error))
  }

  private func cancel(_ id: Int) {
    catchUp()
    fail(id, .connectionLost, "the attempt was cancelled", remedy: "")
  }

  private func portChanged(_ host: String, _ port: SimulatedCluster.Port) {
    guard port != .open else { return }
    for id in waiters.keys.sorted() where waiters[id]?.host == host && waiters[id]?.process != nil {
      fail(id, .connectionLost, "the connection broke", remedy: "whether it was carried out is not known")
    }
  }

  /// Runs what is due by the clock.
  private func catchUp() { cluster.advance(to: elapsed().inSeconds * scale) }

  /// Wakes when the next event is due, as long as anyone waits for an answer.
  private func setAlarm() {
    guard !waiters.isEmpty, let next = cluster.nextEventAt else {
      alarm?.task.cancel()
      alarm = nil
      return
    }
    if let alarm, alarm.at <= next { return }
    alarm?.task.cancel()
    let wait = Duration.seconds(max(next - elapsed().inSeconds * scale, 0) / scale)
    let clock = self.clock
    alarm = (
      next,
      Task {
        try? await clock.sleep(for: wait)
        if !Task.isCancelled { self.wake() }
      }
    )
  }

  private func wake() {
    alarm = nil
    catchUp()
    setAlarm()
  }
}

extension Duration {
  /// The duration in seconds.
  var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}
