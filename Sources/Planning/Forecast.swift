import Cluster

/// How long things are expected to take, in seconds.
public struct Forecast: Hashable, Sendable {
  /// One container's move by restart over shared storage. The seed of this project measured about 50 s.
  public var containerMoveSeconds = 50.0
  /// Part of it in which the container does not run.
  public var containerOutageSeconds = 12.0
  /// A live move besides copying memory.
  public var machineMoveSeconds = 9.0
  /// Speed at which a live move copies memory, in bytes a second: about a gigabit network's.
  public var copyBytesPerSecond = 110e6
  /// A guest's shutdown, or its start, on the spot.
  public var shutdownSeconds = 20.0
  /// Pause of a machine at the end of its live move.
  public var machineOutageSeconds = 0.1
  /// Refreshing package lists and downloading, on all nodes at once.
  public var fetchSeconds = 30.0
  /// One upgrade.
  public var upgradeSeconds = 45.0
  /// A reboot with its proof.
  public var rebootSeconds = 75.0

  /// The defaults.
  public init() {}

  /// Expected seconds of one guest's move.
  public func moveSeconds(of guest: Guest, by way: Plan.Move.Way = .live) -> Double {
    switch (guest.kind, way) {
    case (.container, _): containerMoveSeconds
    case (.machine, .restart): machineMoveSeconds + 2 * shutdownSeconds
    case (.machine, _): machineMoveSeconds + Double(guest.memoryBytes) / copyBytesPerSecond
    }
  }

  /// Expected seconds in which a moving guest is out of service.
  public func outageSeconds(of guest: Guest, by way: Plan.Move.Way = .live) -> Double {
    switch (guest.kind, way) {
    case (.container, _): containerOutageSeconds
    case (.machine, .restart): moveSeconds(of: guest, by: way)
    case (.machine, _): machineOutageSeconds
    }
  }

  /// Start times of moves that are begun in order, each kind within its own width, and the time when all are done.
  /// A move that waits for others must stand after them.
  public static func schedule(_ moves: [Plan.Move], policy: Policy) -> (starts: [Double], seconds: Double) {
    var containers = [Double](repeating: 0, count: max(policy.containerMovesMax, 1))
    var machines = [Double](repeating: 0, count: max(policy.machineMovesMax, 1))
    var starts: [Double] = []
    var ends: [GuestID: Double] = [:]
    for move in moves {
      let earliest = move.after.compactMap { ends[$0] }.max() ?? 0
      let start =
        move.kind == .container
        ? occupy(&containers, for: move.seconds, from: earliest) : occupy(&machines, for: move.seconds, from: earliest)
      starts.append(start)
      ends[move.guest] = start + move.seconds
    }
    return (starts, max(containers.max() ?? 0, machines.max() ?? 0))
  }

  /// No schedule of these moves can be shorter: each kind's work spread evenly over its width, and no move can be
  /// cut in two. (Graham's bound for identical machines, once per kind; the kinds run side by side.)
  public static func lowerBound(_ moves: [Plan.Move], policy: Policy) -> Double {
    func bound(_ kind: Guest.Kind, width: Int) -> Double {
      let seconds = moves.filter { $0.kind == kind }.map(\.seconds)
      return max(seconds.reduce(0, +) / Double(max(width, 1)), seconds.max() ?? 0)
    }
    return max(
      bound(.container, width: policy.containerMovesMax), bound(.machine, width: policy.machineMovesMax))
  }

  private static func occupy(_ slots: inout [Double], for seconds: Double, from earliest: Double) -> Double {
    let slot = slots.indices.min { slots[$0] < slots[$1] } ?? 0
    let start = max(slots[slot], earliest)
    slots[slot] = start + seconds
    return start
  }
}
