import Cluster

/// How many moves may be under way at once, between two nodes and at one.
///
/// Moves of containers cost processes at both ends and a few logins at the target, whose sshd turns callers away beyond
/// ten at once; up to eight between two nodes keep nearly all of the gain (facts/pve.md 11.1, 11.2). Live moves of
/// machines share a network link, so a few keep it busy.
struct MoveLanes {
  /// One move under way.
  struct Flight: Hashable {
    var kind: Guest.Kind
    var from: NodeName
    var to: NodeName
  }

  /// Containers between two nodes; at one node twice as many.
  var containerWidth: Int
  /// Machines from one node; to one node twice as many.
  var machineWidth: Int
  private var pairs: [Flight: Int] = [:]
  private var leaving: [Flight: Int] = [:]
  private var arriving: [Flight: Int] = [:]

  init(policy: Policy, containerWidth: Int? = nil, flights: [Flight] = []) {
    self.containerWidth = max(min(containerWidth ?? policy.containerMovesMax, policy.containerMovesMax), 1)
    machineWidth = max(policy.machineMovesMax, 1)
    for flight in flights { begin(flight) }
  }

  func hasRoom(for flight: Flight) -> Bool {
    let (away, towards) = (leaving[flight.source, default: 0], arriving[flight.target, default: 0])
    switch flight.kind {
    case .machine: return away < machineWidth && towards < machineWidth * 2
    case .container:
      return pairs[flight, default: 0] < containerWidth && away < containerWidth * 2 && towards < containerWidth * 2
    }
  }

  mutating func begin(_ flight: Flight) { count(flight, 1) }

  mutating func end(_ flight: Flight) { count(flight, -1) }

  private mutating func count(_ flight: Flight, _ step: Int) {
    pairs[flight, default: 0] += step
    leaving[flight.source, default: 0] += step
    arriving[flight.target, default: 0] += step
  }
}

extension MoveLanes.Flight {
  /// All flights of its kind from its source.
  fileprivate var source: Self { Self(kind: kind, from: from, to: from) }
  /// All flights of its kind to its target.
  fileprivate var target: Self { Self(kind: kind, from: to, to: to) }
}

extension Plan.Move {
  /// A guest that rests with its node counts as a container: it copies nothing.
  var flight: MoveLanes.Flight {
    MoveLanes.Flight(kind: way == .live ? .machine : .container, from: from, to: to)
  }
}
