import Cluster

/// Guests that someone else works on: `qm migrate` refuses a locked guest at once, `pct migrate` after some time.
/// - Source: facts/pve.md 5.3, 12.
enum GuestLocks {
  static func waits(_ guests: [Guest]) -> [Blocker] {
    guests.filter { $0.status != .stopped && !$0.isTemplate }.compactMap { guest in
      guest.lock.map { word in
        Blocker(
          code: "guest-locked", node: guest.node, guest: guest.id, message: "\(guest.label) is locked (\(word))",
          remedy: "let the work on it finish; a lock whose task died: see its task log, then unlock it by hand")
      }
    }
  }
}
