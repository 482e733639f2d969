import Cluster
import Planning

/// `status` for people: tables first, then what is wrong, in sentences.
struct StatusText {
  /// What is.
  let inventory: Inventory

  /// The whole text, line by line.
  var lines: [String] {
    var lines = [heading, ""]
    lines += nodes.lines()
    if !inventory.backupServers.isEmpty { lines += [""] + backupServers.lines() }
    if !inventory.guests.isEmpty { lines += [""] + guests.lines() }
    let sentences = self.sentences
    if !sentences.isEmpty {
      lines.append("")
      for sentence in sentences { lines += Paragraph.lines(sentence, hanging: 2) }
    }
    return lines
  }

  private var heading: String {
    let quorum = inventory.quorum
    let votes = "\(quorum.votes) of \(Figures.count(quorum.expected, "vote")), \(quorum.needed) needed"
    return "\(inventory.clusterName.printable): \(quorum.isQuorate ? "quorate" : "NOT QUORATE"), \(votes), "
      + Timestamp(milliseconds: inventory.takenAt.milliseconds / 1000 * 1000).iso8601
  }

  private var nodes: TextTable {
    var table = TextTable(
      ("NODE", .left), ("STATE", .left), ("PVE", .left), ("KERNEL", .left), ("UP", .right), ("CT", .right),
      ("VM", .right), ("UPD", .right), ("SEC", .right), ("MEM", .right), ("LOAD", .right))
    for node in inventory.nodes {
      let counts = StatusReport.GuestCounts(inventory.guests(on: node.name))
      let ct = "\(counts.ct.running)/\(counts.ct.total)"
      let vm = "\(counts.vm.running)/\(counts.vm.total)"
      guard node.isOnline else {
        table.add(node.name.rawValue, "offline", "-", "-", "-", "?/\(counts.ct.total)", "?/\(counts.vm.total)")
        continue
      }
      table.add(
        node.name.rawValue, StatusText.state(of: node), node.version, node.kernel, Figures.uptime(node.uptimeSeconds),
        ct, vm, StatusText.figure(node.updates, \.count), StatusText.figure(node.updates, \.security),
        Figures.percent(node.memory),
        node.load.first.map(Figures.hundredths) ?? "-")
    }
    return table
  }

  private static func figure(_ updates: PendingUpdates, _ figure: (PendingUpdates) -> Int) -> String {
    updates.isKnown ? "\(figure(updates))" : "?"
  }

  private static func state(of node: Node) -> String {
    if !node.queuedJobs.isEmpty { return "going down" }
    if !node.isInCluster { return "no member" }
    if node.inMaintenance { return "maintenance" }
    return node.rebootReason == nil ? "ok" : "reboot"
  }

  private var backupServers: TextTable {
    var table = TextTable(
      ("BACKUP SERVER", .left), ("STATE", .left), ("PBS", .left), ("UP", .right), ("UPD", .right),
      ("DATASTORE", .left), ("USED", .right), ("LAST BACKUP", .left))
    for server in inventory.backupServers {
      guard server.isOnline else {
        table.add(server.name, "offline")
        continue
      }
      let first = server.datastores.first
      table.add(
        server.name, server.needsReboot ? "reboot" : "ok", server.version, Figures.uptime(server.uptimeSeconds),
        StatusText.figure(server.updates, \.count), first?.name ?? "-",
        first.map { Figures.percent($0.capacity) } ?? "-",
        server.lastBackup.map { "\(Figures.uptime(inventory.takenAt - $0)) ago" } ?? "-")
      for store in server.datastores.dropFirst() {
        table.add("", "", "", "", "", store.name, Figures.percent(store.capacity))
      }
    }
    return table
  }

  private var guests: TextTable {
    var table = TextTable(("GUEST", .left), ("NODE", .left), ("STATE", .left), ("MEMORY", .right), ("", .left))
    for guest in inventory.guests {
      var notes: [String] = []
      if guest.isTemplate { notes.append("template") }
      if let lock = guest.lock { notes.append("locked: \(lock)") }
      if let state = guest.haState { notes.append("HA \(state)") }
      if !guest.tags.isEmpty { notes.append(guest.tags.joined(separator: " ")) }
      table.add(
        guest.label, guest.node.rawValue, guest.status.rawValue, Figures.bytes(guest.memoryBytes),
        notes.joined(separator: ", "))
    }
    return table
  }

  private var sentences: [String] {
    var sentences: [String] = []
    let quorum = inventory.quorum
    if !quorum.isQuorate {
      sentences.append(
        "The cluster is not quorate: \(quorum.votes) of \(Figures.count(quorum.expected, "vote")), "
          + "\(quorum.needed) needed. Its configuration can't change and no guest can start or move.")
    }
    for node in inventory.nodes {
      if !node.isOnline, node.problems.isEmpty { sentences.append("\(node.name): did not answer.") }
      if node.isOnline, !node.isInCluster { sentences.append("\(node.name): answers, and is out of the cluster.") }
      sentences += node.problems.map { StatusText.sentence($0, about: node.name.rawValue) }
      if !node.queuedJobs.isEmpty {
        sentences.append("\(node.name): is going down: \(node.queuedJobs.joined(separator: ", ")).")
      }
      if let reason = node.rebootReason { sentences.append("\(node.name): needs a reboot: \(reason).") }
      if !node.updates.removals.isEmpty {
        sentences.append(
          "\(node.name): an upgrade would remove \(node.updates.removals.joined(separator: ", ")).")
      }
    }
    for server in inventory.backupServers {
      if !server.isOnline, server.problems.isEmpty { sentences.append("\(server.name): did not answer.") }
      sentences += server.problems.map { StatusText.sentence($0, about: server.name) }
    }
    for guest in inventory.guests where guest.status == .running && !guest.isTemplate {
      sentences += Mobility.obstacles(of: guest).map { "\($0.message); \($0.remedy)." }
    }
    return sentences
  }

  private static func sentence(_ problem: String, about subject: String) -> String {
    // An error of the connection names its host itself.
    let text = problem.hasPrefix("\(subject): ") ? problem : "\(subject): \(problem)"
    return text.hasSuffix(".") || text.hasSuffix("?") ? text : text + "."
  }
}
