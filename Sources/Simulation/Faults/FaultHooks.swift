/// Places where the simulated world asks whether something goes wrong now. Faults add answers.
struct FaultHooks {
  var moveRefusals: [(Int, SimulatedNode, SimulatedNode) -> String?] = []
  var startRefusals: [(Int, SimulatedNode) -> String?] = []
  var shutdownIgnorers: [(Int) -> Bool] = []
  var hangers: [(SimulatedNode) -> Bool] = []
  var missing: [(SimulatedNode) -> Bool] = []
  var kernels: [(SimulatedNode) -> String?] = []
  var boots: [(SimulatedNode) -> Void] = []
  var clockOffsets: [String: Double] = [:]
  var upgrades: [(SimulatedNode, String) -> Void] = []
  var ailments: [(Int, Double) -> Bool] = []
  var isDeviceSilent = false
  var greetings: [String: (output: String, errors: String)] = [:]

  /// Why the migration of that guest is refused before anything is touched.
  func moveRefusal(_ id: Int, _ source: SimulatedNode, _ target: SimulatedNode) -> String? {
    for hook in moveRefusals { if let reason = hook(id, source, target) { return reason } }
    return nil
  }

  /// Why that guest does not start there.
  func startRefusal(_ id: Int, _ node: SimulatedNode) -> String? {
    for hook in startRefusals { if let reason = hook(id, node) { return reason } }
    return nil
  }

  func ignoresShutdown(_ id: Int) -> Bool { shutdownIgnorers.contains { $0(id) } }

  /// Whether what runs in that guest does not answer, so many seconds after its start.
  func ails(_ id: Int, secondsUp: Double) -> Bool { ailments.contains { $0(id, secondsUp) } }

  func hangsInShutdown(_ node: SimulatedNode) -> Bool { hangers.contains { $0(node) } }

  func neverReturns(_ node: SimulatedNode) -> Bool { missing.contains { $0(node) } }

  func kernelToBoot(_ node: SimulatedNode) -> String? {
    for hook in kernels { if let kernel = hook(node) { return kernel } }
    return nil
  }

  /// A package was set up.
  func afterSetUp(_ node: SimulatedNode, _ package: String) { for hook in upgrades { hook(node, package) } }

  func afterBoot(_ node: SimulatedNode) { for hook in boots { hook(node) } }
}
