import Cluster
import TestPace
import Testing

@testable import Planning

/// Whole runs in clusters and under faults that nobody chose. A seed that fails is a test case: it repeats exactly.
@Suite(.givesWay) struct RunUnderFaultsTests {
  /// What must hold at the end of every run, whatever happened.
  private func check(_ world: TypedWorld, _ before: Inventory, _ seed: UInt64, _ note: String) {
    guard let outcome = world.outcome else {
      Issue.record("seed \(seed), \(note): the run hangs at \(world.now) s after \(world.journal.count) events")
      return
    }
    #expect(world.rebootsWithGuests == [], "seed \(seed), \(note)")
    #expect(world.rebootsBesideDown == [], "seed \(seed), \(note)")
    #expect(world.mostNodesDown <= 1, "seed \(seed), \(note)")
    #expect(world.movesOntoDrained == [], "seed \(seed), \(note)")
    #expect(world.lies == [], "seed \(seed), \(note)")
    #expect(Set(outcome.restarted).count == outcome.restarted.count, "seed \(seed), \(note)")
    let named = Set(outcome.strays.map(\.guest))
    for guest in before.guests where guest.status == .running && !named.contains(guest.id) {
      let now = world.inventory.guest(guest.id)
      #expect(
        now?.node == guest.node && now?.status == .running,
        "seed \(seed), \(note): \(guest.id) is neither home nor named after \(outcome.result) (\(outcome.reason))")
    }
    #expect(outcome.strays.allSatisfy { !$0.remedy.isEmpty && !$0.message.isEmpty }, "seed \(seed), \(note)")
    #expect(outcome.result == .ok || !outcome.reason.isEmpty, "seed \(seed), \(note)")
    guard outcome.result == .ok else { return }
    #expect(outcome.strays.isEmpty, "seed \(seed), \(note)")
    for guest in before.guests where guest.status == .stopped && world.faults.intruder?.guest != guest.id {
      let isQuiet = world.inventory.guest(guest.id)?.status == .stopped
      let isSaid = world.notices.contains {
        $0.notice.event == "node.quiet-failed" && $0.notice.guest ?? guest.id == guest.id
      }
      #expect(isQuiet || isSaid, "seed \(seed), \(note): \(guest.id) was stopped and runs")
    }
  }

  private func world(_ seed: UInt64) -> (world: TypedWorld, start: RunStart, policy: Policy) {
    var dice = Dice(seed: seed)
    let inventory = RandomCluster.movable(&dice)
    var policy = Policy()
    policy.onGuestFailure = dice.roll(0.3) ? .hold : .skip
    policy.reboot = dice.roll(0.3) ? .always : dice.roll(0.1) ? .never : .needed
    policy.containerMovesMax = Int.random(in: 1...4, using: &dice)
    policy.guestRules = inventory.guests.map(\.id).filter { _ in dice.roll(0.1) }.map {
      GuestRule(ids: [$0], handling: .shutdown)
    }
    let faults = TypedWorld.Faults.random(inventory, &dice)
    return (TypedWorld(inventory, faults: faults, seed: seed), SampleCluster.start(inventory, policy: policy), policy)
  }

  /// What an operator may want of some guest or some node, now and then an end.
  private static func word(_ inventory: Inventory, _ dice: inout Dice) -> Steering? {
    if dice.roll(0.1) { return .abort }
    guard let node = inventory.nodes.randomElement(using: &dice)?.name else { return nil }
    if dice.roll(0.1) { return .skipNode(node) }
    let guest = inventory.guests.randomElement(using: &dice)?.id
    return guest.flatMap {
      [.skipGuest($0), .retry($0), .retarget($0, to: node)].randomElement(using: &dice)
    }
  }

  private static let seeds = Array(UInt64(1)...20)

  @Test(arguments: seeds) func `a run ends, reboots no node with a guest, and names every guest that is not home`(
    seed: UInt64
  ) {
    var (world, start, _) = world(seed)
    let before = world.inventory
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start))
    check(world, before, seed, "first")
    guard let result = world.outcome?.result, result == .attention else { return }
    // What a human would do: bring the nodes back, then take the run up.
    world.faults = TypedWorld.Faults()
    world.downUntil = [:]
    world.forget()
    machine = world.folded(start)
    for _ in 0..<5 where world.outcome?.result == .attention {
      world.carryOut(&machine, from: .resumed())
      check(world, before, seed, "healed")
    }
    #expect(world.outcome?.result != .attention, "seed \(seed): \(world.outcome?.reason ?? "")")
  }

  @Test(arguments: seeds) func `a run killed again and again is taken up from its journal`(seed: UInt64) {
    var (world, start, _) = world(seed)
    let before = world.inventory
    var dice = Dice(seed: seed &+ 1_000_000)
    var machine = RunMachine(start, at: world.epoch)
    var event = RunEvent.began(start)
    // Sooner or later it is left alone; a process that always dies at once gets nowhere.
    for life in 0..<60 {
      let events = life < 50 ? Int.random(in: 1...40, using: &dice) : Int.max
      world.carryOut(&machine, from: event, killedAfter: events, beforeActing: dice.roll(0.5))
      if world.outcome != nil { break }
      world.forget()
      if dice.roll(0.3) { world.now += Double.random(in: 0...5000, using: &dice) }
      let folded = world.folded(start)
      #expect(folded.progress(at: world.clock) == machine.progress(at: world.clock), "seed \(seed)")
      machine = folded
      event = .resumed()
    }
    check(world, before, seed, "killed")
  }

  @Test(arguments: seeds.prefix(10)) func `a run killed again and again is taken up from the cluster's record`(
    seed: UInt64
  ) {
    var (world, start, _) = world(seed)
    let before = world.inventory
    var dice = Dice(seed: seed &+ 3_000_000)
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start), killedAfter: Int.random(in: 3...300, using: &dice))
    for life in 0..<8 where world.outcome == nil && world.record != nil {
      world.takeUp(.finish, killedAfter: life < 7 ? Int.random(in: 1...150, using: &dice) : .max)
    }
    guard world.outcome != nil || world.record != nil else { return }
    check(world, before, seed, "taken up")
  }

  @Test(arguments: seeds) func `a run that is steered at any moment ends all the same`(seed: UInt64) {
    var (world, start, _) = world(seed)
    let before = world.inventory
    var dice = Dice(seed: seed &+ 2_000_000)
    var machine = RunMachine(start, at: world.epoch)
    var isPaused = false
    world.carryOut(&machine, from: .began(start)) { _ in
      if isPaused {
        isPaused = !dice.roll(0.1)
        return isPaused ? nil : .proceed
      }
      if dice.roll(0.02) {
        isPaused = true
        return .pause
      }
      return dice.roll(0.03) ? Self.word(before, &dice) : dice.roll(0.002) ? .stop(.asked) : nil
    }
    if isPaused, world.outcome == nil {
      // Paused with nothing left to wait for: it goes on when told to.
      world.carryOut(&machine, from: .steered(.proceed))
    }
    check(world, before, seed, "steered")
    guard world.outcome?.result == .stopped else { return }
    world.forget()
    world.carryOut(&machine, from: .resumed())
    check(world, before, seed, "resumed")
  }
}
