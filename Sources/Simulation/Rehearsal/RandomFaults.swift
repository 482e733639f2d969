import Cluster

extension Fault {
  /// Random faults for a herd: up to three of the cluster, up to two of the controller; one run in twelve has none.
  public static func random(for herd: Herd, seed: UInt64) -> [Fault] {
    var random = SeededRandom(seed: seed ^ 0xFA_0175)
    func some(_ most: Int, _ kinds: [any FaultKind.Type]) -> [Fault] {
      (0..<random.number(0...most)).compactMap { _ in random.pick(kinds).flatMap { Fault($0, in: herd, &random) } }
    }
    return some(3, kinds.filter { !($0 is any ControllerFaultKind.Type) })
      + some(2, kinds.filter { $0 is any ControllerFaultKind.Type })
  }
}
