import Cluster

/// A run that is taken up without its journal: jobs under way come to their end, the cluster is looked at afresh, and
/// each turn that was begun goes on from what is true now.
extension RunMachine {
  /// Jobs of the former process that are waited for.
  struct Adoption: Sendable {
    var asked: Set<NodeName>
    var jobs: Set<JobID> = []
  }

  var takeovers: Int { start.takeUp.map { $0.record.takeovers + 1 } ?? 0 }

  mutating func takeUp() {
    guard let takeUp = start.takeUp else { return }
    let state = takeUp.record.state
    undo = state.undo
    openTurns = takeUp.goal == .acceptCurrent ? [] : state.turns
    // A run that is given up looks at every node once more, whatever became of its turn.
    endings = takeUp.goal == .finish && Guard.turnsDone.holds ? state.endings : [:]
    soakUntil = takeUp.goal == .finish ? state.soakUntil : nil
    if takeUp.goal == .acceptCurrent { homes = [:] }
    restarted = state.endings.filter { $0.value == .done(restarted: true) }.keys.sorted()
    let phase = takeUp.record.phase
    say(
      "run.taken-up",
      "run \(start.id) is taken up by the cluster's record" + (phase.isEmpty ? "" : ", left in \(phase)"))
    if takeUp.goal != .acceptCurrent { keepCovered() }
    adopt()
  }

  mutating func adopt() {
    let nodes = nodesToAsk
    for node in nodes {
      desk.ask(node, .listJobs, for: .listJobs(node), patience: policy.timing.answerSeconds)
    }
    stage = .adopting(Adoption(asked: Set(nodes)))
  }

  /// Nodes that are up; where none seems to be, all: each may have come back since, or have answered what nobody could
  /// read, and what is asked of nobody would be waited for without end.
  var nodesToAsk: [NodeName] {
    let up = inventory.nodes.filter(\.isOnline)
    return (up.isEmpty ? inventory.nodes : up).map(\.name)
  }

  mutating func adoptStep(_ adoption: Adoption, _ arrival: Desk.Arrival) {
    var adoption = adoption
    switch arrival {
    case .answer(.listJobs(let node), .started(let jobs)):
      adoption.asked.remove(node)
      for job in jobs {
        adoption.jobs.insert(job)
        desk.adopt(job, on: node)
        desk.wake(after: policy.timing.upgradeMaxSeconds, for: .overdue(job))
      }
      if !jobs.isEmpty {
        say(
          "node.adopted", "waiting for \(Phrase.count(jobs.count, "job")) that the run has left under way",
          subject: node.rawValue, node: node)
      }
    // What a silent node does is seen when it answers again; its turn, if it has one, waits for that.
    case .gaveUp(.listJobs(let node), _): adoption.asked.remove(node)
    case .jobEnded(let job, _), .alarm(.overdue(let job)): adoption.jobs.remove(job)
    case .answer, .gaveUp, .alarm: return
    }
    stage = .adopting(adoption)
    guard adoption.asked.isEmpty, adoption.jobs.isEmpty else { return }
    stopReason == nil ? surveyWhenSoaked() : endStopped()
  }

  // MARK: Turns

  /// The next turn that can't be planned like a new one, because its node has been restarted or its guests were on
  /// their way home; for a run that is given up, the next node whose guests are not home.
  mutating func nextTurnTakenUp() -> PassMachine? {
    guard let takeUp = start.takeUp else { return nil }
    if let turn = openTurns.first, let node = inventory.node(turn.node) {
      if let boot = turn.boot, turn.isPastOrder(seen: node) {
        var pass = turnTakenUp(on: node, turn.action)
        let stopped = inventory.guests.filter { turn.stopped.contains($0.id) }
        RunMachine.speak(&pass, &desk) { pass, desk in
          pass.takeCover(&desk)
          pass.awaitBoot(before: boot, stopped: stopped, &desk)
        }
        return pass
      }
      // Planned anew, like any other turn.
      if takeUp.goal == .finish, turn.phase != .return { return nil }
      let ending = turn.ending ?? .skipped("the run was given up")
      if node.isOnline { return homecoming(to: node, after: ending) }
      openTurns.removeFirst()
      endings[turn.node] = ending
      return nextTurnTakenUp()
    }
    guard takeUp.goal == .abandon else { return nil }
    let node = inventory.nodes.first { $0.isOnline && endings[$0.name] == nil && !movesHome(to: $0.name).isEmpty }
    return node.map { homecoming(to: $0, after: .done(restarted: false)) }
  }

  /// A turn of which only the way home is left.
  mutating func homecoming(to node: Node, after ending: PassMachine.Ending) -> PassMachine {
    var pass = turnTakenUp(on: node, .restart)
    RunMachine.speak(&pass, &desk) { pass, desk in
      pass.takeCover(&desk)
      pass.enterReturning(after: ending, &desk)
    }
    return pass
  }

  private mutating func turnTakenUp(on node: Node, _ action: Plan.Pass.Action) -> PassMachine {
    let moves = movesHome(to: node.name)
    say(
      "pass.started", "is taken up: \(Phrase.count(moves.count, "guest")) to bring home",
      subject: node.name.rawValue, node: node.name)
    var draft = Planner.Draft(pass: Plan.Pass(node: node.name, action: action, reason: "taken up", return: moves))
    draft.pass.managed = managedHome(to: node.name)
    var pass = PassMachine(
      draft: draft, inventory: inventory, homes: homes, policy: policy, forecast: start.forecast, now: desk.now)
    for move in moves { pass.lacks[move.guest] = move.downtime }
    bequeath(to: &pass)
    cover(&pass)
    pass.isWaiting = isPaused
    return pass
  }

  /// Moves that bring home whom a former process has left stopped or elsewhere: a plan sees only what runs.
  func movesHome(to node: NodeName, but planned: [Plan.Move] = []) -> [Plan.Move] {
    let planned = Set(planned.map(\.guest))
    return Homecoming.moves(to: node, homes: homes, inventory: inventory, policy: policy)
      .filter { !planned.contains($0.guest) }
  }

  /// Guests of the HA stack that belong on a node, wherever a former process has left them.
  func managedHome(to node: NodeName, but planned: [Plan.Move] = []) -> [Plan.Move] {
    let planned = Set(planned.map(\.guest))
    return ManagedGuests.movesHome(to: node, homes: homes, inventory: inventory, policy: policy)
      .filter { !planned.contains($0.guest) }
  }
}

extension ClusterRecord.Turn {
  /// Whether the order to reboot was given and got through, as far as can be seen: then the node has to prove that it
  /// is back.
  func isPastOrder(seen node: Node) -> Bool {
    guard action == .restart, let boot else { return false }
    switch phase {
    case .drain, .update: return false
    // A shutdown that is queued blocks every start until the node has gone down.
    case .reboot: return !node.isOnline || node.bootID != boot || !node.queuedJobs.isEmpty
    case .return: return ending == nil || (ending == .done(restarted: true) && !node.isOnline)
    }
  }
}

extension PassMachine {
  /// Waits for a node that was ordered to reboot by a former process.
  mutating func awaitBoot(before: BootID, stopped: [Guest], _ desk: inout Desk) {
    stoppedBefore = stopped
    state = .rebooting(Reboot(before: before, orderedAt: desk.now))
    desk.wake(after: 0, for: .bootProof)
  }
}
