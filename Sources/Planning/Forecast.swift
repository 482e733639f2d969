import Cluster

/// How long things are expected to take, in seconds.
public struct Forecast: Hashable, Sendable, Codable {
  /// One container's move by restart over shared storage. The seed of this project measured about 50 s.
  public var containerMoveSeconds = 50.0
  /// Part of it in which the container does not run.
  public var containerOutageSeconds = 12.0
  /// Container moves that a node sends off without slowing each other down.
  public var containerMovesAtEase = 8
  /// Part by which each further one slows all of them down.
  public var slowdownPerMove = 0.06
  /// A live move besides copying memory.
  public var machineMoveSeconds = 9.0
  /// Speed at which a live move copies memory, in bytes a second: about a gigabit network's.
  public var copyBytesPerSecond = 110e6
  /// A guest's shutdown, or its start, on the spot.
  public var shutdownSeconds = 20.0
  /// Pause of a machine at the end of its live move.
  public var machineOutageSeconds = 0.1
  /// Refreshing package lists and downloading, on all nodes at once, and a look at them.
  public var fetchSeconds = 30.0
  /// One upgrade, with a look at what it left.
  public var upgradeSeconds = 44.0
  /// A reboot with its proof.
  public var rebootSeconds = 66.0
  /// Containers whose moves took another time than the rest, by what was measured on this cluster.
  public var moveSecondsByGuest: [GuestID: Double] = [:]
  /// Guests whose outages were measured on this cluster.
  public var outageSecondsByGuest: [GuestID: Double] = [:]

  /// The defaults.
  public init() {}

  /// Expected seconds of one guest's move.
  public func moveSeconds(of guest: Guest, by way: Plan.Move.Way = .live) -> Double {
    if let measured = moveSecondsByGuest[guest.id] { return measured }
    return switch (guest.kind, way) {
    case (.container, _): containerMoveSeconds
    case (.machine, .restart): machineMoveSeconds + 2 * shutdownSeconds
    case (.machine, _): machineMoveSeconds + Double(guest.memoryBytes) / copyBytesPerSecond
    }
  }

  /// Expected seconds in which a moving guest is out of service.
  public func outageSeconds(of guest: Guest, by way: Plan.Move.Way = .live) -> Double {
    if let measured = outageSecondsByGuest[guest.id] { return measured }
    return switch (guest.kind, way) {
    case (.container, _): containerOutageSeconds
    case (.machine, .restart): moveSeconds(of: guest, by: way)
    case (.machine, _): machineOutageSeconds
    }
  }

  /// When moves begin and end that are begun in order, each as soon as there is room for it.
  ///
  /// Two live moves from one node share its link, so they take as long as one after the other: the second is reckoned
  /// to begin when the first has copied its memory.
  func schedule(_ moves: [Plan.Move], policy: Policy) -> (starts: [Double], ends: [Double]) {
    var lanes = MoveLanes(policy: policy)
    lanes.machineWidth = 1
    var starts = [Double](repeating: 0, count: moves.count)
    var ends = starts
    var isBegun = [Bool](repeating: false, count: moves.count)
    var waiting = Array(moves.indices)
    /// Flights by the time at which they make room.
    var flying: [(until: Double, flight: MoveLanes.Flight)] = []
    let flights = moves.map(\.flight)
    var lines: [MoveLanes.Flight: Int] = [:]
    let lineOf = flights.map { flight in
      let line = lines[flight] ?? lines.count
      lines[flight] = line
      return line
    }
    var clock = 0.0
    let places = moves.indices.reduce(into: [GuestID: Int]()) { $0[moves[$1].guest] = $1 }
    func unfinished(_ guest: GuestID, at time: Double) -> Bool {
      places[guest].map { !isBegun[$0] || ends[$0] + moves[$0].settleSeconds > time } ?? false
    }
    while !waiting.isEmpty {
      // Room only dwindles until the clock goes on: where one found none the next finds none either.
      var isFull = [Bool](repeating: false, count: lines.count)
      var begun: [Int] = []
      waiting.removeAll { index in
        let (line, isMove) = (lineOf[index], moves[index].way != .shutdown)
        guard !isMove || !isFull[line] else { return false }
        guard !isMove || lanes.hasRoom(for: flights[index]) else {
          isFull[line] = true
          return false
        }
        guard moves[index].after.allSatisfy({ guest in !unfinished(guest, at: clock) }) else { return false }
        (starts[index], ends[index], isBegun[index]) = (clock, .infinity, true)
        if isMove { lanes.begin(flights[index]) }
        begun.append(index)
        return true
      }
      let atOnce = leaving(flying.map(\.flight) + begun.filter { moves[$0].way == .restart }.map { flights[$0] })
      for index in begun {
        let move = moves[index]
        let seconds = move.seconds * (move.way == .restart ? slowdown(beside: atOnce[move.from] ?? 1) : 1)
        ends[index] = clock + seconds
        guard move.way != .shutdown else { continue }
        let overhead = move.kind == .machine ? min(machineMoveSeconds, seconds / 2) : 0
        flying.append((ends[index] - overhead, flights[index]))
      }
      // Room is made when a flight has copied what it copies; what waits for a guest waits until it has settled.
      let due = flying.map(\.until) + ends.indices.filter { isBegun[$0] }.map { ends[$0] + moves[$0].settleSeconds }
      guard let next = due.filter({ $0 > clock }).min() else { break }
      clock = next
      for flight in flying where flight.until <= clock { lanes.end(flight.flight) }
      flying.removeAll { $0.until <= clock }
    }
    return (starts, ends)
  }

  /// No schedule of these moves can be shorter.
  ///
  /// At each node and in each direction, a kind's moves have so many lanes; with `n` of them in `w` lanes some lane
  /// carries ⌈n/w⌉, and all lanes together carry all seconds (Graham's bound for identical machines). Live moves share
  /// one link, so its seconds of copying add up and only what is not copying overlaps. The longest of all these is a
  /// bound, for no node can be quicker than it is, whatever the others do. Where moves wait for others, these take as
  /// long as their own bound before, and each of them its time and the pause after it.
  func lowerBound(_ moves: [Plan.Move], policy: Policy) -> Double {
    let byGuest = moves.reduce(into: [GuestID: Plan.Move]()) { $0[$1.guest] = $1 }
    var earliest: [[GuestID]: Double] = [[]: 0]
    func begin(_ after: [GuestID]) -> Double {
      if let known = earliest[after] { return known }
      earliest[after] = 0
      let before = after.compactMap { byGuest[$0] }
      let first = before.map { begin($0.after) }.min() ?? 0
      let settled = before.map { begin($0.after) + $0.seconds + $0.settleSeconds }.max() ?? 0
      let time = max(settled, first + boundOfLanes(before, policy: policy))
      earliest[after] = time
      return time
    }
    let waiting = Dictionary(grouping: moves.filter { !$0.after.isEmpty }, by: \.after)
    let last = waiting.map { begin($0.key) + boundOfLanes($0.value, policy: policy) }.max() ?? 0
    return max(last, boundOfLanes(moves, policy: policy))
  }

  private func boundOfLanes(_ moves: [Plan.Move], policy: Policy) -> Double {
    var bound = moves.map(\.seconds).max() ?? 0
    for direction in [\Plan.Move.from, \Plan.Move.to] {
      let moving = moves.filter { $0.way != .shutdown }
      for (_, group) in Dictionary(grouping: moving, by: { $0[keyPath: direction] }) {
        let containers = group.filter { $0.kind == .container }.map(\.seconds)
        let others = Set(group.map { direction == \Plan.Move.from ? $0.to : $0.from }).count
        let width = max(policy.containerMovesMax, 1) * min(others, 2)
        let rows = (containers.count + width - 1) / width
        bound = max(bound, containers.reduce(0, +) / Double(width), Double(rows) * (containers.min() ?? 0))
        let machines = group.filter { $0.kind == .machine }.map(\.seconds)
        // Two nodes may send to a third at once; only what leaves one node shares a link for sure.
        guard direction == \Plan.Move.from else { continue }
        let overheads = machines.map { min(machineMoveSeconds, $0 / 2) }
        let copying = machines.reduce(0, +) - overheads.reduce(0, +)
        bound = max(bound, copying + (overheads.min() ?? 0))
      }
    }
    return bound
  }

  /// How many containers are on their way from each node.
  private func leaving(_ flights: [MoveLanes.Flight]) -> [NodeName: Int] {
    flights.reduce(into: [:]) { count, flight in
      if flight.kind == .container { count[flight.from, default: 0] += 1 }
    }
  }

  /// By how much a container's move takes longer when so many leave its node at once.
  private func slowdown(beside count: Int) -> Double {
    1 + slowdownPerMove * Double(max(0, count - containerMovesAtEase))
  }
}
