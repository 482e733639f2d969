import Cluster
import Remote

/// Everything about a Proxmox Backup Server in one round trip.
public struct BackupServerQuestion: Sendable {
  static let tried = "survey the backup server"

  static let sections = [
    BackupServerVersion.section, RunningKernel.section, InstalledKernels.section, NextBootPin.section,
    KernelPin.section, Uptime.section, LoadAverages.section, MemoryUse.section, ProcessorCount.section,
    DatastoreNames.section, DatastoreUsage.section, BackupTasks.section, UpgradeSimulation.section,
  ]

  /// The survey; every backup server is asked the same.
  public init() {}

  /// The command line.
  /// - Parameter marker: random text that no output can foresee.
  public func line(marker: String) -> CommandLine {
    CommandLine(
      sections: BackupServerQuestion.sections, marker: marker, purpose: BackupServerQuestion.tried)
  }

  /// Reads the answer.
  /// - Parameters:
  ///   - name: the server as configured.
  ///   - address: its address as configured.
  /// - Throws: `.unreadable` when the host is no backup server; the rest becomes a sentence in `problems`.
  public func answer(
    name: String, address: String, marker: String, result: CommandResult
  ) throws(NodeError) -> BackupServer {
    let answer = Answer(result, marker: marker, host: name, tried: BackupServerQuestion.tried)
    var server = BackupServer(name: name, address: address)
    server.version = try answer.essential(BackupServerVersion.self).version
    server.isOnline = true
    server.kernel = try answer.optional(RunningKernel.self, problems: &server.problems)?.release ?? ""
    server.bootKernel = try BootKernel(answer, problems: &server.problems).release
    server.uptimeSeconds = try answer.optional(Uptime.self, problems: &server.problems)?.seconds ?? 0
    server.load = try answer.optional(LoadAverages.self, problems: &server.problems)?.values ?? []
    server.memory = try answer.optional(MemoryUse.self, problems: &server.problems)?.capacity ?? server.memory
    server.cores = try answer.optional(ProcessorCount.self, problems: &server.problems)?.count ?? 0
    server.updates = try PendingUpdates(answer, problems: &server.problems)
    let names = try answer.optional(DatastoreNames.self, problems: &server.problems)?.names ?? []
    let usage = try answer.optional(DatastoreUsage.self, problems: &server.problems)
    server.problems += usage?.problems ?? []
    let all = Set(names + (usage?.capacities.keys.map { $0 } ?? [])).sorted(by: NaturalOrder.precedes)
    server.datastores = all.map { name in
      BackupServer.Datastore(
        name: name, capacity: usage?.capacities[name] ?? Capacity(usedBytes: 0, totalBytes: 0))
    }
    let tasks = try answer.optional(BackupTasks.self, problems: &server.problems)
    server.lastBackup = tasks?.lastBackup
    server.lastVerify = tasks?.lastVerify
    return server
  }
}

/// Version of proxmox-backup-server; the running one where it differs from the installed one.
/// - Source: facts/pve.md 13.1.
struct BackupServerVersion: Reading {
  static let section = Section(
    "proxmox-backup-manager versions", Command("proxmox-backup-manager", "versions", limitSeconds: 20))
  static let remedy = "check that this is a Proxmox Backup Server and that its services run"

  var version: String

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    try part.requireStatus(0, of: Self.section)
    for line in part.lines {
      let words = line.words.map(String.init)
      guard words.count >= 2, words[0] == "proxmox-backup-server" else { continue }
      let running = line.range(of: "running version: ").map { line[$0.upperBound...].words.first ?? "" } ?? ""
      version = Excerpt.of(running.first?.isNumber == true ? String(running) : words[1])
      return
    }
    throw Unreadable(expected: "proxmox-backup-server and its version", seen: part.output)
  }
}
