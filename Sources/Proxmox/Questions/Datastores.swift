import Cluster
import Remote

/// Datastores as configured.
/// - Source: facts/pve.md 13.1.
struct DatastoreNames: Reading {
  static let section = Section(
    "proxmox-backup-manager datastore list",
    Command("proxmox-backup-manager", "datastore", "list", "--output-format", "json", limitSeconds: 20))

  var names: [String]

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    try part.requireStatus(0, of: Self.section)
    names = try LenientJSON.decode([Entry].self, from: part, expected: "a JSON list of datastores")
      .map { Excerpt.clean($0.name) }
  }

  private struct Entry: Decodable {
    var name: String
  }
}

/// How full each datastore is.
/// - Source: facts/pve.md 13.1: a store that can't be read has an error instead of figures.
struct DatastoreUsage: Reading {
  static let section = Section(
    "datastore usage",
    Command(
      "proxmox-backup-debug", "api", "get", "/status/datastore-usage", "--output-format", "json", limitSeconds: 30))

  var capacities: [String: Capacity] = [:]
  var problems: [String] = []

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    try part.requireStatus(0, of: Self.section)
    for entry in try LenientJSON.decode([Entry].self, from: part, expected: "a JSON list of datastore usage") {
      let name = Excerpt.clean(entry.store)
      if let used = entry.used?.whole, let total = entry.total?.whole {
        capacities[name] = Capacity(usedBytes: used, totalBytes: total)
      } else {
        problems.append("datastore \(name): \(Excerpt.of(entry.error ?? "its usage is not told"))")
      }
    }
  }

  private struct Entry: Decodable {
    var store: String
    var used: LenientNumber?
    var total: LenientNumber?
    var error: String?
  }
}

/// The newest good backup and the newest verification, out of the server's task list.
/// - Source: facts/pve.md 13.1: without an end time a task runs.
struct BackupTasks: Reading {
  static let section = Section(
    "proxmox-backup-manager task list",
    Command(
      "proxmox-backup-manager", "task", "list", "--all", "1", "--limit", "200", "--output-format", "json",
      limitSeconds: 30))

  var lastBackup: Timestamp?
  var lastVerify: String?

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    try part.requireStatus(0, of: Self.section)
    let entries = try LenientJSON.decode([Entry].self, from: part, expected: "a JSON list of tasks")
    let ended = entries.compactMap { entry -> (end: Double, type: String, status: String)? in
      guard let end = entry.endtime?.value, let status = entry.status, (0..<1e11).contains(end) else { return nil }
      return (end, entry.worker_type, status)
    }
    let backups = ended.filter { $0.type == "backup" && ($0.status == "OK" || $0.status.hasPrefix("WARNINGS")) }
    lastBackup = backups.map(\.end).max().map { Timestamp(seconds: $0) }
    lastVerify = ended.filter { $0.type.hasPrefix("verif") }.max { $0.end < $1.end }.map { Excerpt.of($0.status) }
  }

  private struct Entry: Decodable {
    var worker_type: String
    var endtime: LenientNumber?
    var status: String?
  }
}
