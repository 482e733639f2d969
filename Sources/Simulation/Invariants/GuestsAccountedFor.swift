import Cluster

/// Every guest that ran at the start runs at the end, at home, or is named in the report with its remedy. What policy
/// leaves alone goes down with its node, and comes back as Proxmox will have it.
struct GuestsAccountedFor: Invariant {
  let name = "guests-accounted-for"

  /// Seconds that a last look at all guests takes: what others do to one meanwhile nobody sees.
  private static let lookSeconds = 30.0

  func violations(in truth: GroundTruth, claim: RunClaim) -> [String] {
    truth.guests.filter { $0.start.status == "running" }.compactMap { guest in
      let id = GuestID(guest.id)
      if claim.mayStayOn.contains(id) { return nil }
      // A run that waits for a human has not looked at every guest again; it will when it is taken up.
      if let touched = guest.touchedAt, !claim.isFinal || touched > claim.endedAt - GuestsAccountedFor.lookSeconds {
        return nil
      }
      let home = claim.homes[id]?.rawValue ?? guest.start.node
      let isWhole = guest.node == home && guest.status == "running"
      if isWhole || claim.named.contains(id) || !claim.isOver { return nil }
      return "guest \(id) is \(guest.status) on \(guest.node), ran on \(guest.start.node), and is not named"
    }
  }
}
