import Cluster
import Orchestration
import Planning
import Screen

/// Runs, as the screen starts and follows them.
extension ScreenWorker {
  /// Looks so often, in seconds, whether a process carries a run out: it costs one system call.
  private static let runInterval = 1.0

  /// Shows whatever run is in progress from this machine, whoever started it, until cancelled.
  func watchRuns() async {
    guard let state = access.state else { return }
    var lastTrouble: RunLink.Refusal?
    while !Task.isCancelled {
      do throws(RunLink.Refusal) {
        await follow(try await RunLink.open(to: state))
        lastTrouble = nil
      } catch {
        // A run that somebody carries out is not open, whatever its journal says so far.
        if error == .nobody, lastTrouble != .nobody { tellOfOpenRun() }
        if error != .nobody, error != lastTrouble { post(.message("\(error)")) }
        lastTrouble = error
      }
      try? await Task.sleep(for: .seconds(ScreenWorker.runInterval))
    }
  }

  /// Reads the journals, newest first; as many as anybody scrolls through.
  func listRuns() {
    let history = try? RunHistory(of: access)
    post(.pastRuns(history?.entries(atMost: 50, Messages(isSilent: true)).map(\.past) ?? []))
  }

  /// Starts a run. A second start while one is under way is refused, whatever pressed the key twice.
  func start(_ scope: RunScope) async {
    guard followed == nil, !isStarting else {
      post(.message("a run is under way already"))
      return
    }
    isStarting = true
    defer { isStarting = false }
    do {
      if let state = access.state {
        await attend(try DetachedRun(scope, in: state, arguments: arguments))
      } else {
        let (session, plan) = try await RunSession.prepare(
          scope: scope, access: access, options: options, homes: try homes(for: scope))
        if case .drain(let nodes) = scope { for node in nodes { drains[node] = plan.homes } }
        await carryOut(session)
      }
    } catch {
      post(.message("\(error)"))
    }
  }

  /// Waits until the run is shown, or says why there is none.
  private func attend(_ started: DetachedRun) async {
    while followed != started.run {
      if let words = started.lastWords {
        for line in words { post(.message(line)) }
        return started.forget()
      }
      try? await Task.sleep(for: .seconds(0.1))
    }
  }

  /// Tells of a run that ended before its work was done, or that there is none.
  private func tellOfOpenRun() {
    let unfinished = access.state.flatMap(UnfinishedRun.find)
    post(.runOpen(unfinished.map { OpenRun($0.machine, at: access.clock.now()) }))
  }

  /// Takes up the run that ended before its work was done.
  func settle(_ settlement: Settlement) async {
    guard followed == nil, !isStarting else { return post(.message("a run is under way already")) }
    isStarting = true
    defer { isStarting = false }
    do {
      if let state = access.state {
        guard let unfinished = UnfinishedRun.find(in: state) else { return tellOfOpenRun() }
        await attend(try DetachedRun(settlement, of: unfinished.run, in: state, arguments: arguments))
        // It may have ended before it was seen, or been refused.
        if followed == nil { tellOfOpenRun() }
      } else if let session = await resumable?.again(access: access) {
        if settlement == .abort { session.orchestrator.steer(.abort) }
        await carryOut(session)
      }
    } catch {
      post(.message("\(error)"))
    }
  }

  private func follow(_ link: RunLink) async {
    followed = link.greeting.run
    post(.runOpen(nil))
    steering = { link.steer($0) }
    post(.runBegan(places: link.greeting.places))
    var last: RunProgress?
    for await event in link.events {
      switch event {
      case .record(let record): post(.record(record))
      case .progress(let progress):
        last = progress
        post(.progress(progress))
      case .ended(let outcome): post(.runEnded(outcome))
      case .lost: post(.runEnded(.lost(link.greeting, last, at: access.clock.now())))
      }
    }
    followed = nil
    steering = nil
    await look()
  }

  /// Carries a run out in this process: where the cluster is simulated, and lives here as well.
  private func carryOut(_ session: RunSession) async {
    followed = session.run
    post(.runOpen(nil))
    steering = { [orchestrator = session.orchestrator] in orchestrator.steer($0) }
    let post = post
    let reader = Task {
      for await update in session.orchestrator.updates {
        post(.progress(update.progress))
        if let record = update.record { post(.record(record)) }
      }
    }
    let outcome = await session.carryOut { post(.message($0)) }
    await reader.value
    followed = nil
    steering = nil
    post(.runEnded(outcome))
    let (machine, _) = await session.orchestrator.standing
    resumable = outcome.isResumable ? session : nil
    post(.runOpen(resumable.map { _ in OpenRun(machine, at: access.clock.now()) }))
    await look()
  }
}

extension RunOutcome {
  /// What is known of a run whose process died.
  /// - Parameter last: where it stood when it was last heard of.
  static func lost(_ greeting: RunGreeting, _ last: RunProgress?, at now: Timestamp) -> RunOutcome {
    RunOutcome(
      result: .attention, restarted: last?.nodes.filter { $0.stage == .done }.map(\.node) ?? [],
      moves: last?.movesDone ?? 0, strays: [],
      reason: "process \(greeting.process) of run \(greeting.run) died; what it began on the nodes goes on there",
      remedy: "herdmon resume carries the run on", seconds: last.map { now - $0.startedAt } ?? 0,
      forecastSeconds: last.map { $0.endsAt - $0.startedAt } ?? 0)
  }
}
