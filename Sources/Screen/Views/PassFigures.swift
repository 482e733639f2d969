import Cluster
import Planning

/// A plan's passes in figures: one node in sentences, several as a table.
struct PassFigures {
  let state: ScreenState
  let plan: Plan

  /// Sentences for the one pass of a plan.
  func describe(_ pass: Plan.Pass, in text: inout LabelledText) {
    switch pass.action {
    case .skip: break
    case .update:
      text.add("update", [updates(pass)])
      text.add("guests", ["stay where they are; nothing restarts"])
    case .drain:
      drain(pass, in: &text)
      stays(on: pass, in: &text)
      let left = staying(on: pass).isEmpty ? "\(pass.node) is left empty" : "all others have left \(pass.node)"
      text.add("then", ["\(left); \(state.label(of: .undrainNode)) brings them home"])
    case .return:
      text.add("return", MoveFigures(pass.return, byHA: pass.managed).sentences + [home(pass)])
    case .restart:
      drain(pass, in: &text)
      text.add("update", [updates(pass)])
      text.add("reboot", reboot(pass))
      if !(pass.return + pass.managed).isEmpty { text.add("return", [home(pass)]) }
      stays(on: pass, in: &text)
    }
  }

  private func home(_ pass: Plan.Pass) -> String {
    let count = pass.return.count + pass.managed.count
    return "\(count == 1 ? "1 guest" : "all \(count)") home by \(end)"
  }

  private func drain(_ pass: Plan.Pass, in text: inout LabelledText) {
    guard !(pass.drain + pass.managed).isEmpty else { return text.add("drain", ["no guest runs there"]) }
    var sentences = MoveFigures(pass.drain, byHA: pass.managed).sentences
    for target in targets(pass.drain) {
      let peak = plan.peakMemory[target.node].map { ", memory then\(Figures.percent($0))" } ?? ""
      sentences.append("\(target.count) to \(target.node)\(peak)")
    }
    text.add("drain", sentences)
  }

  private func targets(_ moves: [Plan.Move]) -> [(node: NodeName, count: Int)] {
    Dictionary(grouping: moves.filter { $0.way != .shutdown }, by: \.to).map { (node: $0.key, count: $0.value.count) }
      .sorted { $0.node < $1.node }
  }

  private func updates(_ pass: Plan.Pass) -> String {
    guard let node = state.inventory?.node(pass.node) else { return "packages" }
    guard node.updates.isKnown else { return "packages, nobody knows how many" }
    var sentence = node.updates.count == 0 ? "nothing pending" : Figures.count(node.updates.count, "package")
    if node.updates.security > 0 { sentence += " (\(node.updates.security) security)" }
    if let kernel = nextKernel(node) {
      sentence += ", kernel \(PassFigures.short(node.kernel)) \(Glyph.arrow) \(PassFigures.short(kernel))"
    }
    if !node.updates.removals.isEmpty { sentence += "; removes \(node.updates.removals.joined(separator: " "))" }
    return sentence
  }

  // Kernels of Proxmox end alike, and their packages begin alike.
  private static func short(_ kernel: String) -> String {
    var kernel = kernel[...]
    for beginning in ["proxmox-kernel-", "pve-kernel-"] where kernel.hasPrefix(beginning) {
      kernel = kernel.dropFirst(beginning.count)
    }
    for end in ["-signed", "-pve"] where kernel.hasSuffix(end) { kernel = kernel.dropLast(end.count) }
    return String(kernel)
  }

  private func nextKernel(_ node: Node) -> String? {
    if let kernel = node.updates.kernel, !node.kernelIsPinned { return kernel }
    return node.rebootReason == nil ? nil : node.bootKernel
  }

  private func reboot(_ pass: Plan.Pass) -> [String] {
    let time = pass.phaseSeconds[.reboot].map { "about \(Figures.duration($0))" } ?? "once"
    guard let quorum = state.inventory?.quorum, quorum.expected > 1 else { return [time] }
    let meanwhile = quorum.votes - 1
    let first = "\(time); votes meanwhile \(meanwhile) of \(quorum.expected), needed \(quorum.needed)"
    return isThin(quorum) ? [first, "one more node lost then would stop the cluster"] : [first]
  }

  // The plan may warn of it itself; once is enough.
  private func isThin(_ quorum: Quorum) -> Bool {
    quorum.votes - 2 < quorum.needed && !plan.warnings.contains { $0.code == "quorum-thin" }
  }

  private func staying(on pass: Plan.Pass) -> [Guest] {
    let moved = Set((pass.drain + pass.managed).map(\.guest))
    return state.inventory?.guests(on: pass.node).filter { !moved.contains($0.id) && !$0.isTemplate } ?? []
  }

  private func stays(on pass: Plan.Pass, in text: inout LabelledText) {
    let left = Set(pass.left)
    let staying = staying(on: pass)
    guard !staying.isEmpty else { return }
    let shown = staying.prefix(4).map { guest in
      let state = pass.action == .restart && left.contains(guest.id) ? "stops with the node" : guest.status.rawValue
      return "\(guest.label) (\(state))"
    }
    let more = staying.count > 4 ? ", and \(staying.count - 4) more" : ""
    text.add("stays", [shown.joined(separator: ", ") + more])
  }

  /// A line a node.
  func tabulate(in text: inout LabelledText) {
    let isWide = text.width >= 64
    let nameWidth = min(plan.passes.map { TextWidth.of($0.node.rawValue) }.max() ?? 4, isWide ? 16 : 8)
    var head = StyledLine(TextWidth.pad("node", nameWidth + 2), .dim)
    head.append(isWide ? "restart  live  packages        reboot   turn   until" : "CT  VM  pkgs  until", .dim)
    text.add(head)
    for pass in plan.passes { text.add(row(pass, nameWidth: nameWidth, isWide: isWide)) }
    text.space()
  }

  private func row(_ pass: Plan.Pass, nameWidth: Int, isWide: Bool) -> StyledLine {
    var line = StyledLine(TextWidth.pad(pass.node.rawValue, nameWidth + 2))
    guard pass.action != .skip else {
      line.append("left out: \(pass.reason)", .dim)
      return line
    }
    let node = state.inventory?.node(pass.node)
    let moves = pass.drain + pass.managed
    let (containers, machines) = (moves.count { $0.way == .restart }, moves.count { $0.way == .live })
    let packages = node.map { $0.updates.isKnown ? "\($0.updates.count)" : "?" } ?? "0"
    let until = state.clock.minutes(state.now + pass.beginSeconds + pass.seconds)
    if !isWide {
      line.append(TextWidth.padLeft("\(containers)", 2) + TextWidth.padLeft("\(machines)", 4))
      line.append(TextWidth.padLeft(packages, 6) + "  \(until)")
      return line
    }
    let security = (node?.updates.security).map { $0 > 0 ? ", sec \($0)" : "" } ?? ""
    line.append(TextWidth.padLeft("\(containers) CT", 7) + TextWidth.padLeft("\(machines) VM", 6) + "  ")
    line.append(TextWidth.pad(TextWidth.padLeft(packages, 3) + security, 14))
    let reboot = pass.action == .restart ? pass.phaseSeconds[.reboot].map(Figures.duration) ?? "yes" : "none"
    line.append(TextWidth.padLeft(reboot, 8))
    line.append(TextWidth.padLeft(Figures.duration(pass.seconds), 7) + TextWidth.padLeft(until, 8))
    return line
  }

  /// What the whole run comes to.
  func total(in text: inout LabelledText) {
    if plan.passes.count > 1, plan.passes.contains(where: \.touchesGuests) {
      text.add("guests", totals)
      let peaks = plan.peakMemory.sorted { $0.key < $1.key }.map { "\($0.key)\(Figures.percent($0.value))" }
      if !peaks.isEmpty { text.add("memory", ["at most " + peaks.joined(separator: ", ")]) }
      if let quorum = state.inventory?.quorum, quorum.expected > 1 {
        text.add(
          "votes",
          [
            "\(quorum.votes - 1) of \(quorum.expected) while a node restarts, needed \(quorum.needed)"
              + (isThin(quorum) ? "; one more lost then would stop the cluster" : "")
          ])
      }
    }
    text.add("forecast", ["takes \(Figures.duration(plan.makespanSeconds)), ends \(end)"], style: .bright)
  }

  private var totals: [String] {
    let byHA = plan.passes.flatMap(\.managed)
    let moves = plan.moves
    let ways = Dictionary(grouping: moves + byHA, by: \.way).mapValues { Set($0.map(\.guest)) }
    var sentences: [String] = []
    let restarted = plan.outages.filter { ways[.restart]?.contains($0.guest) == true }
    if let worst = restarted.max(by: { $0.seconds < $1.seconds }) {
      let most = restarted.map(\.interruptions).max() ?? 1
      sentences.append(
        "\(Figures.count(restarted.count, "container")) \(restarted.count == 1 ? "restarts" : "restart"), "
          + "\(PassFigures.times(most)); worst \(worstCase(worst))")
    }
    if let machines = ways[.live]?.count {
      sentences.append("\(Figures.count(machines, "VM")) \(machines == 1 ? "moves" : "move") live")
    }
    if let stopped = ways[.shutdown] {
      let worst = plan.outages.filter { stopped.contains($0.guest) }.max { $0.seconds < $1.seconds }
      sentences.append(
        "\(MoveFigures.stop(stopped.count)) with \(stopped.count == 1 ? "its node" : "their nodes")"
          + (worst.map { "; worst \(worstCase($0))" } ?? ""))
    }
    let left = plan.passes.filter { $0.action == .restart }.reduce(0) { $0 + $1.left.count }
    if left > 0 { sentences.append("\(MoveFigures.stop(left)) with the node, left alone by policy") }
    sentences.append("\(Figures.count(moves.count, "move")) in all; at most one node is down at a time")
    if !byHA.isEmpty { sentences.append(MoveFigures.byHA(Set(byHA.map(\.guest)).count) + ", out and back") }
    return sentences
  }

  private func worstCase(_ outage: Plan.Outage) -> String {
    let label = state.inventory?.guest(outage.guest)?.label ?? "\(outage.guest)"
    return "\(Figures.brief(outage.seconds)) out in all, \(label)"
  }

  private static func times(_ number: Int) -> String {
    switch number {
    case ...1: "once"
    case 2: "twice at most"
    default: "\(number) times at most"
    }
  }

  private var end: String { state.clock.minutes(state.now + plan.makespanSeconds) }
}

extension Plan.Pass {
  /// Whether any guest moves or stops in it.
  fileprivate var touchesGuests: Bool {
    !(drain + `return` + managed).isEmpty || (action == .restart && !left.isEmpty)
  }
}
