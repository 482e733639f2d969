import Cluster

/// After a boot Proxmox starts every guest with `onboot: 1`, also one that the operator had stopped (facts/pve.md 8.2).
/// Such a guest is shut down again: what was stopped stays stopped.
extension PassMachine {
  mutating func enterQuieting(_ reboot: Reboot, _ desk: inout Desk) {
    guard !stoppedBefore.isEmpty, Guard.quieting.holds else { return acceptKernel(reboot, &desk) }
    var reboot = reboot
    reboot.unreadSince = nil
    state = .quieting(reboot, waitingFor: [])
    lookWhoRuns(&desk)
  }

  private func lookWhoRuns(_ desk: inout Desk) { desk.ask(node, .glance, for: .look(node)) }

  mutating func quietStep(
    _ reboot: Reboot, _ waiting: Set<JobID>, _ arrival: Desk.Arrival, _ desk: inout Desk
  ) {
    var (reboot, waiting) = (reboot, waiting)
    switch arrival {
    case .answer(.look(node), .glance(let glance)):
      for local in glance.guests where local.status == .running {
        guard let guest = stoppedBefore.first(where: { $0.id == local.id }) else { continue }
        let limit = policy.of(guest).shutdownSeconds
        let job = JobID("quiet-\(node)-\(guest.id)".lowercased())
        waiting.insert(job)
        sayOf(guest, "node.quiets", "was stopped and was started by the boot: shutting it down again", &desk)
        desk.start(
          job, .shutdownGuest(guest.id, guest.kind, limitSeconds: limit, byForce: false), on: node, phase: .return,
          guest: guest.id, subject: guest.label)
        // Both tries of a shutdown and some time to begin with (facts/pve.md 6); then the guests come home anyway.
        desk.wake(after: Double(limit) * 2 + 60, for: .overdue(job))
      }
    case .jobEnded(let job, _), .alarm(.overdue(let job)):
      guard waiting.remove(job) != nil else { return }
      if !arrival.isSuccess, let guest = stoppedBefore.first(where: { job.rawValue.hasSuffix("-\($0.id)") }) {
        sayOf(
          guest, "node.quiet-failed", "still runs; on \(node): \(guest.kind.tool) shutdown \(guest.id)",
          level: .warning, &desk)
      }
    case .alarm(.lookAgain(node)): return lookWhoRuns(&desk)
    case .gaveUp(.look(node), let trouble):
      let since = reboot.unreadSince ?? desk.now
      if !trouble.isTransient, desk.now - since < Rereading.secondsMax {
        reboot.unreadSince = since
        state = .quieting(reboot, waitingFor: [])
        return desk.wake(after: Rereading.pauseSeconds, for: .lookAgain(node))
      }
      desk.say(
        Notice(
          event: "node.quiet-failed", level: .warning, phase: .return, node: node, subject: node.rawValue,
          message: "could not be asked for guests that its boot started: \(trouble.message)"))
    case .answer, .gaveUp, .alarm: return
    }
    state = .quieting(reboot, waitingFor: waiting)
    if waiting.isEmpty { acceptKernel(reboot, &desk) }
  }

  private func sayOf(
    _ guest: Guest, _ event: String, _ message: String, level: Notice.Level = .info, _ desk: inout Desk
  ) {
    desk.say(
      Notice(
        event: event, level: level, phase: .return, node: node, guest: guest.id, subject: guest.label, message: message)
    )
  }
}

extension Desk.Arrival {
  fileprivate var isSuccess: Bool {
    if case .jobEnded(_, .exited(0, _, _)) = self { true } else { false }
  }
}
