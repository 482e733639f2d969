import Cluster

/// What really happened, counted where it happens.
struct Ledger {
  struct Guest {
    var kind: Cluster.Guest.Kind
    var startNode: String
    var startRunning: Bool
    var moves = 0
    var interruptions = 0
    var outageSeconds = 0.0
    /// Out of service since then; nil while in service.
    var downSince: Double?
  }

  var guests: [Int: Guest] = [:]
  var boots: [String: Int] = [:]
  var nodesDown: Set<String> = []
  var mostNodesDown = 0
  /// Nodes that are down because someone ordered it.
  private var orderedDown: Set<String> = []
  var movesInFlight = 0
  var mostMovesAtOnce = 0
  var commandsRefused: [String] = []
  var deeds = Deeds()
  /// Replications under way, by guest.
  var replications: [Int: (from: String, to: String, since: Double)] = [:]
  /// When somebody or something else last laid hands on the guest: moved it, started it, took its node's power.
  private(set) var touches: [Int: Double] = [:]
  /// When a fault last struck.
  var disturbedAt = -Double.infinity

  mutating func touch(_ guest: Int, at now: Double) { touches[guest] = now }

  mutating func nodeWentDown(_ name: String, byOrder: Bool) {
    nodesDown.insert(name)
    mostNodesDown = max(mostNodesDown, nodesDown.count)
    if byOrder {
      orderedDown.insert(name)
      deeds.downByOrder[name, default: 0] += 1
    }
    deeds.mostNodesDownByOrder = max(deeds.mostNodesDownByOrder, orderedDown.count)
  }

  mutating func nodeCameBack(_ name: String) {
    nodesDown.remove(name)
    orderedDown.remove(name)
  }

  mutating func moveBegan() {
    movesInFlight += 1
    mostMovesAtOnce = max(mostMovesAtOnce, movesInFlight)
  }

  mutating func moveEnded() { movesInFlight -= 1 }

  /// A guest's service ended.
  /// - Returns: whether it was in service.
  mutating func guestWentDown(_ id: Int, at now: Double) -> Bool {
    guard var guest = guests[id], guest.downSince == nil else { return false }
    guest.downSince = now
    guest.interruptions += 1
    guests[id] = guest
    return true
  }

  /// A guest's service began.
  mutating func guestCameUp(_ id: Int, at now: Double) {
    guard var guest = guests[id], let since = guest.downSince else { return }
    guest.downSince = nil
    if guest.startRunning { guest.outageSeconds += now - since }
    guests[id] = guest
  }
}
