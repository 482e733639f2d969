import FoundationEssentials
import Simulation

/// The lab's ground truth for a reader.
enum LabStatusText {
  /// Hosts in a table, then every guest that is not where and how it was, then what is left over.
  static func lines(of json: [UInt8]) throws -> [String] {
    lines(of: try JSONDecoder().decode(GroundTruth.self, from: Data(json)))
  }

  static func lines(of truth: GroundTruth) -> [String] {
    var hosts = TextTable(
      ("HOST", .left), ("", .left), ("BOOTS", .right), ("KERNEL", .left), ("PENDING", .right),
      ("GUESTS", .right))
    for node in truth.nodes {
      let guests = truth.guests.filter { $0.node == node.name }
      let running = guests.count { $0.status == "running" }
      hosts.add(
        node.name, node.online ? "up" : "down", "\(node.boots)", node.kernel, "\(node.pending)",
        guests.isEmpty ? "" : "\(running) of \(guests.count) run")
    }
    let moves = truth.guests.reduce(0) { $0 + $1.moves }
    let strayed = truth.guests.filter { $0.node != $0.start.node || $0.status != $0.start.status }
    var lines = hosts.lines() + [""]
    lines.append("most nodes down at once: \(truth.mostNodesDown); moves so far: \(moves)")
    for guest in strayed {
      lines.append(
        "\(guest.type) \(guest.id) \(guest.name): \(guest.status) on \(guest.node), "
          + "was \(guest.start.status) on \(guest.start.node)")
    }
    if strayed.isEmpty { lines.append("every guest is where and as it was") }
    for (name, values) in [("locks", truth.locks), ("maintenance", truth.maintenance)]
    where !values.isEmpty {
      lines.append("\(name): " + values.joined(separator: ", "))
    }
    for line in truth.commandsRefused.uniqued { lines.append("not understood: \(line)") }
    return lines
  }
}
