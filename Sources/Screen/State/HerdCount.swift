import Cluster
import Planning

/// How many guests a node has, by kind.
struct HerdCount: Hashable, Sendable {
  /// Guests of one kind.
  struct Part: Hashable, Sendable {
    /// Guests that run; nil when the node does not tell.
    var running: Int? = 0
    /// All guests, templates left out.
    var total = 0

    mutating func add(_ status: Guest.Status, isHere: Bool) {
      total += 1
      switch status {
      case .running: if isHere { running = running.map { $0 + 1 } }
      case .stopped: break
      case .unknown: running = nil
      }
    }
  }

  var containers = Part()
  var machines = Part()
  /// Moves under way to this node.
  var arriving = 0
  /// Moves under way from this node.
  var leaving = 0
}

extension ScreenState {
  /// Where a guest is, by the run if it knows, else by the last survey.
  func place(of guest: Guest) -> NodeName {
    (isRunning ? progress?.places[guest.id] : nil) ?? guest.node
  }

  /// Counts by node. A node whose turn it is keeps the guests that moved away in its total, so that the figure counts
  /// down and up again.
  var herdCounts: [NodeName: HerdCount] {
    guard let inventory else { return [:] }
    var counts: [NodeName: HerdCount] = [:]
    let workingNode = working?.part.node
    for guest in inventory.guests where !guest.isTemplate {
      let place = place(of: guest)
      let status = shownStatus(of: guest)
      counts[place, default: HerdCount()].add(guest.kind, status, isHere: true)
      if let workingNode, place != workingNode, startPlaces[guest.id] == workingNode {
        counts[workingNode, default: HerdCount()].add(guest.kind, status, isHere: false)
      }
    }
    for flight in isRunning ? progress?.inFlight ?? [] : [] {
      counts[flight.to, default: HerdCount()].arriving += 1
      counts[flight.from, default: HerdCount()].leaving += 1
    }
    return counts
  }

  /// Whether a guest runs. A survey may be older than an arrival, and then it saw the guest on its way. A node that
  /// restarts on purpose does not tell of those that stay on it, which don't run.
  func shownStatus(of guest: Guest) -> Guest.Status {
    if let arrived = arrivals[guest.id], let inventory, inventory.takenAt < arrived + ScreenState.surveySeconds {
      return .running
    }
    return guest.status == .unknown && place(of: guest) == working?.part.node ? .stopped : guest.status
  }
}

extension HerdCount {
  fileprivate mutating func add(_ kind: Guest.Kind, _ status: Guest.Status, isHere: Bool) {
    switch kind {
    case .container: containers.add(status, isHere: isHere)
    case .machine: machines.add(status, isHere: isHere)
    }
  }
}
