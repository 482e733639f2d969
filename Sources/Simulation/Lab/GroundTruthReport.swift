import FoundationEssentials

/// The ground truth as JSON.
enum GroundTruthReport {
  /// What is true in the simulated cluster now, as `lab status --json` prints it.
  static func json(of cluster: SimulatedCluster) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(cluster.groundTruth()) else { return [] }
    return Array(data)
  }
}
