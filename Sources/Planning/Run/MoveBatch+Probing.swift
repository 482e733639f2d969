import Cluster

/// A guest that runs again is not yet a guest that works: one with a probe has arrived when that succeeds.
extension MoveBatch {
  /// Between two questions to one guest, in seconds.
  private static let probePauseSeconds = 3.0

  mutating func probeWhenDue(_ index: Int, _ desk: inout Desk) {
    let item = items[index]
    guard case .probing(.due(let time)) = item.state, time <= desk.now, let probe = item.policy.probe else { return }
    items[index].state = .probing(.asked)
    desk.ask(
      item.move.to, .probe(item.move.guest, item.move.kind, probe.check), for: .probe(item.move.guest), limit: 30,
      patience: 30)
  }

  mutating func probed(_ guest: GuestID, _ health: Health, _ desk: inout Desk) {
    guard let index = items.firstIndex(where: { $0.move.guest == guest }), case .probing = items[index].state,
      let probe = items[index].policy.probe
    else { return }
    let since = items[index].probedSince ?? desk.now
    if health.isGood {
      say("move.healthy", .info, items[index].move, "is well: \(health.seen)", &desk)
      arrived(index, &desk)
    } else if desk.now - since < probe.limitSeconds {
      items[index].state = .probing(.due(desk.now + MoveBatch.probePauseSeconds))
      desk.wake(after: MoveBatch.probePauseSeconds, for: .batch)
    } else {
      let move = items[index].move
      fail(
        index, "runs on \(move.to) but is not well after \(Phrase.seconds(desk.now - since)): \(health.seen)",
        remedy: "see to what runs in it; it is asked \(probe.check.words)", settled: true, isUnwell: true, &desk)
    }
  }
}

extension HealthProbe.Check {
  /// What is asked, in words.
  var words: String {
    switch self {
    case .tcp(let host, let port): "for a connection to \(host) port \(port)"
    case .http(let url): "for \(url)"
    case .command(let words): "to run \(words.joined(separator: " "))"
    }
  }
}
