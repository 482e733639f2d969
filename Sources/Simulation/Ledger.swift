/// What really happened, counted where it happens.
struct Ledger {
  struct Guest {
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
  var movesInFlight = 0
  var mostMovesAtOnce = 0
  var commandsRefused: [String] = []
  /// Orders to reboot a node that still ran guests, as `pve1 101 104`.
  var rebootedWithGuests: [String] = []

  mutating func nodeWentDown(_ name: String) {
    nodesDown.insert(name)
    mostNodesDown = max(mostNodesDown, nodesDown.count)
  }

  mutating func nodeCameBack(_ name: String) { nodesDown.remove(name) }

  mutating func moveBegan() {
    movesInFlight += 1
    mostMovesAtOnce = max(mostMovesAtOnce, movesInFlight)
  }

  mutating func moveEnded() { movesInFlight -= 1 }

  /// A guest's service ended.
  mutating func guestWentDown(_ id: Int, at now: Double) {
    guard var guest = guests[id], guest.downSince == nil else { return }
    guest.downSince = now
    guest.interruptions += 1
    guests[id] = guest
  }

  /// A guest's service began.
  mutating func guestCameUp(_ id: Int, at now: Double) {
    guard var guest = guests[id], let since = guest.downSince else { return }
    guest.downSince = nil
    if guest.startRunning { guest.outageSeconds += now - since }
    guests[id] = guest
  }
}
