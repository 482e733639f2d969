import Cluster

extension Forecast {
  /// A forecast by what former runs on this cluster measured; what none of them tells stays as the defaults have it.
  ///
  /// Of several measurements the median counts: a move that waited for someone's backup once says little of the next.
  /// - Parameter runs: what each run told, in order.
  public init(learnedFrom runs: [[RunRecord]]) {
    self.init()
    var samples = Samples()
    for records in runs { samples.take(records, self) }
    moveSecondsByGuest = samples.moves.compactMapValues(Samples.median)
    outageSecondsByGuest = samples.outages.compactMapValues(Samples.median)
    fetchSeconds = Samples.median(samples.fetches) ?? fetchSeconds
    upgradeSeconds = Samples.median(samples.phases[.update] ?? []) ?? upgradeSeconds
    rebootSeconds = Samples.median(samples.phases[.reboot] ?? []) ?? rebootSeconds
    containerMoveSeconds = Samples.median(samples.containerMoves) ?? containerMoveSeconds
    containerOutageSeconds = Samples.median(samples.containerOutages) ?? containerOutageSeconds
  }
}

/// Measurements of some runs, in seconds.
private struct Samples {
  var moves: [GuestID: [Double]] = [:]
  var outages: [GuestID: [Double]] = [:]
  var fetches: [Double] = []
  var phases: [PassPhase: [Double]] = [:]
  var containerMoves: [Double] = []
  var containerOutages: [Double] = []

  private struct Flight {
    var from: NodeName?
    var began: Timestamp
    var attempts = 1
    /// Moves from its node when it began, itself included.
    var atOnce: Int
  }

  static func median(_ samples: [Double]) -> Double? {
    samples.isEmpty ? nil : samples.sorted()[samples.count / 2]
  }

  mutating func take(_ records: [RunRecord], _ forecast: Forecast) {
    var flights: [GuestID: Flight] = [:]
    var begun: [NodeName: (phase: PassPhase, at: Timestamp)] = [:]
    var fetching: Timestamp?
    for record in records {
      let notice = record.notice
      switch notice.event {
      case "run.fetching": fetching = record.time
      case "pass.started":
        if let began = fetching { fetches.append(record.time - began) }
        fetching = nil
      case "move.started":
        guard let guest = notice.guest else { continue }
        flights[guest, default: Flight(from: notice.from, began: record.time, attempts: 0, atOnce: 0)].attempts += 1
        let atOnce = flights.values.count { $0.from == notice.from }
        flights[guest]?.atOnce = atOnce
      case "move.finished":
        guard let guest = notice.guest, let flight = flights.removeValue(forKey: guest) else { continue }
        land(guest, notice, flight, seconds: record.time - flight.began, forecast)
      case "move.failed":
        if let guest = notice.guest { flights[guest] = nil }
      case "phase.started", "pass.finished":
        guard let node = notice.node else { continue }
        if let (phase, at) = begun.removeValue(forKey: node), notice.level == .info {
          phases[phase, default: []].append(record.time - at)
        }
        if notice.event == "phase.started", let phase = notice.phase { begun[node] = (phase, record.time) }
      default: break
      }
    }
  }

  // A move that had to be tried again tells of the trouble, not of the guest. What others slowed down is taken out,
  // for the forecast puts it in again.
  private mutating func land(
    _ guest: GuestID, _ notice: Notice, _ flight: Flight, seconds: Double, _ forecast: Forecast
  ) {
    guard flight.attempts == 1, seconds > 0 else { return }
    let isContainer = notice.subject.hasPrefix(Guest.Kind.container.rawValue)
    let beyond = isContainer ? max(0, flight.atOnce - forecast.containerMovesAtEase) : 0
    let alone = seconds / (1 + forecast.slowdownPerMove * Double(beyond))
    moves[guest, default: []].append(alone)
    if isContainer { containerMoves.append(alone) }
    // An outage that began before the move, with a failure, is none of the move's.
    guard let outage = notice.seconds, outage <= seconds else { return }
    outages[guest, default: []].append(outage)
    if isContainer { containerOutages.append(outage) }
  }
}
