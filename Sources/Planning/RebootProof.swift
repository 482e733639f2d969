import Cluster

/// What proves that a node was rebooted and is back, step by step.
/// - Source: facts/pve.md 8.2.
public enum RebootProof {
  /// One step of the proof.
  public struct Step: Hashable, Sendable, Codable {
    /// Stable code such as `boot-id`.
    public var code: String
    /// What the step asks, in words.
    public var title: String
    /// Whether it holds.
    public var holds: Bool
    /// What was seen.
    public var seen: String

    /// A step of the proof.
    public init(code: String, title: String, holds: Bool, seen: String) {
      self.code = code
      self.title = title
      self.holds = holds
      self.seen = seen
    }

    /// Whether the proof needs it.
    var isAsked: Bool { (["boot-id", "no-shutdown"].contains(code) ? Guard.rebootProof : .wholeAgain).holds }
  }

  /// All steps, in the order in which they come true.
  /// - Parameters:
  ///   - before: the boot id before the order to reboot.
  ///   - storages: names of storages that were active before and must be again.
  ///   - members: members of the cluster before.
  ///   - witness: what another node sees; nil on a cluster of one.
  public static func steps(
    before: BootID, report: BootReport, storages: [String], members: Int, witness: NodeGlance?
  ) -> [Step] {
    let active = Set(report.storages.filter(\.isActive).map(\.name))
    let missing = storages.filter { !active.contains($0) }
    let alone = members <= 1
    let present = report.members.filter(\.isOnline).count
    let down = services(report, alone: alone)
    let seenByOther = witness?.members.first { $0.name == report.node }?.isOnline ?? false
    var steps = [
      Step(
        code: "boot-id", title: "new boot id", holds: report.bootID != before,
        seen: report.bootID == before ? "still the boot from before" : String(report.bootID.rawValue.prefix(8))),
      Step(
        code: "no-shutdown", title: "shutdown is over", holds: report.queuedShutdown.isEmpty,
        seen: report.queuedShutdown.first ?? "nothing queued"),
    ]
    if !alone {
      steps.append(
        Step(
          code: "quorum", title: "quorate with all members",
          holds: report.isQuorate && present >= members,
          seen: "\(present) of \(members) members" + (report.isQuorate ? "" : ", not quorate")))
      steps.append(
        Step(
          code: "witness", title: "seen by another node", holds: seenByOther,
          seen: witness.map { "\($0.node) \(seenByOther ? "sees it" : "does not see it")" } ?? "not asked yet"))
    }
    steps.append(
      Step(
        code: "services", title: "services are up", holds: down.isEmpty && !report.services.isEmpty,
        seen: report.services.isEmpty ? "none told" : down.isEmpty ? "all" : down.joined(separator: ", ")))
    steps.append(
      Step(
        code: "storages", title: "storages are active", holds: missing.isEmpty,
        seen: missing.isEmpty ? "\(storages.count) of \(storages.count)" : "missing \(missing.joined(separator: ", "))")
    )
    steps.append(
      Step(
        code: "devices", title: "devices are there", holds: report.missingDevices.isEmpty,
        seen: report.missingDevices.isEmpty ? "all" : "missing \(report.missingDevices.joined(separator: ", "))"))
    return steps
  }

  /// Services that are not up, with their state. A node without a cluster has no corosync.
  private static func services(_ report: BootReport, alone: Bool) -> [String] {
    report.services.sorted { $0.key < $1.key }.compactMap { name, word in
      if word == "active" || (alone && name == "corosync") { return nil }
      return "\(name) \(word)"
    }
  }
}
