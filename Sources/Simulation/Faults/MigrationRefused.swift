/// A guest's migrations are refused before anything is touched, so many times.
/// - Source: facts/pve.md 5.3 B.
struct MigrationRefused {
  var guest: Int
  var times: Int

  func install(in cluster: SimulatedCluster) {
    var left = times
    cluster.hooks.moveRefusals.append { id, _, target in
      guard id == guest, left > 0 else { return nil }
      left -= 1
      return "storage 'nfs-ct' is not available on node '\(target.name)'"
    }
  }
}
