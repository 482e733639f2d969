import Orchestration

extension ClusterAccess {
  /// Where this cluster's lock and journals lie; nil for a demo, which leaves nothing behind.
  var state: StateDirectory? {
    isDemo ? nil : StateDirectory(root: stateDirectory, cluster: clusterName)
  }

  /// Random text that no output can foresee.
  var marker: @Sendable () -> String {
    { String(UInt64.random(in: 0...UInt64.max), radix: 16) }
  }
}
