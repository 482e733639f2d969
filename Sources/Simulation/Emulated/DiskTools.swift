/// Programs that tell of disks: `df`, `zpool`, and the file of the kernel's arrays.
/// - Source: facts/pve.md 12, 13.1.
enum DiskTools {
  static let programs: [(String, @Sendable (Process) -> Void)] = [("df", df), ("zpool", zpool)]

  private static let total: Int64 = 100_861_726_720
  private static let used: Int64 = 12_322_947_072

  @Sendable private static func df(_ process: Process) {
    let paths = process.arguments.filter { !$0.hasPrefix("-") }
    let scale: Int64 = process.arguments.contains("-B1") ? 1 : 1024
    let known = process.cluster.hooks.freeBytes[process.node.name] ?? [:]
    let output = process.arguments.first { $0.hasPrefix("--output=") }?.dropFirst(9)
    let columns =
      output?.split(separator: ",").map(String.init) ?? ["source", "size", "used", "avail", "pcent", "target"]
    let titles = [
      "source": "Filesystem", "size": scale == 1 ? "1B-blocks" : "1K-blocks", "used": "Used", "avail": "Avail",
      "pcent": "Use%", "target": "Mounted on",
    ]
    process.out(columns.map { titles[$0] ?? $0 }.joined(separator: " ") + "\n")
    for path in paths.isEmpty ? ["/"] : paths {
      // What is not mounted on its own lies in the root's file system.
      let target = known[path] == nil ? "/" : path
      let free = known[target] ?? (total - used)
      let values = [
        "source": "/dev/mapper/pve-root", "size": "\(total / scale)", "used": "\((total - free) / scale)",
        "avail": "\(free / scale)", "pcent": "\((total - free) * 100 / total)%", "target": target,
      ]
      process.out(columns.map { values[$0] ?? "-" }.joined(separator: " ") + "\n")
    }
    process.finish()
  }

  /// `zpool status -x`.
  @Sendable private static func zpool(_ process: Process) {
    guard Array(process.arguments) == ["status", "-x"] else { return process.failUsage("usage: zpool status -x") }
    let pools = process.cluster.hooks.degradedPools[process.node.name] ?? []
    guard !pools.isEmpty else { return process.answer("all pools are healthy") }
    for pool in pools {
      process.out(
        """
          pool: \(pool)
         state: DEGRADED
        status: One or more devices has been removed by the administrator.
        \tSufficient replicas exist for the pool to continue functioning in a
        \tdegraded state.
        action: Online the device using zpool online' or replace the device with
        \t'zpool replace'.
        config:

        \tNAME        STATE     READ WRITE CKSUM
        \t\(Pad.right(pool, 11)) DEGRADED     0     0     0
        \t  mirror-0  DEGRADED     0     0     0
        \t    sda3    ONLINE       0     0     0
        \t    sdb3    REMOVED      0     0     0

        errors: No known data errors

        """)
    }
    process.finish()
  }
}
