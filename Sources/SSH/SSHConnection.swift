import Remote

/// The way to one host: opens a session on first use, keeps it, and opens another when it was lost.
actor SSHConnection {
  typealias Instant = PollLoop.Instant

  private enum State {
    case idle
    case opening
    case open(SSHSession)
    case closed
  }

  nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

  nonisolated let loop = PollLoop.shared
  nonisolated let host: SSHHost
  nonisolated let files: KnownHostsFiles
  nonisolated let limits: SSHLimits

  private var state = State.idle
  private var opening: Task<Void, Never>?
  /// Everybody who waits for a change of `state`.
  private let changes: WaitKey
  /// What the current attempt is doing, in words.
  var stage = "waiting"
  /// Attempts begun so far.
  private var attempts = 0
  private var lastFailure: (attempt: Int, error: NodeError)?
  private var failuresInRow = 0
  /// No attempt before this.
  private var notBefore = ContinuousClock.now

  init(host: SSHHost, files: KnownHostsFiles, limits: SSHLimits) {
    self.host = host
    self.files = files
    self.limits = limits
    changes = PollLoop.shared.newKey()
  }

  /// How often a command that was not sent yet may move to a new session.
  private static let sessionsPerCommand = 3

  /// Runs a command line over the host's session.
  func run(_ line: CommandLine, deadline: Duration) async throws(NodeError) -> CommandResult {
    let end = ContinuousClock.now + deadline
    let line = host.useSudo ? line.asRoot : line
    for attempt in 1... {
      let session = try await session(until: end, deadline: deadline)
      do {
        return try await session.run(line, until: end)
      } catch {
        let isGone = await session.lost != nil
        guard isGone, !error.isSent, attempt < SSHConnection.sessionsPerCommand else { throw error.error }
      }
    }
    throw host.closed()
  }

  /// Ends the session; whatever runs over it fails.
  func close() async {
    opening?.cancel()
    if case .open(let session) = state { await session.end(host.closed()) }
    change(to: .closed)
  }

  /// The next command may try at once: what made the last attempt fail has been put right.
  func forgetFailures() {
    failuresInRow = 0
    notBefore = .now
    loop.wake(changes)
  }

  private func change(to state: State) {
    self.state = state
    loop.wake(changes)
  }

  private func session(until end: Instant, deadline: Duration) async throws(NodeError) -> SSHSession {
    // A failure counts for whoever waited for that attempt; later callers get an attempt of their own.
    let firstAttempt = if case .opening = state { attempts } else { attempts + 1 }
    while true {
      if let lastFailure, lastFailure.attempt >= firstAttempt { throw lastFailure.error }
      let wake: Wake
      switch state {
      case .closed: throw host.closed()
      case .open(let session):
        if await session.isUsable { return session }
        if case .open(let current) = state, current === session { state = .idle }
        continue
      case .opening:
        wake = await loop.wait(on: changes, until: end)
      case .idle where notBefore > .now:
        wake = await loop.wait(on: changes, until: min(end, notBefore))
      case .idle:
        beginToOpen()
        continue
      }
      if wake == .cancelled { throw host.interrupted(.cancelled, while: stage, hint: "") }
      if wake == .deadline, end <= .now {
        if case .opening = state { throw host.notConnected(within: deadline, stage: stage) }
        throw lastFailure?.error ?? host.notConnected(within: deadline, stage: stage)
      }
    }
  }

  private func beginToOpen() {
    attempts += 1
    state = .opening
    let attempt = attempts
    opening = Task {
      do throws(OpeningFailure) {
        let session = try await open(until: .now + host.connectTimeout)
        await finish(session)
      } catch {
        finish(attempt, with: error)
      }
    }
  }

  private func finish(_ session: SSHSession) async {
    opening = nil
    if case .closed = state { return await session.end(host.closed()) }
    failuresInRow = 0
    lastFailure = nil
    change(to: .open(session))
  }

  private func finish(_ attempt: Int, with failure: OpeningFailure) {
    opening = nil
    if case .closed = state { return }
    failuresInRow += 1
    lastFailure = (attempt, failure.error)
    notBefore = .now + limits.backoff.pause(failures: failuresInRow, reachedServer: failure.reachedServer)
    change(to: .idle)
  }
}
