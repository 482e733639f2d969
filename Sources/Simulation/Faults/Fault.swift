/// Something that goes wrong on a simulated cluster.
public struct Fault: Sendable {
  /// What goes wrong where, in a few words.
  public let summary: String
  private let action: @Sendable (SimulatedCluster) -> Void

  init(_ summary: String, install: @escaping @Sendable (SimulatedCluster) -> Void) {
    self.summary = summary
    action = install
  }

  func install(in cluster: SimulatedCluster) { action(cluster) }
}
