/// Another program holds dpkg's lock on a node for a while from the start on.
/// - Source: facts/pve.md 9.3.
struct AptLockHeld {
  var node: String
  var seconds: Double

  func install(in cluster: SimulatedCluster) {
    guard let host = cluster.node(node) else { return }
    let pid = host.nextPID()
    host.packages.lockHolder = (pid, "unattended-upgr")
    host.after(seconds) {
      if host.packages.lockHolder?.pid == pid { host.packages.lockHolder = nil }
    }
  }
}
