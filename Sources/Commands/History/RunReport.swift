import Cluster
import Orchestration
import Planning

/// What a run did, by node and by guest.
struct RunReport {
  /// One phase of a node's turn.
  struct Phase: Hashable {
    var phase: PassPhase
    var startedAt: Timestamp
    /// Seconds it took; nil for one that did not end.
    var seconds: Double?
  }

  /// One node's turn.
  struct NodeTurn: Hashable {
    var node: NodeName
    var phases: [Phase]
    var stage: RunProgress.NodeProgress.Stage
  }

  /// What a guest went through, as foreseen and as measured.
  struct GuestOutage: Hashable {
    var label: String
    /// Times that it was out.
    var interruptions = 0
    var predictedSeconds: Double?
    var measuredSeconds: Double?
  }

  let turns: [NodeTurn]
  let guests: [GuestOutage]

  init(_ entry: RunHistory.Entry) {
    let records = entry.reading.records
    turns = entry.past.progress.nodes.map { part in
      NodeTurn(node: part.node, phases: RunReport.phases(of: part.node, in: records), stage: part.stage)
    }
    var guests: [GuestID: GuestOutage] = [:]
    for outage in entry.start.plan.outages {
      let label = entry.start.inventory.guests.first { $0.id == outage.guest }?.label ?? "\(outage.guest)"
      guests[outage.guest] = GuestOutage(label: label, predictedSeconds: outage.seconds)
    }
    for record in records where record.notice.event == "move.finished" {
      guard let guest = record.notice.guest, let seconds = record.notice.seconds else { continue }
      var outage = guests[guest] ?? GuestOutage(label: record.notice.subject)
      outage.interruptions += 1
      outage.measuredSeconds = (outage.measuredSeconds ?? 0) + seconds
      guests[guest] = outage
    }
    self.guests = guests.values.sorted { left, right in
      let (first, second) = (left.measuredSeconds ?? 0, right.measuredSeconds ?? 0)
      return first == second ? left.label < right.label : first > second
    }
  }

  private static func phases(of node: NodeName, in records: [RunRecord]) -> [Phase] {
    var phases: [Phase] = []
    for record in records where record.notice.node == node {
      let isStart = record.notice.event == "phase.started"
      guard isStart || record.notice.event == "pass.finished" else { continue }
      if let last = phases.indices.last, phases[last].seconds == nil {
        phases[last].seconds = record.time - phases[last].startedAt
      }
      if isStart, let phase = record.notice.phase { phases.append(Phase(phase: phase, startedAt: record.time)) }
    }
    return phases
  }
}

extension Guest {
  /// How messages name it: `ct/101 plex`.
  fileprivate var label: String { "\(kind.rawValue)/\(id) \(name)" }
}
