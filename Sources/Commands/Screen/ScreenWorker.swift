import Cluster
import Orchestration
import Planning
import Screen

/// What the screen wants done, done beside it: looking at the cluster, planning, carrying a run out. It tells the screen
/// through `post` and never waits for it.
actor ScreenWorker {
  private let access: ClusterAccess
  private let options: CommonOptions
  private let post: @Sendable (ScreenInput) -> Void
  private var orchestrator: Orchestrator?
  private var isLooking = false
  private var isStarting = false

  /// Seconds between two looks at the cluster while nothing happens. The seed's web page asked every 30 s; a look
  /// costs each node a few seconds of one processor.
  private static let lookInterval = 20.0

  init(access: ClusterAccess, options: CommonOptions, post: @escaping @Sendable (ScreenInput) -> Void) {
    self.access = access
    self.options = options
    self.post = post
  }

  /// Does what the screen asks for.
  func carryOut(_ command: ScreenCommand) async {
    switch command {
    case .refresh: await look()
    case .plan(let scope): await plan(scope)
    case .start(let scope): await start(scope)
    case .steer(let steering): steer(steering)
    case .save(let name, let lines): post(.message(LogFile.write(lines, to: name)))
    case .tryTheme, .useTheme, .captureMouse, .quit, .redraw, .suspend, .listRuns, .replay: break
    }
  }

  /// Looks at the cluster again and again, until cancelled.
  func watch() async {
    while !Task.isCancelled {
      await look()
      // A demo's clock is fast; the operator's eyes and this machine's processor are not.
      let scale = (access.clock as? ScaledClock)?.scale ?? 1
      await access.clock.sleep(seconds: max(ScreenWorker.lookInterval, 2 * scale))
    }
  }

  /// Looks at the cluster once; a look that is under way already is not doubled.
  func look() async {
    guard !isLooking else { return }
    isLooking = true
    defer { isLooking = false }
    let survey = await access.survey()
    if survey.inventory.nodes.contains(where: \.isOnline) {
      post(.inventory(survey.inventory))
    } else {
      post(.inventoryFailed(survey.troubles.map(\.error.description)))
    }
  }

  /// Works out on a fresh look what a scope would mean.
  func plan(_ scope: RunScope) async {
    let survey = await access.survey()
    guard survey.inventory.nodes.contains(where: \.isOnline) else {
      post(.planFailed("no node answers"))
      return
    }
    post(.inventory(survey.inventory))
    post(.plan(scope, Planner.plan(scope: scope, policy: access.policy, inventory: survey.inventory)))
  }

  /// Carries a run out. A second start while one is under way is refused, whatever pressed the key twice.
  func start(_ scope: RunScope) async {
    guard orchestrator == nil, !isStarting else {
      post(.message("a run is under way already"))
      return
    }
    isStarting = true
    defer { isStarting = false }
    do {
      let (session, _) = try await RunSession.prepare(scope: scope, access: access, options: options)
      await follow(session)
    } catch {
      post(.message("\(error)"))
    }
  }

  /// Tells the run something.
  func steer(_ steering: Steering) { orchestrator?.steer(steering) }

  private func follow(_ session: RunSession) async {
    orchestrator = session.orchestrator
    let post = post
    let reader = Task {
      for await update in session.orchestrator.updates {
        post(.progress(update.progress))
        if let record = update.record { post(.record(record)) }
        if update.record?.notice.event == "phase.started" { session.lock?.note(update.progress) }
      }
    }
    let outcome = await session.carryOut { post(.message($0)) }
    await reader.value
    orchestrator = nil
    post(.runEnded(outcome))
    await look()
  }
}
