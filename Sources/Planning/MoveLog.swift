/// What the log of one migration says, for people and for the decision whether to try again.
/// (Used by MoveBatch as `MoveLog(output:errors:).reason`, `.outageSeconds`, `MoveLog.isLock`, `MoveLog.lockWord`.)
public struct MoveLog: Hashable, Sendable {
  /// Why it failed, in the tool's own words; the last error line.
  public var reason: String
  /// Seconds out of service as far as the log tells.
  public var outageSeconds: Double?

  /// Reads standard output and error output.
  public init(output: [String], errors: [String]) {
    reason = errors.last { !$0.isEmpty } ?? output.last ?? "no reason given"
    outageSeconds = nil
  }

  /// Whether a reason is someone else's lock.
  public static func isLock(_ reason: String) -> Bool { reason.contains("is locked (") }

  /// The word of a lock in a reason.
  public static func lockWord(_ reason: String) -> String {
    guard let open = reason.firstIndex(of: "("), let close = reason.lastIndex(of: ")"), open < close else { return "locked" }
    return String(reason[reason.index(after: open)..<close])
  }
}
