import Cluster
import Remote

/// Makes the directory whose absence fails the first start of a privileged container with devices. Proxmox would make
/// the same one.
/// - Source: facts/pve.md 6.1.
struct PrepareContainer: ShortOrder {
  let guest: GuestID

  var command: Command { Command("mkdir", "-p", "-m", "755", .word("/var/lib/lxc/\(guest)")) }
  var tried: String { "make the directory of ct/\(guest)" }
  var whereToLook: String { "df /var/lib/lxc" }
}
