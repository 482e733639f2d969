import Cluster
import Remote

/// Takes the lock of a move off a guest. `unlock` takes any lock off, so the guest is asked right before which one it
/// carries: one that someone else has set meanwhile stays. That it carries none any more is as good.
/// - Source: facts/pve.md 5.5.
struct UnlockGuest: ShortOrder {
  let guest: GuestID
  let kind: Guest.Kind

  var command: Command {
    Command(
      script: #"if "$1" config "$2" | grep -qx "lock: migrate"; then "$1" unlock "$2"; fi"#, [kind.tool, "\(guest)"])
  }
  var tried: String { "take the lock of its move off \(kind.rawValue)/\(guest)" }
  var whereToLook: String { "\(kind.tool) config \(guest)" }
}
