import Cluster

/// Answers of all nodes to one look, gathered by whoever asked.
extension RunMachine.Surveys {
  /// Asks every node.
  init(of known: Inventory, timing: Timing, _ desk: inout Desk) {
    for node in known.nodes {
      // A node that was away before is asked, not waited for.
      desk.ask(
        node.name, .survey, for: .survey(node.name), limit: timing.answerSeconds * 3,
        patience: node.isOnline ? nil : 0)
    }
    self.init(waitingFor: Set(known.nodes.map(\.name)), askedAt: desk.now)
  }

  /// So long after it was asked a look tells what is now, in seconds.
  private static let freshSeconds = 60.0

  /// Whether what it tells may be true no more: the controller has slept meanwhile, or one node kept the others waiting.
  func isOld(at now: Timestamp) -> Bool { !isRepeated && now - askedAt > Self.freshSeconds }

  /// Takes what concerns it.
  /// - Parameter known: the cluster as it was, for the addresses of nodes that stay silent.
  /// - Returns: whether it did.
  mutating func take(_ arrival: Desk.Arrival, known: Inventory, at now: Timestamp) -> Bool {
    switch arrival {
    case .answer(.survey(let node), .survey(let survey)):
      waitingFor.remove(node)
      answers.append(survey.timed(askedAt: askedAt, answeredAt: now))
    case .gaveUp(.survey(let name), let trouble):
      waitingFor.remove(name)
      var node = Node(name: name, address: known.node(name)?.address ?? name.rawValue)
      node.problems = [trouble.message]
      silent.append(node)
    case .answer, .gaveUp, .jobEnded, .alarm: return false
    }
    return true
  }

  /// The cluster by these answers.
  /// - Parameter known: what it was, for what no node can know of itself.
  func inventory(known: Inventory, at now: Timestamp) -> Inventory {
    var inventory = Inventory(
      merging: answers.sorted { $0.node.name < $1.node.name }, silent: silent,
      backupServers: known.backupServers, takenAt: now)
    for index in inventory.nodes.indices {
      // The address is the one that herdmon was given.
      inventory.nodes[index].address =
        known.node(inventory.nodes[index].name)?.address ?? inventory.nodes[index].address
    }
    return inventory
  }
}
