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

  private func follow(_ link: RunLink) async {
    followed = link.greeting.run
    steering = { link.steer($0) }
    post(.runBegan(places: link.greeting.places))
    for await event in link.events {
      switch event {
      case .record(let record): post(.record(record))
      case .progress(let progress): post(.progress(progress))
      case .ended(let outcome): post(.runEnded(outcome))
      case .lost: post(.runEnded(.lost(link.greeting)))
      }
    }
    followed = nil
    steering = nil
    await look()
  }

  /// Carries a run out in this process: where the cluster is simulated, and lives here as well.
  private func carryOut(_ session: RunSession) async {
    followed = session.run
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
    await look()
  }
}

extension RunOutcome {
  /// What is known of a run whose process died.
  static func lost(_ greeting: RunGreeting) -> RunOutcome {
    RunOutcome(
      result: .attention, restarted: [], moves: 0, strays: [],
      reason: "process \(greeting.process) of run \(greeting.run) died; what it began on the nodes goes on there",
      remedy: "herdmon resume carries the run on", seconds: 0, forecastSeconds: 0)
  }
}
