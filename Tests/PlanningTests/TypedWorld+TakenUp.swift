@testable import Planning

extension TypedWorld {
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
