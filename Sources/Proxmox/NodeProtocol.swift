import Cluster
import Planning
import Remote

/// What a run asks of nodes, as command lines, and their answers, as values. Pure: one request is one round trip, and
/// whoever drives it owns connections and time.
public enum NodeProtocol {
  /// The command lines of a request, to be run at once.
  /// - Parameter marker: random text that no output can foresee; the same one reads the answer.
  public static func lines(
    for request: RunRequest, to node: NodeName, run: RunID, marker: String
  ) -> [CommandLine] {
    let line: CommandLine
    switch request {
    case .survey: return SurveyQuestion().lines(marker: marker)
    case .glance: line = GlanceQuestion().line(marker: marker)
    case .start(let id, let order): line = StartJob(run: run, id: id, order: order).line()
    case .poll(let cursors): line = DetachedJob.poll(cursors, run: run, marker: marker)
    case .prepareContainer(let guest): line = PrepareContainer(guest: guest).line
    case .unlock(let guest, let kind): line = UnlockGuest(guest: guest, kind: kind).line
    case .probe(let guest, let kind, let check): line = ProbeQuestion(guest: guest, kind: kind, check: check).line()
    case .keepRecord(let record, let piece, let replacing):
      line = RecordOrders.keep(record, piece: piece, replacing: replacing)
    case .removeRecord: line = RecordOrders.remove(run: run)
    case .listJobs: line = StartedJobs(run: run).line(marker: marker)
    case .availability: line = AvailabilityQuestion().line(marker: marker)
    case .maintain(let name, let isOn): line = HAOrder.maintain(name, isOn: isOn).line
    case .migrateManaged(let guest, let kind, let target): line = HAOrder.migrate(guest, kind, to: target).line
    case .setCephFlag(let flag, let isOn): line = CephOrder(flag: flag, isOn: isOn).line
    case .setUnit(let unit, let isActive): line = ActorOrder.unit(unit, isActive: isActive).line
    case .setBackupJob(let job, let isEnabled): line = ActorOrder.backupJob(job, isEnabled: isEnabled).line
    case .setHAScheduling(let option): line = ActorOrder.haScheduling(option: option).line
    case .hook(let call): line = HookOrder(call: call, run: run).line
    case .guestHook(let call, let guest, let kind): line = HookOrder(call: call, run: run, guest: (guest, kind)).line
    case .reboot: line = RebootNode.line
    case .kexec(let kernel): line = RebootNode.kexec(kernel)
    case .forceReboot(let rung): line = RebootNode.force(rung)
    case .bootReport(let devices): line = BootReportQuestion(devices: devices).line(marker: marker)
    }
    return [line]
  }

  /// Reads what came back from the lines of `request`, joined.
  /// - Throws: `.unreadable`, `.refused`, `.connectionLost` or `.deadlineExceeded`, with what was seen.
  public static func answer(
    to request: RunRequest, of node: NodeName, run: RunID, marker: String, result: CommandResult
  ) throws(NodeError) -> RunAnswer {
    switch request {
    case .survey:
      let survey = try SurveyQuestion().answer(from: result, marker: marker, host: node.rawValue, address: nil)
      guard survey.node.name == node else {
        throw NodeError(
          kind: .unreadable, host: node.rawValue, tried: SurveyQuestion.tried,
          answered: "the host calls itself \(survey.node.name)",
          remedy: "correct the address of \(node) in the configuration")
      }
      return .survey(survey)
    case .glance: return .glance(try GlanceQuestion().answer(from: result, marker: marker, of: node))
    case .start(let id, let order):
      try StartJob(run: run, id: id, order: order).answer(from: result, of: node)
      return .done
    case .poll(let cursors): return .jobs(DetachedJob.reports(cursors, from: result, marker: marker))
    case .prepareContainer(let guest):
      try PrepareContainer(guest: guest).answer(from: result, of: node)
      return .done
    case .unlock(let guest, let kind):
      try UnlockGuest(guest: guest, kind: kind).answer(from: result, of: node)
      return .done
    case .probe(let guest, let kind, let check):
      return .health(try ProbeQuestion(guest: guest, kind: kind, check: check).answer(from: result, of: node))
    case .keepRecord(let record, let piece, _):
      try RecordOrders.answer(from: result, of: node)
      return .recorded(nextPiece: RecordOrders.next(after: piece, of: record))
    case .removeRecord:
      try RecordOrders.answer(from: result, of: node)
      return .recorded(nextPiece: nil)
    case .listJobs: return .started(try StartedJobs(run: run).answer(from: result, marker: marker, of: node))
    case .availability:
      return .availability(try AvailabilityQuestion().answer(from: result, marker: marker, of: node))
    case .maintain(let name, let isOn):
      try HAOrder.maintain(name, isOn: isOn).answer(from: result, of: node)
      return .done
    case .migrateManaged(let guest, let kind, let target):
      try HAOrder.migrate(guest, kind, to: target).answer(from: result, of: node)
      return .done
    case .setCephFlag(let flag, let isOn):
      try CephOrder(flag: flag, isOn: isOn).answer(from: result, of: node)
      return .done
    case .setUnit(let unit, let isActive):
      try ActorOrder.unit(unit, isActive: isActive).answer(from: result, of: node)
      return .done
    case .setBackupJob(let job, let isEnabled):
      try ActorOrder.backupJob(job, isEnabled: isEnabled).answer(from: result, of: node)
      return .done
    case .setHAScheduling(let option):
      try ActorOrder.haScheduling(option: option).answer(from: result, of: node)
      return .done
    case .hook(let call):
      try HookOrder(call: call, run: run).answer(from: result, of: node)
      return .done
    case .guestHook(let call, let guest, let kind):
      try HookOrder(call: call, run: run, guest: (guest, kind)).answer(from: result, of: node)
      return .done
    case .reboot, .kexec, .forceReboot:
      try RebootNode.answer(from: result, of: node)
      return .done
    case .bootReport(let devices):
      return .boot(try BootReportQuestion(devices: devices).answer(from: result, marker: marker, of: node))
    }
  }
}
