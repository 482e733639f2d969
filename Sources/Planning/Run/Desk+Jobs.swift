import Cluster

/// Jobs on nodes: started, watched, told of, and reported when they end.
extension Desk {
  /// Moves that nodes are carrying out, whichever turn has started them.
  var flights: [MoveLanes.Flight] {
    jobs.values.compactMap { job in
      switch job.order {
      case .moveContainer(_, let target, _), .shutDownAndMove(_, _, let target, _, _):
        MoveLanes.Flight(kind: .container, from: job.node, to: target)
      case .moveMachine(_, let target, _): MoveLanes.Flight(kind: .machine, from: job.node, to: target)
      case .startGuest, .shutdownGuest, .fetchPackages, .upgradePackages, .configurePackages, nil: nil
      }
    }
  }

  mutating func settle(_ question: Question, _ answer: RunAnswer) -> [Delivery] {
    switch (question.errand, answer) {
    case (.startJob(let id), _):
      guard let job = jobs[id] else { return [] }
      jobs[id]?.isStarted = true
      schedulePoll(job.node)
      return []
    case (.pollJobs(let node), .jobs(let reports)):
      let ended = reports.flatMap { take($0) }
      schedulePoll(node)
      return ended
    default:
      return [Delivery(owner: question.owner, arrival: .answer(question.errand, answer))]
    }
  }

  mutating func settle(_ question: Question, _ trouble: Trouble) -> [Delivery] {
    switch question.errand {
    case .startJob(let id):
      jobs[id] = nil
      let end = trouble.isTransient ? JobEnd.lost(trouble) : .refused(trouble)
      return [Delivery(owner: question.owner, arrival: .jobEnded(id, end))]
    case .pollJobs(let node):
      let watched = jobs.filter { $0.value.node == node && $0.value.isStarted }.sorted { $0.key < $1.key }
      for (id, _) in watched { jobs[id] = nil }
      return watched.map { Delivery(owner: $0.value.owner, arrival: .jobEnded($0.key, .lost(trouble))) }
    default:
      return [Delivery(owner: question.owner, arrival: .gaveUp(question.errand, trouble))]
    }
  }

  mutating func schedulePoll(_ node: NodeName) {
    let isDue = jobs.values.contains { $0.node == node && $0.isStarted }
    let isComing =
      alarms.values.contains { $0.alarm == .poll(node) } || questions.values.contains { $0.errand == .pollJobs(node) }
    if isDue, !isComing { wake(after: timing.pollSeconds, for: .poll(node)) }
  }

  mutating func poll(_ node: NodeName) {
    let cursors = jobs.filter { $0.value.node == node && $0.value.isStarted }.sorted { $0.key < $1.key }
      .map(\.value.cursor)
    guard !cursors.isEmpty else { return }
    // A look at files answers at once; a node that takes longer is reported as silent while its jobs go on.
    ask(node, .poll(cursors), for: .pollJobs(node), limit: min(timing.answerSeconds, 10))
  }

  /// Seconds after which what looks like a question, and goes on with nothing, is one.
  private static let promptSeconds = 60.0

  private mutating func take(_ report: JobReport) -> [Delivery] {
    guard var job = jobs[report.id] else { return [] }
    job.cursor = report.cursor
    let isNew = !report.output.isEmpty || !report.errors.isEmpty || report.unfinished != job.unfinished
    if job.heardAt == nil || isNew {
      job.heardAt = now
      job.isSilent = false
    }
    job.unfinished = report.unfinished
    for line in report.output + report.errors {
      say(
        Notice(
          event: "job.output", level: .output, phase: job.phase, node: job.node, guest: job.guest,
          subject: job.subject, message: line))
    }
    // The end of a log says what went wrong, its middle does not; an upgrade prints thousands of lines.
    job.output = (job.output + report.output).suffix(200)
    job.errors = (job.errors + report.errors).suffix(50)
    switch report.state {
    case .running:
      let limit = UpgradeLog.isPrompt(job.lastWords) ? Desk.promptSeconds : timing.upgradeSilenceMaxSeconds
      let isSilent = job.heardAt.map { now - $0 > limit } ?? false
      let isNews = isSilent && !job.isSilent
      job.isSilent = isSilent
      jobs[report.id] = job
      guard isNews else { return [] }
      return [Delivery(owner: job.owner, arrival: .alarm(.silent(report.id, lastLine: job.lastWords)))]
    case .ended(let exit):
      jobs[report.id] = nil
      let end = JobEnd.exited(exit, output: Array(job.output), errors: Array(job.errors))
      return [Delivery(owner: job.owner, arrival: .jobEnded(report.id, end))]
    case .gone:
      jobs[report.id] = nil
      return [Delivery(owner: job.owner, arrival: .jobEnded(report.id, .gone))]
    }
  }
}
