import Cluster

@testable import Planning

extension TypedWorld {
  /// What goes wrong.
  struct Faults {
    /// Moves of a guest that are refused, by how often.
    var refusals: [GuestID: Int] = [:]
    /// Guests whose moves home are refused.
    var refusesReturn: Set<GuestID> = []
    /// Moves that time out while the guest is stopped, by how often: it is left stopped where it was.
    var stopTimeouts: [GuestID: Int] = [:]
    /// HA guests that the stack can't move away.
    var stuckServices: Set<GuestID> = []
    /// HA guests that the stack does not bring back by itself.
    var forgottenServices: Set<GuestID> = []
    /// Guests that don't shut down unless forced.
    var ignoresShutdown: Set<GuestID> = []
    /// Guests that are not well from then to then.
    var unwell: [GuestID: Range<Double>] = [:]
    /// Guests whose first start away from home fails.
    var firstStartFails: Set<GuestID> = []
    /// Guests that never start away from home.
    var neverStarts: Set<GuestID> = []
    /// Guests that, once stopped, never start again.
    var deadGuests: Set<GuestID> = []
    /// Guests that someone else works on from then to then.
    var locks: [GuestID: (word: String, from: Double, to: Double)] = [:]
    /// Guests whose first move leaves its lock behind, and them stopped: on the target if so, else where they were.
    var leftLocked: [GuestID: Bool] = [:]
    /// Work of others on a node from then to then.
    var work: [NodeName: (task: RunningTask, from: Double, to: Double)] = [:]
    /// What Ceph says from then to then.
    var ceph: (says: NodeHealth.Ceph, from: Double, to: Double)?
    /// A node that does not answer from then to then.
    var silent: (node: NodeName, from: Double, to: Double)?
    /// A node that is out of the cluster from then to then, by nobody's order.
    var away: (node: NodeName, from: Double, to: Double)?
    /// A node that answers and is out of the cluster from then to then.
    var out: (node: NodeName, from: Double, to: Double)?
    /// When one vote is missing though every node is there, as a QDevice's may.
    var voteless: Range<Double>?
    /// What is pending on nodes that know nothing of it before their lists are refreshed.
    var staleLists: [NodeName: PendingUpdates] = [:]
    /// What the HA stack does with a guest, until when.
    var service: (guest: GuestID, state: String, until: Double)?
    /// A guest that someone shuts down, and when.
    var stoppedByHand: (guest: GuestID, at: Double)?
    /// From when to when surveys are asked that are answered only much later.
    var lateSurveys: Range<Double>?
    /// When nobody answers.
    var allSilent: Range<Double>?
    /// A node that never comes back.
    var staysDown: NodeName?
    /// A node that ignores the order to reboot.
    var ignoresReboot: NodeName?
    /// Orders to reboot that get lost on their way.
    var rebootOrdersLost = 0
    /// Orders to reboot under which the connection breaks before they are carried out: they count as answered.
    var rebootOrdersCut = 0
    /// Whether the cluster refuses to keep a record of the run.
    var refusesRecord = false
    /// Orders to remove the record that fail, by how many.
    var refusedRemovals = 0
    /// A node of which nobody can read what is pending from then to then.
    var unreadUpdates: (node: NodeName, from: Double, to: Double)?
    /// Guests' looks that can't be read, by how many.
    var unreadableGlances = 0
    /// Whether orders to reboot are carried out and never answered.
    var losesRebootAnswer = false
    /// A node whose shutdown never ends by itself.
    var stuckShutdown: NodeName?
    /// The rung that gets it down all the same.
    var stuckUntil: RebootRung?
    /// A guest that someone starts on the node whose shutdown is stuck.
    var startsWhileStuck: GuestID?
    /// Whether kexec-tools is missing everywhere.
    var lacksKexec = false
    /// A node that boots the kernel from before.
    var bootsOldKernel: NodeName?
    /// Nodes on which an upgrade was broken off before.
    var interruptedUpgrades: Set<NodeName> = []
    /// What an upgrade asks before it prints nothing any more.
    var upgradeAsks: String?
    /// A node whose upgrade fails.
    var upgradeFails: NodeName?
    /// A guest that someone starts on a node when its drain is over.
    var intruder: (guest: GuestID, node: NodeName)?
    /// A guest that someone sends to a node, or back to it, whenever the run looks there between upgrade and reboot.
    var sender: (guest: GuestID, node: NodeName, times: Int)?
    /// Jobs that run for ever, by the beginning of their names.
    var neverEnds: [String] = []
    /// Calls to monitoring that are refused, after so many that are not.
    var silenceRefusals = (after: 0, times: 0)
    /// Commands of the operator's that fail, by their first word.
    var failingHooks: Set<String> = []
    /// Share of requests that never arrive.
    var lostRequests = 0.0
    /// Share of requests that are carried out and whose answer is lost.
    var lostAnswers = 0.0
    /// Share of jobs that take eight times as long.
    var slowJobs = 0.0
    /// Share of jobs that are killed without a trace and without effect.
    var vanishingJobs = 0.0
  }
}

extension TypedWorld.Faults {
  /// Some of everything.
  static func random(_ inventory: Inventory, _ dice: inout Dice) -> TypedWorld.Faults {
    var faults = TypedWorld.Faults()
    for guest in inventory.guests where guest.status == .running {
      if dice.roll(0.1) { faults.refusals[guest.id] = Int.random(in: 1...4, using: &dice) }
      if guest.kind == .container, dice.roll(0.1) {
        faults.stopTimeouts[guest.id] = Int.random(in: 1...3, using: &dice)
      }
      if dice.roll(0.1) { faults.firstStartFails.insert(guest.id) }
      if guest.kind == .container, dice.roll(0.03) { faults.neverStarts.insert(guest.id) }
      if guest.kind == .container, dice.roll(0.03) { faults.deadGuests.insert(guest.id) }
      if dice.roll(0.1) {
        let from = Double.random(in: 0...800, using: &dice)
        faults.locks[guest.id] = ("backup", from, from + Double.random(in: 1...1500, using: &dice))
      }
    }
    let names = inventory.nodes.map(\.name)
    func some(_ share: Double, _ dice: inout Dice) -> NodeName? {
      dice.roll(share) ? names.randomElement(using: &dice) : nil
    }
    if let node = some(0.3, &dice) {
      let from = Double.random(in: 0...1500, using: &dice)
      faults.silent = (node, from, from + Double.random(in: 1...1200, using: &dice))
    }
    if let node = some(0.1, &dice) {
      let from = Double.random(in: 0...1500, using: &dice)
      faults.away = (node, from, from + Double.random(in: 1...1200, using: &dice))
    }
    faults.staysDown = some(0.05, &dice)
    faults.ignoresReboot = some(0.05, &dice)
    faults.bootsOldKernel = some(0.05, &dice)
    faults.upgradeFails = some(0.05, &dice)
    faults.rebootOrdersLost = dice.roll(0.2) ? Int.random(in: 1...4, using: &dice) : 0
    faults.rebootOrdersCut = dice.roll(0.1) ? 1 : 0
    faults.unreadableGlances = dice.roll(0.1) ? 3 : 0
    faults.losesRebootAnswer = dice.roll(0.1)
    if dice.roll(0.1), let guest = inventory.guests.first(where: { $0.status == .stopped }) {
      faults.intruder = (guest.id, guest.node)
    }
    faults.lostRequests = dice.roll(0.5) ? Double.random(in: 0...0.1, using: &dice) : 0
    faults.lostAnswers = dice.roll(0.5) ? Double.random(in: 0...0.1, using: &dice) : 0
    faults.slowJobs = dice.roll(0.3) ? Double.random(in: 0...0.2, using: &dice) : 0
    faults.vanishingJobs = dice.roll(0.3) ? Double.random(in: 0...0.1, using: &dice) : 0
    if let node = some(0.1, &dice) {
      let from = Double.random(in: 0...1500, using: &dice)
      faults.out = (node, from, from + Double.random(in: 1...1200, using: &dice))
    }
    return faults
  }
}
