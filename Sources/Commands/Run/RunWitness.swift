import Cluster
import Planning
import Simulation

/// Listens to a rehearsed run, and keeps what its claim is held against later.
final class RunWitness {
  private let cluster: SimulatedCluster
  private var sightings: [RunClaim.Sighting] = []
  private var words: [String] = []
  private var movesAllowed: [GuestID: Int] = [:]
  private let strategy: Strategy
  private var turnsOpen: Set<String> = []
  private var turnsOver: Set<String> = []
  private var turnsDone: [NodeName: Int] = [:]
  private var everNamed: Set<GuestID> = []
  private var endedAt: Double?

  init(cluster: SimulatedCluster, strategy: Strategy) {
    self.cluster = cluster
    self.strategy = strategy
  }

  func hear(_ record: RunRecord) {
    let notice = record.notice
    if notice.event == "node.back", let node = notice.node?.rawValue {
      sightings.append(RunClaim.Sighting(node: node, lacks: cluster.lacks(of: node)))
    }
    if notice.event == "guest.stray", let guest = notice.guest { everNamed.insert(guest) }
    if notice.event == "run.ended" { endedAt = cluster.now }
    if notice.event == "pass.started", let node = notice.node?.rawValue { turnBegins(on: node) }
    if notice.event == "pass.finished", let node = notice.node {
      turnsOver.insert(node.rawValue)
      turnsOpen.remove(node.rawValue)
      if notice.level < .warning, turnsDone[node] == nil {
        turnsDone[node] = cluster.groundTruth().deeds.downByOrder[node.rawValue] ?? 0
      }
    }
    let isToldOf = notice.level >= .warning || notice.event == "move.retried"
    if isToldOf, let guest = notice.guest { movesAllowed[guest, default: 0] += 1 }
    if notice.level >= .warning || Secret.isIn(notice.message) {
      words.append("\(notice.event) \(notice.subject) \(notice.message)")
    }
  }

  /// Out and home once more for all that are there or belong there. Nothing needs a second turn, and who is on the way
  /// home from there is no part of this one.
  private func turnBegins(on node: String) {
    guard !turnsOver.contains(node) else { return }
    turnsOpen.insert(node)
    for guest in cluster.groundTruth().guests {
      let home = guest.start.node
      let isThere = guest.node == node && (strategy != .home || !turnsOpen.contains(home))
      if home == node || isThere { movesAllowed[GuestID(guest.id), default: 0] += 2 }
    }
  }

  /// What the run that began so claims, having ended so; nil when it hangs.
  /// - Parameter homes: where it takes its guests to belong now.
  func claim(_ outcome: RunOutcome?, of start: RunStart, homes: [GuestID: NodeName]) -> RunClaim {
    func guests(_ isMeant: (Policy, Guest) -> Bool) -> Set<GuestID> {
      Set(start.inventory.guests.filter { isMeant(start.policy, $0) }.map(\.id))
    }
    var claim = RunClaim()
    claim.isOver = outcome != nil
    claim.isOK = outcome?.result == .ok
    claim.endedAt = endedAt ?? cluster.now
    claim.endedBlind = cluster.wasJustDisturbed(at: claim.endedAt)
    claim.restarted = outcome?.restarted ?? []
    // Where guests are to come home, home is where they were, whatever a run takes for it.
    if start.plan.strategy != .home { claim.homes = homes }
    claim.movesAllowed = movesAllowed
    claim.turnsDone = turnsDone
    claim.named = Set(outcome?.strays.filter { !$0.remedy.isEmpty }.map(\.guest) ?? [])
    claim.everNamed = everNamed.union(claim.named)
    claim.isFinal = outcome.map { !$0.isResumable } ?? false
    claim.mayShutDown = guests { policy, guest in
      let isImmovable = policy.immovable == .shutdown && !policy.mustMove(guest)
      let wish = policy.of(guest)
      return isImmovable || wish.mayForceStop || [.shutdown, .restart].contains(wish.handling)
    }
    claim.mayForce = guests { policy, guest in policy.of(guest).mayForceStop }
    claim.mayUnlock = start.policy.unlocksOwnMoves
    claim.mayStayOn = guests { policy, guest in policy.of(guest).handling == .ignore }
    claim.isCovered = start.policy.silence?.onFailure == .hold
    claim.sightings = sightings
    claim.words = words + [outcome?.reason ?? "", outcome?.remedy ?? ""]
    return claim
  }
}
