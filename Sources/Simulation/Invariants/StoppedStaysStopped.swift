import Cluster

/// A guest that was stopped at the start, and that nobody else touched, is left as it was, where it was; one that policy
/// leaves alone may have been started by its node's boot.
struct StoppedStaysStopped: Invariant {
  let name = "stopped-stays-stopped"

  func violations(in truth: GroundTruth, claim: RunClaim) -> [String] {
    // What a boot has started is shut down again before the run's end, not before it waits for a human.
    guard claim.isFinal else { return [] }
    return truth.guests.filter { $0.start.status != "running" && $0.touchedAt == nil }.compactMap { guest in
      if guest.status == "running", !claim.mayStayOn.contains(GuestID(guest.id)) {
        return "guest \(guest.id) was stopped and runs now"
      }
      return guest.node == guest.start.node ? nil : "guest \(guest.id) was stopped and is on \(guest.node) now"
    }
  }
}
