import Cluster
import Planning

// The pane tells at rest what changed between two looks at the cluster.
extension ScreenState {
  mutating func see(_ seen: Inventory) {
    let before = inventory
    let selectedName = selectedCard?.name
    inventory = seen
    keepTemplates(of: before)
    for node in seen.nodes where node.isOnline {
      lastAnswers[node.name] = LastAnswer(node: node, time: seen.takenAt)
    }
    selected = cards.firstIndex { $0.name == selectedName } ?? 0
    if !troubles.isEmpty { tell(.info, "cluster", "answers again") }
    troubles = []
    guard let before else {
      // Whatever was refused because nothing was known may be asked for again.
      if status?.isRefusal == true { status = nil }
      return introduce(seen)
    }
    if before.quorum.isQuorate != seen.quorum.isQuorate || before.quorum.votes != seen.quorum.votes {
      // The vote of a node that restarts on purpose is missed by nobody.
      if working?.phase != .reboot || !seen.quorum.isQuorate { tellQuorum(seen.quorum) }
    }
    for node in seen.nodes { compare(before.node(node.name), node) }
    for server in seen.backupServers {
      compare(before.backupServers.first { $0.name == server.name }, server)
    }
  }

  // Of the guests of a node that does not answer, little more is told than that they are.
  private mutating func keepTemplates(of before: Inventory?) {
    let templates = Set(before?.guests.filter(\.isTemplate).map(\.id) ?? [])
    guard !templates.isEmpty, let guests = inventory?.guests else { return }
    for (index, guest) in guests.enumerated() where templates.contains(guest.id) && guest.status == .unknown {
      inventory?.guests[index].isTemplate = true
    }
  }

  mutating func fail(_ sentences: [String]) {
    let sentences = sentences.isEmpty ? ["the cluster did not answer"] : sentences
    for sentence in sentences where !troubles.contains(sentence) { tell(.error, "cluster", sentence) }
    troubles = sentences
  }

  private mutating func tell(_ level: Notice.Level, _ subject: String, _ message: String) {
    log.append(LogLine(time: now, level: level, subject: subject, message: message))
  }

  private mutating func introduce(_ seen: Inventory) {
    let guests = seen.guests.filter { !$0.isTemplate }
    var parts = [
      Figures.count(seen.nodes.count, "node"),
      Figures.count(guests.count { $0.kind == .container }, "container"),
      Figures.count(guests.count { $0.kind == .machine }, "VM"),
    ]
    if !seen.backupServers.isEmpty { parts.append(Figures.count(seen.backupServers.count, "backup server")) }
    tell(.info, "cluster", "\(seen.clusterName): " + parts.joined(separator: ", "))
    if !seen.quorum.isQuorate || seen.quorum.votes < seen.quorum.expected { tellQuorum(seen.quorum) }
    for node in seen.nodes {
      if !node.isOnline { tellAway(node) }
      for problem in node.problems where node.isOnline { tell(.warning, node.name.rawValue, problem) }
    }
    let due = seen.nodes.filter { $0.rebootReason != nil }
    // In a large cluster a line each would be all that the log shows.
    if due.count > 4 {
      tell(.info, "cluster", "\(due.count) nodes to reboot: " + due.map(\.name.rawValue).joined(separator: " "))
    } else {
      for node in due { tell(.info, node.name.rawValue, "reboot needed: \(node.rebootReason ?? "")") }
    }
    for server in seen.backupServers {
      if !server.isOnline { tell(.warning, server.name, "does not answer") }
      for problem in server.problems { tell(.warning, server.name, problem) }
    }
  }

  private mutating func tellQuorum(_ quorum: Quorum) {
    let votes = "\(quorum.votes) of \(Figures.count(quorum.expected, "vote"))"
    if !quorum.isQuorate {
      tell(.error, "cluster", "NO QUORUM with \(votes), \(quorum.needed) needed")
    } else if quorum.expected > 1, quorum.votes == quorum.needed {
      tell(.warning, "cluster", "quorate with \(votes); one more loss and it stops")
    } else {
      tell(.info, "cluster", "quorate with \(votes)")
    }
  }

  private mutating func tellAway(_ node: Node) {
    let reason = node.problems.first.map { ": \($0)" } ?? ""
    tell(.error, node.name.rawValue, "AWAY\(reason)")
  }

  private mutating func compare(_ before: Node?, _ node: Node) {
    let subject = node.name.rawValue
    guard let before else { return tell(.info, subject, "is new in the cluster") }
    // While its turn lasts, the run itself tells what happens to a node.
    if working?.part.node == node.name { return }
    if before.isOnline, !node.isOnline { return tellAway(node) }
    if !before.isOnline, node.isOnline { tell(.info, subject, "is back") }
    if let old = before.bootID, let new = node.bootID, old != new {
      tell(.info, subject, "was restarted, runs \(node.kernel)")
    }
    if before.rebootReason == nil, let reason = node.rebootReason { tell(.info, subject, "reboot needed: \(reason)") }
    for problem in node.problems where !before.problems.contains(problem) { tell(.warning, subject, problem) }
  }

  private mutating func compare(_ before: BackupServer?, _ server: BackupServer) {
    if before?.isOnline != false, !server.isOnline { tell(.warning, server.name, "does not answer") }
    if before?.isOnline == false, server.isOnline { tell(.info, server.name, "answers again") }
    for problem in server.problems where before?.problems.contains(problem) != true {
      tell(.warning, server.name, problem)
    }
  }
}
