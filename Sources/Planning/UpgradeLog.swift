/// What the log of an upgrade says. (Used as `UpgradeLog.reason(output:errors:)`.)
public enum UpgradeLog {
  /// Why it failed, in apt's own words.
  public static func reason(output: [String], errors: [String]) -> String {
    (errors + output).first { $0.hasPrefix("E: ") } ?? errors.last ?? output.last ?? "no reason given"
  }
}
