import Cluster
import Testing

@testable import Planning

/// The last look before a reboot, answer by answer.
struct ConfirmingTests {
  private let pve1 = SampleCluster.name("pve1")
  private let now = Timestamp(seconds: 1_763_794_800)
  private let others = [SampleCluster.glance("pve2"), SampleCluster.glance("pve3")]
  private let backup = RunningTask(upid: "UPID:x", type: "vzdump", subject: "101")

  /// A turn of pve1 that is about to order its reboot.
  private func turn(_ policy: Policy = Policy(), _ change: (inout Inventory) -> Void = { _ in }) -> PassMachine {
    var inventory = SampleCluster.small()
    inventory.guests = []
    change(&inventory)
    return PassMachine(
      draft: Planner.Draft(pass: Plan.Pass(node: pve1, action: .restart, reason: "")), inventory: inventory, homes: [:],
      policy: policy, forecast: Forecast(), now: now)
  }

  /// What the others have said, so many seconds ago.
  private func word(_ seen: [NodeGlance]? = nil, waited: Double = 0, askedBefore: Double = 0)
    -> PassMachine.Confirmation
  {
    PassMachine.Confirmation(since: now + -waited, askedAt: now + -askedBefore, seen: seen ?? others)
  }

  private func glance(_ change: (inout NodeGlance) -> Void = { _ in }) -> NodeGlance {
    var glance = SampleCluster.glance("pve1")
    change(&glance)
    return glance
  }

  /// What follows when the node itself has answered, in a word.
  private func follows(
    _ turn: PassMachine, _ confirmation: PassMachine.Confirmation, _ glance: NodeGlance
  ) -> (word: String, turn: PassMachine) {
    var (turn, desk) = (turn, Desk(timing: turn.policy.timing, now: now))
    turn.confirmStep(confirmation, .answer(.lookBeforeReboot(pve1), .glance(glance)), &desk)
    if turn.hold != nil { return ("hold", turn) }
    if turn.parked != nil { return ("parked", turn) }
    return switch turn.state {
    case .rebooting(let reboot): ("order \(reboot.orders)", turn)
    case .confirming: ("look later", turn)
    case .clearing: ("clear", turn)
    case .over(.skipped): ("leave out", turn)
    default: ("\(turn.state)", turn)
    }
  }

  @Test func `an empty node of a whole cluster is rebooted`() {
    let (word, turn) = follows(turn(), word(), glance())
    #expect(word == "order 1")
    if case .rebooting(let reboot) = turn.state { #expect(reboot.before == BootID("boot-pve1") && !reboot.isDirect) }
  }

  @Test func `a shutdown that someone has queued needs a human, also where a guest has come`() {
    let queued = glance {
      $0.queuedShutdown = ["reboot.target start waiting"]
      $0.guests = [.init(id: GuestID(190), status: .running, lock: nil)]
    }
    let (word, turn) = follows(turn(), word(), queued)
    #expect(word == "hold")
    #expect(turn.hold?.reason.hasPrefix("pve1 is not rebooted: pve1 has a shutdown queued") == true)
  }

  @Test func `a guest that has come is drained, when what is waited for is over`() {
    var seen = glance { $0.guests = [.init(id: GuestID(190), status: .running, lock: nil)] }
    #expect(follows(turn(), word(), seen).word == "clear")
    seen.tasks = [backup]
    #expect(follows(turn(), word(), seen).word == "look later")
  }

  @Test func `who does not answer is waited for, and an old word counts for nothing`() {
    var silent = word([others[0]])
    silent.silent = [Blocker(code: "node-silent", node: others[1].node, message: "", remedy: "")]
    #expect(follows(turn(), silent, glance()).word == "look later")
    #expect(follows(turn(), word(askedBefore: 59), glance()).word == "order 1")
    #expect(follows(turn(), word(askedBefore: 61), glance()).word == "look later")
  }

  @Test func `an order is given again only to the same boot with nothing queued`() {
    var ordered = word()
    ordered.ordered = PassMachine.Reboot(before: BootID("boot-pve1"), orderedAt: now + -90, orders: 1)
    #expect(follows(turn(), ordered, glance()).word == "order 2")
    #expect(follows(turn(), ordered, glance { $0.bootID = BootID("another") }).word == "order 1")
    #expect(follows(turn(), ordered, glance { $0.queuedShutdown = ["reboot.target start waiting"] }).word == "order 1")
  }

  @Test func `work of others may take as long as policy lets it, a cluster that is not whole may not`() {
    let replicating = glance { $0.replicating = [Replication(guest: GuestID(101), target: nil)] }
    var torn = others
    torn[0].isQuorate = false
    var strict = Policy()
    strict.onGuestFailure = .hold
    for busy in [glance { $0.tasks = [backup] }, replicating] {
      #expect(follows(turn(), word(waited: 601), busy).word == "look later")
      #expect(follows(turn(), word(waited: 1801), busy).word == "leave out")
      #expect(follows(turn(strict), word(waited: 1801), busy).word == "hold")
      #expect(follows(turn(), word(torn, waited: 601), busy).word == "hold")
    }
    #expect(follows(turn(), word(torn, waited: 599), glance()).word == "look later")
    #expect(follows(turn(), word(torn, waited: 601), glance()).word == "hold")
  }

  @Test func `what is waited for is said once`() {
    var turn = turn()
    var desk = Desk(timing: turn.policy.timing, now: now)
    var confirmation = word()
    for _ in 1...2 {
      turn.confirmStep(
        confirmation, .answer(.lookBeforeReboot(pve1), .glance(glance { $0.tasks = [backup] })), &desk)
      if case .confirming(let next) = turn.state { confirmation = next }
    }
    let said = desk.takeActions().filter { if case .say = $0 { true } else { false } }
    #expect(said.count == 1)
  }

  @Test func `a run that waits, or whose guests may not be touched, orders nothing`() {
    var waiting = turn()
    waiting.isWaiting = true
    #expect(follows(waiting, word(), glance()).word == "parked")
    var uncovered = turn()
    uncovered.cover = Cover(
      Silence(run: RunID(random: 1), node: pve1, guests: [], until: now, seconds: 60), rules: SilenceRules())
    #expect(follows(uncovered, word(), glance()).word == "parked")
    var abandoned = turn()
    abandoned.abandoned = "aborted by the operator"
    #expect(follows(abandoned, word(), glance()).word == "leave out")
  }

  @Test func `the next kernel is started directly once, where policy says so and the kernel is known`() {
    var policy = Policy()
    policy.rebootMethod = .kexec
    func isDirect(_ turn: PassMachine, _ confirmation: PassMachine.Confirmation) -> Bool {
      if case .rebooting(let reboot) = follows(turn, confirmation, glance()).turn.state {
        reboot.isDirect
      } else {
        false
      }
    }
    #expect(isDirect(turn(policy), word()))
    #expect(!isDirect(turn(policy) { $0.nodes[0].bootKernel = "" }, word()))
    var ordered = word()
    ordered.ordered = PassMachine.Reboot(before: BootID("boot-pve1"), orderedAt: now + -90, orders: 1)
    #expect(!isDirect(turn(policy), ordered))
  }

  @Test func `without any other node that answers nothing is rebooted`() {
    var turn = turn { for index in 1...2 { $0.nodes[index].isOnline = false } }
    var desk = Desk(timing: turn.policy.timing, now: now)
    turn.enterConfirming(&desk)
    #expect(turn.hold?.reason == "pve1 is not rebooted: no other node answers")
    #expect(desk.takeActions().isEmpty)
  }

  @Test func `a node that stands alone is asked itself, at once`() {
    var turn = turn { $0.nodes.removeLast(2) }
    var desk = Desk(timing: turn.policy.timing, now: now)
    turn.enterConfirming(&desk)
    #expect(turn.hold == nil)
    #expect(desk.questions.values.map(\.errand) == [.lookBeforeReboot(pve1)])
    #expect(follows(turn, word([]), glance { $0.members = [] }).word == "order 1")
    // The controller has slept since: what the node has said is old.
    #expect(follows(turn, word([], askedBefore: 3600), glance { $0.members = [] }).word == "look later")
  }
}
