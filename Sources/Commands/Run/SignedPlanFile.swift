import Cluster
import FoundationEssentials
import Glibc
import Planning

/// A plan that was signed off, in its file.
enum SignedPlanFile {
  /// Why a file can't be used.
  struct Unusable: ExitCoded, CustomStringConvertible {
    var path: String
    var reason: String

    var exitCode: ExitCode { .usage }
    var description: String { "\(path): \(reason)" }
  }

  /// Writes it, whole or not at all.
  static func write(_ plan: SignedPlan, to path: String) throws {
    do {
      try Data((try ReportJSON.text(plan) + "\n").utf8).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw Unusable(path: path, reason: "the plan can't be written there: \(String(cString: strerror(errno)))")
    }
  }

  /// Reads it.
  static func read(_ path: String) throws -> SignedPlan {
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw Unusable(path: path, reason: "can't be read; 'herdmon plan --save \(path)' writes it")
    }
    let plan = try? ReportJSON.read(SignedPlan.self, from: String(decoding: bytes, as: UTF8.self))
    guard let plan, plan.schema == SignedPlan.schemaName else {
      throw Unusable(path: path, reason: "is not what 'herdmon plan --save' of this version writes")
    }
    return plan
  }
}

extension SignedPlan {
  /// Refuses a run whose plan is not this one any more.
  /// - Throws: `RunRefusal` with all that has drifted.
  func hold(_ plan: Plan, policy: Policy, inventory: Inventory) throws {
    var drift = drift(to: plan, policy: policy, inventory: inventory)
    guard !drift.isEmpty else { return }
    // The same for all of them.
    for index in drift.indices.dropLast() { drift[index].remedy = "" }
    throw RunRefusal(blockers: drift)
  }
}
