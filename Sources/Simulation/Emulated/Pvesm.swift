/// `pvesm status` and `pvesm path VOLUME`.
/// - Source: facts/pve.md 3.4.
enum Pvesm {
  @Sendable static func run(_ process: Process) {
    process.afterPerlStart {
      switch process.arguments.first {
      case "status": status(process)
      case "path": path(process)
      default: process.failUsage("ERROR: unknown command 'pvesm \(process.arguments.joined(separator: " "))'")
      }
    }
  }

  /// Where a volume lies, whether it exists or not.
  private static func path(_ process: Process) {
    let volume = process.arguments.dropFirst().first ?? ""
    guard let script = HookScript(volume, in: process.cluster.herd) else {
      return process.fail("unable to parse volume ID '\(volume)'", status: 255)
    }
    process.out(script.path + "\n")
    process.finish()
  }

  private static func status(_ process: Process) {
    let storages = process.cluster.herd.storages.sorted { $0.name < $1.name }
    let width = (storages.map(\.name.count).max() ?? 0) + 1
    func row(_ fields: [String], _ percent: String) -> String {
      Pad.right(fields[0], max(width, 10)) + " " + Pad.left(fields[1], 10) + " " + Pad.left(fields[2], 10) + " "
        + fields[3...].map { Pad.left($0, 15) }.joined(separator: " ") + " " + Pad.left(percent, 8) + "\n"
    }
    let unit = process.node.release.namesStorageUnit ? " (KiB)" : ""
    var text = row(["Name", "Type", "Status", "Total\(unit)", "Used\(unit)", "Available\(unit)"], "%")
    for storage in storages where storage.nodesAllowed.map({ $0.contains(process.node.name) }) ?? true {
      if storage.isDisabled {
        text += row([storage.name, storage.type, "disabled", "0", "0", "0"], "N/A")
      } else if !process.node.isActive(storage.name) {
        process.err("storage '\(storage.name)' is not online\n")
        text += row([storage.name, storage.type, "inactive", "0", "0", "0"], "0.00%")
      } else {
        let percent = Double(storage.usedBytes) / Double(max(storage.totalBytes, 1)) * 100
        text += row(
          [
            storage.name, storage.type, "active", "\(storage.totalBytes >> 10)", "\(storage.usedBytes >> 10)",
            "\((storage.totalBytes - storage.usedBytes) >> 10)",
          ], Pad.decimals(percent, 2) + "%")
      }
    }
    process.out(text)
    process.finish()
  }
}
