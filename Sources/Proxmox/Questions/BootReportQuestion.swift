import Cluster
import Remote

/// What proves, or fails to prove, that a node is back.
/// - Source: facts/pve.md 8.2.
struct BootReportQuestion {
  static let tried = "ask for proof of the boot"

  /// Paths of device nodes that must exist.
  let devices: [String]

  var sections: [Section] {
    [
      CurrentBoot.section, RunningKernel.section, Uptime.section, QueuedJobs.section, ClusterMembers.section,
      CorosyncConfig.section, ServiceStates.section, StorageConfig.section, StorageStatus.section,
    ] + devices.indices.flatMap(deviceSections)
  }

  func line(marker: String) -> CommandLine {
    CommandLine(sections: sections, marker: marker, purpose: BootReportQuestion.tried)
  }

  /// A node that has just booted knows little; what it does not know yet is reported as not there, so that nothing
  /// is proven by silence. Only without boot id, kernel or uptime it is no answer.
  func answer(from result: CommandResult, marker: String, of node: NodeName) throws(NodeError) -> BootReport {
    let answer = Answer(result, marker: marker, host: node.rawValue, tried: BootReportQuestion.tried)
    let boot = try answer.essential(CurrentBoot.self)
    let kernel = try answer.essential(RunningKernel.self)
    let uptime = try answer.essential(Uptime.self)
    let jobs = try answer.essential(QueuedJobs.self)
    let services = try answer.essential(ServiceStates.self)
    let hasCorosync = try answer.essential(CorosyncConfig.self).exists
    var ignored: [String] = []
    let members = try answer.optional(ClusterMembers.self, problems: &ignored)
    try members?.requireName(node, tried: BootReportQuestion.tried)
    let config = try answer.optional(StorageConfig.self, problems: &ignored)
    // No list of storages must not read as "none is missing"; without members the node is not back anyway.
    let storages =
      members == nil
      ? try answer.optional(StorageStatus.self, problems: &ignored) : try answer.essential(StorageStatus.self)
    var missing: [String] = []
    for (index, path) in devices.enumerated() {
      var exists = false
      for section in deviceSections(index) where try answer.part(section.label).status == 0 { exists = true }
      if !exists { missing.append(path) }
    }
    return BootReport(
      node: node, bootID: boot.id, kernel: kernel.release, uptimeSeconds: uptime.seconds,
      isQuorate: members?.isQuorate(hasCorosync: hasCorosync) ?? false, members: members?.members ?? [],
      services: services.words, storages: storages?.storages(by: config) ?? [], missingDevices: missing,
      queuedShutdown: jobs.shutdown)
  }

  /// A file left at a device's path is no device (facts/pve.md 6.1), so existence alone does not count. A folder does:
  /// raw lines bind `/dev/dri` as a whole.
  private func deviceSections(_ index: Int) -> [Section] {
    [
      Section("device \(index) c", Command("test", "-c", .word(devices[index]))),
      Section("device \(index) b", Command("test", "-b", .word(devices[index]))),
      Section("device \(index) d", Command("test", "-d", .word(devices[index]))),
    ]
  }
}

/// The words of `systemctl is-active` for what a node needs to be back.
struct ServiceStates: Reading {
  /// A node without cluster has no corosync; its word is reported as it is.
  static let units = ["pve-cluster", "corosync", "pvedaemon", "pveproxy", "pvestatd", "pve-guests"]

  static let section = Section(
    "systemctl is-active", Command(words: ["systemctl", "is-active"] + units, limitSeconds: 10))

  var words: [String: String]

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    // The exit status tells whether all are active; the words tell it better.
    let lines = part.lines.map(\.trimmingBlanks).filter { !$0.isEmpty }
    guard lines.count == Self.units.count, lines.allSatisfy({ $0.words.count == 1 }) else {
      try part.requireStatus(0, 3, 4, of: Self.section)
      throw Unreadable(expected: "\(Self.units.count) words of `systemctl is-active`", seen: part.output)
    }
    words = Dictionary(zip(Self.units, lines.map(Excerpt.of))) { _, last in last }
  }
}
