import Cluster

extension Fault {
  /// Random faults for a herd: up to three of the cluster, up to two of the controller, and in every third run someone
  /// else at work besides; about one run in fourteen has none.
  public static func random(for herd: Herd, seed: UInt64) -> [Fault] {
    var random = SeededRandom(seed: seed ^ 0xFA_0175)
    func some(_ most: Int, _ kinds: [any FaultKind.Type]) -> [Fault] {
      (0..<random.number(0...most)).compactMap { _ in random.pick(kinds).flatMap { Fault($0, in: herd, &random) } }
    }
    let faults =
      some(3, kinds.filter { !($0 is any ControllerFaultKind.Type) })
      + some(2, kinds.filter { $0 is any ControllerFaultKind.Type })
    guard random.number(0...2) == 0 else { return faults }
    let others: [any FaultKind.Type] = [ForeignTask.self, StartedByHand.self, MovedByHand.self, GuestLocked.self]
    return faults + some(1, others)
  }
}
