/// A guest moves but does not start away from home, so many times.
/// - Source: facts/pve.md 5.3 E.
struct MigrationStartFails {
  var guest: Int
  var times: Int

  func install(in cluster: SimulatedCluster) {
    var left = times
    cluster.hooks.startRefusals.append { [unowned cluster] id, node in
      guard id == guest, left > 0, node.name != cluster.ledger.guests[id]?.startNode else { return nil }
      left -= 1
      return "startup for container '\(id)' failed"
    }
  }
}
