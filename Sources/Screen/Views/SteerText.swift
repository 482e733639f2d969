import Cluster
import Planning

/// What it means to tell a run something, in figures.
struct SteerText {
  let state: ScreenState
  let question: SteerQuestion
  let width: Int

  var title: String {
    switch question {
    case .skipNode(let node): "Leave \(node) out of the run"
    case .skipGuests(let guests): "Leave \(state.label(of: guests)) where \(guests.count == 1 ? "it is" : "they are")"
    case .target(let guests): "Another node for \(state.label(of: guests))"
    case .abort: "Abort the run"
    }
  }

  var lines: [StyledLine] {
    var text = LabelledText(width: width)
    switch question {
    case .skipNode(let node): skip(node, &text)
    case .skipGuests(let guests): skip(guests, &text)
    case .target(let guests): target(guests, &text)
    case .abort: abort(&text)
    }
    return text.lines
  }

  private func skip(_ node: NodeName, _ text: inout LabelledText) {
    let part = state.part(of: node)
    let seen = state.inventory?.node(node)
    let packages = Figures.count(seen?.updates.count ?? 0, "package")
    switch part?.stage {
    case .working(.reboot):
      text.add("now", ["it restarts; that is waited for, and it has to prove that it is back"])
      comeHome(to: node, &text)
    case .working(let phase):
      text.add("now", ["\(phase.rawValue): what is under way is finished, nothing further begins"])
      comeHome(to: node, &text)
      text.add("then", ["it is not restarted in this run"])
    default:
      text.add("guests", ["stay where they are"])
      text.add("then", ["it is neither updated nor restarted in this run; \(packages) stay pending"])
    }
    let rest = state.progress?.nodes.filter { $0.stage == .waiting && $0.node != node }.map(\.node.rawValue) ?? []
    text.add("next", [rest.isEmpty ? "no node is left, the run ends" : rest.joined(separator: ", ")])
  }

  private func comeHome(to node: NodeName, _ text: inout LabelledText) {
    inFlight(&text)
    let count = bound(to: { $0 == node })
    text.add("return", [count == 0 ? "nobody has left it" : "\(Figures.count(count, "guest")) that left it come home"])
  }

  /// Guests of those homes that are to be brought home once the moves in flight have arrived: a guest on its way counts
  /// by where it goes.
  private func bound(to isMeant: (NodeName) -> Bool) -> Int {
    (state.inventory?.guests ?? []).count { guest in
      guard let home = state.startPlaces[guest.id], isMeant(home) else { return false }
      let flight = state.progress?.inFlight.first { $0.guest == guest.id }
      return (flight?.to ?? state.place(of: guest)) != home
    }
  }

  private func inFlight(_ text: inout LabelledText) {
    let count = state.progress?.inFlight.count ?? 0
    if count > 0 { text.add("moves", ["\(count) in flight arrive first"]) }
  }

  private func skip(_ guests: [GuestID], _ text: inout LabelledText) {
    let found = guests.compactMap { state.inventory?.guest($0) }
    text.add(
      "stays",
      found.prefix(6).map { "\($0.label) on \(state.place(of: $0))" }
        + (found.count > 6 ? ["and \(found.count - 6) more"] : []))
    let nodes = Set(found.map(state.place)).sorted().map(\.rawValue).joined(separator: ", ")
    text.add("then", ["\(nodes) can't be emptied: as after a failed move, policy leaves it out or holds the run"])
  }

  private func target(_ guests: [GuestID], _ text: inout LabelledText) {
    let found = guests.compactMap { state.inventory?.guest($0) }
    let bytes = found.reduce(0) { $0 + $1.memoryBytes }
    text.add("guest", found.prefix(6).map { "\($0.label), on \(state.place(of: $0))" })
    text.add("memory", ["\(Figures.bytes(bytes)) at most"])
    text.space()
    let targets = state.targets(for: guests)
    for node in targets.fit {
      let share = node.memory.totalBytes > 0 ? Double(bytes) / Double(node.memory.totalBytes) : 0
      text.add(
        "\(node.name)",
        ["memory\(Figures.percent(node.memory.fraction)) now,\(Figures.percent(node.memory.fraction + share)) with it"])
    }
    for (node, reason) in targets.objections { text.add("not \(node)", [reason]) }
    text.space()
    text.add("only", ["a guest that has not left yet, and where the plan found room; else the run says no"])
  }

  private func abort(_ text: inout LabelledText) {
    inFlight(&text)
    let away = bound(to: { _ in true })
    text.add("return", [away == 0 ? "every guest is home already" : "\(Figures.count(away, "guest")) come home, now"])
    if let (part, phase) = state.working, phase == .reboot {
      text.add("reboot", ["\(part.node) restarts already and is waited for"])
    }
    let before: [RunProgress.NodeProgress.Stage] = [.waiting, .working(.drain), .working(.update)]
    let left = state.progress?.nodes.filter { before.contains($0.stage) }.map(\.node.rawValue) ?? []
    if !left.isEmpty { text.add("not done", [left.joined(separator: ", ")], style: .bright) }
    text.add("then", ["the run ends as failed, with the cluster whole; it can't be resumed"])
  }
}
