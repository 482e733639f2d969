import Cluster
import Planning

/// All that is known of one node, backup server, guest or run.
struct DetailText {
  let state: ScreenState
  let width: Int

  func title(of subject: RowID) -> String {
    switch subject {
    case .card(let name): name
    case .guest(let id): state.inventory?.guest(id)?.label ?? "\(id)"
    case .run(let run): "run \(run)"
    }
  }

  func lines(of subject: RowID) -> [StyledLine] {
    var text = LabelledText(width: width)
    switch subject {
    case .card(let name): add(state.cards.first { $0.name == name }, to: &text)
    case .guest(let id): GuestDetail(state: state).add(id, to: &text)
    case .run(let id):
      guard let run = state.runs.first(where: { $0.run == id }) else { break }
      return RunReport(state: state, run: run, width: width).lines
    }
    return text.lines
  }

  private func add(_ card: Card?, to text: inout LabelledText) {
    switch card {
    case .node(let node): add(node, to: &text)
    case .backup(let server): add(server, to: &text)
    case .awaited: text.add(StyledLine("not answered yet", .dim))
    case nil: text.add(StyledLine("no longer in the cluster", .dim))
    }
  }

  private func add(_ node: Node, to text: inout LabelledText) {
    text.add("state", [state.cardState(.node(node)).word], style: .bright)
    text.add("address", [node.address])
    if let proof = state.part(of: node.name)?.proof, !proof.isEmpty {
      text.space()
      for line in ProofText(proof, width: text.width).lines(proof.count) { text.add(line) }
      text.space()
    }
    guard node.isOnline, !state.isDown(node.name) else {
      if let last = state.lastAnswers[node.name] { text.add("seen", [state.clock.seconds(last.time)]) }
      return text.add("problems", node.problems, style: .danger)
    }
    text.add("version", ["PVE \(node.version), up \(Figures.uptime(node.uptimeSeconds))"])
    text.add("kernel", [node.kernel + (node.kernelIsPinned ? " (pinned)" : "")])
    if let reason = node.rebootReason { text.add("reboot", ["needed: \(reason)"], style: .bright) }
    add(node.updates, to: &text)
    let load = node.load.map(Figures.load).joined(separator: "  ")
    text.add("load", ["\(load)   on \(Figures.count(node.cores, "core"))"])
    text.add("memory", [capacity(node.memory)])
    if node.inMaintenance { text.add("HA", ["in maintenance"], style: .bright) }
    text.add("tasks", node.tasks.map { "\($0.type) \($0.subject)" })
    text.add("queued", node.queuedJobs, style: .bright)
    text.add("problems", node.problems, style: .danger)
    text.space()
    for storage in node.storages {
      let shared = storage.isShared ? ", shared" : ""
      text.add(
        storage.name,
        [
          storage.isActive
            ? "\(capacity(storage.capacity)) \(storage.type)\(shared)" : "INACTIVE \(storage.type)\(shared)"
        ],
        style: storage.isActive ? .text : .danger)
    }
    text.space()
    let here = (state.inventory?.guests ?? []).filter { state.place(of: $0) == node.name }
    let nameWidth = min(here.map { TextWidth.of($0.name) }.max() ?? 0, 24)
    for guest in here {
      text.add(
        "\(guest.kind.rawValue)/\(guest.id)",
        [
          "\(TextWidth.pad(guest.name, nameWidth))  \(guest.isTemplate ? "template" : guest.status.rawValue)  \(Figures.bytes(guest.memoryBytes))"
            + (guest.lock.map { "  locked: \($0)" } ?? "")
        ], style: guest.status == .running ? .text : .dim)
    }
  }

  private func add(_ server: BackupServer, to text: inout LabelledText) {
    text.add("state", [state.cardState(.backup(server)).word], style: .bright)
    text.add("address", [server.address])
    if server.isOnline {
      text.add("version", ["PBS \(server.version), up \(Figures.uptime(server.uptimeSeconds))"])
      text.add("kernel", [server.kernel])
      if server.needsReboot { text.add("reboot", ["needed: \(server.bootKernel) is installed"], style: .bright) }
      add(server.updates, to: &text)
      let load = server.load.map(Figures.load).joined(separator: "  ")
      text.add("load", ["\(load)   on \(Figures.count(server.cores, "core"))"])
      text.add("memory", [capacity(server.memory)])
      if let last = server.lastBackup { text.add("backup", ["\(Figures.age(state.now - last)) ago"]) }
      if let verify = server.lastVerify { text.add("verify", [verify]) }
      for store in server.datastores { text.add(store.name, [capacity(store.capacity)]) }
    }
    text.add("problems", server.problems, style: .danger)
  }

  private func add(_ updates: PendingUpdates, to text: inout LabelledText) {
    guard updates.isKnown else { return text.add("updates", ["not known"], style: .bright) }
    var sentence = updates.count == 0 ? "none" : "\(updates.count) pending"
    if updates.security > 0 { sentence += ", \(updates.security) security" }
    if let kernel = updates.kernel { sentence += ", kernel \(kernel)" }
    text.add("updates", [sentence])
    if !updates.removals.isEmpty { text.add("removes", [updates.removals.joined(separator: " ")], style: .bright) }
  }

  private func capacity(_ capacity: Capacity) -> String {
    "\(Figures.percent(capacity.fraction)) of \(Figures.bytes(capacity.totalBytes))"
  }
}
