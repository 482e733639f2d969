import Cluster
import Remote

/// Daemons that move guests by themselves, as far as they run on the node.
struct Balancers: Reading {
  /// ProxLB's own package names its unit `proxlb.service`; others are run by units that operators have named.
  private static let patterns = ["*proxlb*.service", "*load-balancer*.service", "*loadbalancer*.service"]
  static let section = Section(
    "balancers",
    Command(
      words: ["systemctl", "list-units", "--plain", "--no-legend", "--state=active"] + patterns, limitSeconds: 10))

  /// Those that are active.
  var active: [String]

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    active = part.lines.compactMap(\.words.first).map(String.init).filter(Self.isUnit)
  }

  private static func isUnit(_ name: String) -> Bool {
    name.hasSuffix(".service") && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.@".contains($0)) }
  }
}

/// Backup jobs of the cluster.
/// - Source: facts/pve.md 12.
struct BackupJobs: Reading {
  static let section = Section("/etc/pve/jobs.cfg", Command("cat", "/etc/pve/jobs.cfg"))
  /// How a section of such a job begins.
  private static let opening = "vzdump: "

  /// Those that are switched on, as they are unless their section says otherwise.
  var enabled: [String] = []

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    if part.status == 1, part.onlyMissesFiles { return }
    try part.requireStatus(0, of: Self.section)
    var job: String?
    for line in part.lines {
      if line.first?.isWhitespace == true {
        if let job, line.words == ["enabled", "0"] { enabled.removeAll { $0 == job } }
      } else {
        job = line.hasPrefix(BackupJobs.opening) ? String(line.dropFirst(BackupJobs.opening.count)) : nil
        if let job, job.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }) {
          enabled.append(job)
        }
      }
    }
  }
}

/// Whether the HA stack is set up to move its guests by itself, for balance.
/// - Source: facts/pve.md 7.4.
struct ClusterScheduling: Reading {
  static let section = Section("/etc/pve/datacenter.cfg", Command("cat", "/etc/pve/datacenter.cfg"))

  var balancing: HABalancing?

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    if part.status == 1, part.onlyMissesFiles { return }
    try part.requireStatus(0, of: Self.section)
    balancing = part.lines.first { $0.hasPrefix("crs:") }.flatMap {
      HABalancing(option: String($0.dropFirst(4)).trimmingBlanks)
    }
  }
}
