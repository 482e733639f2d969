@testable import Planning

extension TypedWorld {
  /// What becomes of a run; one that is killed after so many events is taken up from its journal.
  static func carriedOut(
    _ start: RunStart, faults: Faults = .init(), limit: Double = 200_000, killedAfter events: Int = .max
  ) -> TypedWorld {
    var world = TypedWorld(start.inventory, faults: faults)
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start), limit: limit, killedAfter: events)
    guard world.outcome == nil else { return world }
    world.forget()
    machine = world.folded(start)
    world.carryOut(&machine, from: .resumed(), limit: limit)
    return world
  }

  /// What becomes of a run that is killed after so many events and taken up: from its journal, or, with a goal, by
  /// another machine. Nil where nothing is left to be taken up.
  static func takenUp(
    _ start: RunStart, killedAfter events: Int, _ goal: TakeUp.Goal?, atDeath look: (TypedWorld) -> Void
  ) -> TypedWorld? {
    var world = TypedWorld(start.inventory)
    var machine = RunMachine(start, at: world.epoch)
    world.carryOut(&machine, from: .began(start), killedAfter: events)
    guard world.outcome == nil, world.record != nil else { return nil }
    look(world)
    guard let goal else {
      world.forget()
      machine = world.folded(start)
      world.carryOut(&machine, from: .resumed())
      return world
    }
    world.takeUp(goal, after: 2000)
    return world
  }
}
