import Cluster
import Remote

/// Suspends what else moves guests or locks them, or lets it go on. Either may be said twice.
enum ActorOrder: ShortOrder {
  case unit(String, isActive: Bool)
  case backupJob(String, isEnabled: Bool)
  case haScheduling(option: String)

  var command: Command {
    switch self {
    case .unit(let unit, let isActive): Command(words: ["systemctl", isActive ? "start" : "stop", unit])
    case .backupJob(let job, let isEnabled):
      Command(words: ["pvesh", "set", "/cluster/backup/\(job)", "--enabled", isEnabled ? "1" : "0"])
    case .haScheduling(let option): Command(words: ["pvesh", "set", "/cluster/options", "--crs", option])
    }
  }

  var tried: String {
    switch self {
    case .unit(let unit, let isActive): (isActive ? "start " : "stop ") + unit
    case .backupJob(let job, let isEnabled): (isEnabled ? "switch on" : "switch off") + " the backup job \(job)"
    case .haScheduling(let option): "set crs to \(option)"
    }
  }

  var whereToLook: String {
    switch self {
    case .unit(let unit, _): "systemctl status \(unit)"
    case .backupJob: "cat /etc/pve/jobs.cfg"
    case .haScheduling: "cat /etc/pve/datacenter.cfg"
    }
  }
}
