import Cluster

/// Which node each guest of a drained node goes to.
///
/// Greedy, largest guest first, each to the node that is emptiest after it: within the memory limit this is the
/// classic longest-processing-time rule for balancing, and people can follow it by hand.
public struct Placement {
  /// A guest's target, and where else it could go.
  public struct Choice: Hashable, Sendable {
    /// The target.
    public var target: NodeName
    /// Other nodes that would take it, best first.
    public var alternatives: [NodeName]
  }

  /// Targets by guest.
  public private(set) var choices: [GuestID: Choice] = [:]
  /// Guests that fit nowhere, with the reason per node.
  public private(set) var blockers: [Blocker] = []
  /// Part of each node's memory in use with its arrivals, 0 to 1.
  public private(set) var memory: [NodeName: Double] = [:]

  /// Chooses targets for `guests`, all of them on `leaving`.
  /// - Parameters:
  ///   - memoryLimit: part of a node's memory that may be filled, 0 to 1.
  ///   - homes: where guests belong that are only visiting; they go home if they fit there.
  public init(
    of guests: [Guest], leaving: NodeName, in inventory: Inventory, memoryLimit: Double,
    homes: [GuestID: NodeName] = [:]
  ) {
    let source = inventory.node(leaving)
    let targets = inventory.nodes.filter {
      $0.name != leaving && $0.isOnline && !$0.inMaintenance && $0.queuedJobs.isEmpty
    }
    var used = targets.reduce(into: [NodeName: Double]()) { $0[$1.name] = Double($1.memory.usedBytes) }
    func filling(_ target: Node, with guest: Guest? = nil) -> Double {
      (used[target.name, default: 0] + Double(guest?.memoryNeeded ?? 0)) / Double(max(target.memory.totalBytes, 1))
    }
    let largestFirst = guests.sorted { ($1.memoryNeeded, $0.id) < ($0.memoryNeeded, $1.id) }
    for guest in largestFirst {
      var reasons: [String] = []
      var fitting: [(node: NodeName, fraction: Double)] = []
      for target in targets {
        let objections = Mobility.objections(to: target, for: guest, from: source)
        let fraction = filling(target, with: guest)
        if !objections.isEmpty {
          reasons.append("\(target.name): \(objections.joined(separator: ", "))")
        } else if target.memory.totalBytes <= 0 {
          reasons.append("\(target.name): its memory is not known")
        } else if fraction > memoryLimit {
          reasons.append("\(target.name): memory would be \(Int(min(fraction * 100, 9999).rounded())) % full")
        } else {
          fitting.append((target.name, fraction))
        }
      }
      let home = homes[guest.id]
      fitting.sort { left, right in
        if (left.node == home) != (right.node == home) { return left.node == home }
        return (left.fraction, left.node) < (right.fraction, right.node)
      }
      guard let best = fitting.first else {
        blockers.append(Placement.homeless(guest, reasons: reasons))
        continue
      }
      used[best.node, default: 0] += Double(guest.memoryNeeded)
      choices[guest.id] = Choice(target: best.node, alternatives: fitting.dropFirst().map(\.node))
    }
    for target in targets { memory[target.name] = filling(target) }
    // An alternative is taken when everyone else is in place, so it must have room beside them.
    for guest in guests {
      choices[guest.id]?.alternatives.removeAll { name in
        targets.contains { $0.name == name && filling($0, with: guest) > memoryLimit }
      }
    }
  }

  private static func homeless(_ guest: Guest, reasons: [String]) -> Blocker {
    Blocker(
      code: "no-target", node: guest.node, guest: guest.id,
      message: "\(guest.label): no node can take it"
        + (reasons.isEmpty ? "" : " (" + reasons.joined(separator: "; ") + ")"),
      remedy: "make room or provide what is missing, stop the guest, or leave \(guest.node) out with --nodes")
  }
}

extension Guest {
  /// Memory that it takes from a node it comes to, in bytes.
  ///
  /// A container takes what it uses, and a quarter on top for the time after its start: the limits of a herd often add
  /// up to more than the nodes have. A machine's memory is taken as a whole.
  var memoryNeeded: Int64 {
    guard kind == .container, let used = memoryUsedBytes else { return memoryBytes }
    let (sum, isTooMuch) = used.addingReportingOverflow(used / 4)
    return isTooMuch ? memoryBytes : min(memoryBytes, sum)
  }
}
