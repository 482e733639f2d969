import Cluster
import Remote

/// Sets a flag of the Ceph cluster, or takes it back; one that is as wanted already stays so.
/// - Source: facts/pve.md 8.5.
struct CephOrder: ShortOrder {
  var flag: String
  var isOn: Bool

  var command: Command { Command(words: ["ceph", "osd", isOn ? "set" : "unset", flag]) }
  var tried: String { isOn ? "set the Ceph flag \(flag)" : "take back the Ceph flag \(flag)" }
  var whereToLook: String { "ceph -s" }
}
