import Cluster
import Remote

/// Suspends what else moves guests or locks them, or lets it go on. Either may be said twice.
enum ActorOrder: ShortOrder {
  case unit(String, isActive: Bool)
  case backupJob(String, isEnabled: Bool)

  var command: Command {
    switch self {
    case .unit(let unit, let isActive): Command(words: ["systemctl", isActive ? "start" : "stop", unit])
    case .backupJob(let job, let isEnabled):
      Command(words: ["pvesh", "set", "/cluster/backup/\(job)", "--enabled", isEnabled ? "1" : "0"])
    }
  }

  var tried: String {
    switch self {
    case .unit(let unit, let isActive): (isActive ? "start " : "stop ") + unit
    case .backupJob(let job, let isEnabled): (isEnabled ? "switch on" : "switch off") + " the backup job \(job)"
    }
  }

  var whereToLook: String {
    switch self {
    case .unit(let unit, _): "systemctl status \(unit)"
    case .backupJob: "cat /etc/pve/jobs.cfg"
    }
  }
}
