import Cluster

/// Which node each guest of a drained node goes to.
///
/// Greedy, largest guest first, each to the node that is emptiest after it: within the memory limit this is the
/// classic longest-processing-time rule for balancing, and people can follow it by hand. Where that leaves a guest
/// without a place, the fullest node that still takes it is tried for all of them: that packs tighter.
public struct Placement {
  /// A guest's target, and where else it could go.
  public struct Choice: Hashable, Sendable {
    /// The target.
    public var target: NodeName
    /// Other nodes that would take it, best first.
    public var alternatives: [NodeName]
  }

  /// What the turns around this one make of its targets.
  struct Surroundings {
    /// Nodes that were restarted before, in order.
    var done: [NodeName] = []
    /// Nodes whose turn is to come, in order.
    var upcoming: [NodeName] = []
    /// Guests on their way, each as if it were where it goes.
    var arriving: [Guest] = []
  }

  /// Most guests that a remedy names.
  private static let offerMax = 5

  /// Targets by guest.
  public private(set) var choices: [GuestID: Choice] = [:]
  /// Guests that fit nowhere, with the reason per node.
  public private(set) var blockers: [Blocker] = []
  /// Part of each node's memory in use with its arrivals, 0 to 1.
  public private(set) var memory: [NodeName: Double] = [:]

  /// Chooses targets for `guests`, all of them on `leaving`.
  /// Those that are only visiting go home if they fit there.
  init(
    of guests: [Guest], leaving: NodeName, in cluster: PlannedCluster, policy: Policy,
    around surroundings: Surroundings = Surroundings()
  ) {
    let fitting = Fitting(of: guests, leaving: leaving, in: cluster, policy: policy, around: surroundings)
    let ids = guests.map(\.id)
    var attempt = fitting.place(ids)
    var offer: [Guest] = []
    if !attempt.homeless.isEmpty {
      let movable = guests.filter { $0.haState == nil && $0.id != policy.controller }
      let consenting = movable.filter { !policy.mustMove($0) }
      // Who leaves first is who is needed least.
      let candidates = MoveOrder.draining(
        consenting.isEmpty ? movable.filter { policy.of($0).handling == .auto } : consenting, policy: policy)
      let found = fitting.resting(ids, from: candidates.map(\.id))
      if consenting.isEmpty {
        offer = candidates.filter { found.resting.contains($0.id) }
      } else {
        attempt = found.attempt
      }
    }
    choices = attempt.choices.keys.reduce(into: [:]) { $0[$1] = fitting.choice(of: $1, in: attempt) }
    blockers = attempt.homeless.compactMap { id, reasons in
      guests.first { $0.id == id }.map { Placement.homeless($0, reasons: reasons, offer: offer) }
    }
    memory = fitting.memory(in: attempt)
  }

  private static func homeless(_ guest: Guest, reasons: [String], offer: [Guest]) -> Blocker {
    let labels = offer.prefix(offerMax).map(\.label) + (offer.count > offerMax ? ["…"] : [])
    let names = labels.joined(separator: ", ")
    return Blocker(
      code: "no-target", node: guest.node, guest: guest.id,
      message: "\(guest.label): no node can take it"
        + (reasons.isEmpty ? "" : " (" + reasons.joined(separator: "; ") + ")"),
      remedy:
        "make room, provide what is missing or loosen the rule, stop the guest, or leave \(guest.node) out with --nodes"
        + (offer.isEmpty ? "" : "; to shut down with \(guest.node) would be enough: \(names) (policy = \"shutdown\")"))
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
