/// A guest that was stopped at the start is left as it was, where it was.
struct StoppedStaysStopped: Invariant {
  let name = "stopped-stays-stopped"

  func violations(in truth: GroundTruth, claim: RunClaim, faults: [Fault]) -> [String] {
    truth.guests.filter { $0.start.status != "running" }.compactMap { guest in
      if guest.status == "running" { return "guest \(guest.id) was stopped and runs now" }
      return guest.node == guest.start.node ? nil : "guest \(guest.id) was stopped and is on \(guest.node) now"
    }
  }
}
