import Cluster
import Planning

/// `plan` for people: what is done to each node, every move, how long it takes, and what stands in the way.
struct PlanText {
  /// What will be done.
  let plan: Plan
  /// What other strategies would come to.
  var others: [Plan] = []
  /// Name of the cluster.
  let clusterName: String
  /// Only ASCII characters.
  var usesASCII = false

  /// The whole text, line by line.
  var lines: [String] {
    var lines = heading + comparison
    for (index, pass) in plan.passes.enumerated() { lines += [""] + turn(pass, number: index + 1) }
    let outages = outageSentences
    if !outages.isEmpty { lines += [""] + outages.flatMap { Paragraph.lines($0) } }
    if !plan.warnings.isEmpty { lines += ["", "Worth knowing:"] + plan.warnings.flatMap(PlanText.item) }
    if !plan.blockers.isEmpty {
      lines += ["", "This plan can't be carried out:"] + plan.blockers.flatMap(PlanText.item)
    }
    return lines
  }

  private var heading: [String] {
    let work = plan.passes.filter { $0.action != .skip }
    let name = clusterName.printable
    guard !work.isEmpty else { return ["\(name): \(plan.isFeasible ? "nothing to do" : "nothing can be done")"] }
    let restarts = work.count { $0.action == .restart }
    let updates = work.count { $0.action == .update }
    let drains = work.count { $0.action == .drain }
    let returns = work.count { $0.action == .return }
    var parts: [String] = []
    if restarts > 0 { parts.append("restart \(Figures.count(restarts, "node"))") }
    if updates > 0 { parts.append("update \(Figures.count(updates, "node")) in place") }
    if drains > 0 { parts.append("empty \(Figures.count(drains, "node"))") }
    if returns > 0 { parts.append("fill \(Figures.count(returns, "node")) again") }
    parts.append(Figures.count(plan.moves.count, "move"))
    return Paragraph.lines(
      "\(name): \(parts.joined(separator: ", ")), about \(Phrase.clock(plan.makespanSeconds)) in all "
        + "(no order of these moves takes less than \(Phrase.clock(plan.lowerBoundSeconds)))")
  }

  /// The strategies side by side, where there is something to compare.
  private var comparison: [String] {
    guard !others.isEmpty, !plan.moves.isEmpty else { return [] }
    var table = TextTable(("STRATEGY", .left), ("IN ALL", .right), ("MOVES", .right), ("RESTARTS OF GUESTS", .right))
    for plan in [plan] + others {
      let restarts = plan.outages.reduce(0) { $0 + $1.interruptions }
      table.add(
        plan.strategy.rawValue, plan.isFeasible ? Phrase.clock(plan.makespanSeconds) : "not feasible",
        "\(plan.moves.count)", "\(restarts)")
    }
    return [""] + table.lines(indent: 3)
  }

  private func turn(_ pass: Plan.Pass, number: Int) -> [String] {
    let title = "\(number). \(pass.node): \(pass.action.rawValue), \(pass.reason)"
    guard pass.action != .skip else { return Paragraph.lines(title, hanging: 3) }
    let phases = pass.phaseSeconds.sorted { $0.key < $1.key }.map { "\($0.key.rawValue) \(Phrase.clock($0.value))" }
    var lines = Paragraph.lines("\(title), \(Phrase.clock(pass.seconds))", hanging: 3)
    if phases.count > 1 { lines.append("   " + phases.joined(separator: ", ")) }
    if !pass.managed.isEmpty { lines += table(pass.managed, title: "BY HA").lines(indent: 3) }
    if !pass.drain.isEmpty { lines += table(pass.drain, title: "DRAIN").lines(indent: 3) }
    if !pass.return.isEmpty { lines += table(pass.return, title: "RETURN").lines(indent: 3) }
    return lines
  }

  private func table(_ moves: [Plan.Move], title: String) -> TextTable {
    var table = TextTable(
      (title, .left), ("FROM", .left), ("", .left), ("TO", .left), ("WAY", .left), ("START", .right),
      ("TAKES", .right), ("OUT", .right))
    for move in moves {
      table.add(
        clipped(move.label), move.from.rawValue, usesASCII ? "->" : "→", move.to.rawValue, move.way.rawValue,
        Phrase.clock(move.startSeconds), Phrase.clock(move.seconds), "\(Figures.tenths(move.outageSeconds)) s")
    }
    return table
  }

  /// What is left of a line beside the other columns.
  private static let labelWidthMax = 31

  private func clipped(_ label: String) -> String {
    let label = label.printable
    guard label.count > PlanText.labelWidthMax else { return label }
    return label.prefix(PlanText.labelWidthMax - 1) + (usesASCII ? "~" : "…")
  }

  private var outageSentences: [String] {
    let interrupted = plan.outages.filter { $0.interruptions > 0 }
    let paused = plan.outages.filter { $0.interruptions == 0 }
    var sentences: [String] = []
    if let worst = interrupted.map(\.seconds).max() {
      let times = interrupted.map(\.interruptions).max() ?? 0
      sentences.append(
        "\(Figures.count(interrupted.count, "guest")) out of service, at most "
          + "\(Figures.count(times, "time")) and \(Figures.tenths(worst)) s in all.")
    }
    if let worst = paused.map(\.seconds).max() {
      sentences.append(
        "\(Figures.count(paused.count, "machine")) \(paused.count == 1 ? "moves" : "move") while running, paused for "
          + "at most \(Figures.tenths(worst)) s in all.")
    }
    return sentences
  }

  private static func item(_ blocker: Blocker) -> [String] {
    var place: [String] = []
    // Messages about a guest begin with its label; those about a node may not name it.
    if let node = blocker.node, !blocker.message.contains(node.rawValue) { place.append("\(node): ") }
    let remedy = blocker.remedy.isEmpty ? [] : Paragraph.lines("Remedy: \(blocker.remedy)", indent: 4)
    return Paragraph.lines("- " + place.joined() + blocker.message, indent: 0, hanging: 2) + remedy
  }
}
