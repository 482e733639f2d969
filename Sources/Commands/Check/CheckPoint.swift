/// One thing that `check` looked at.
struct CheckPoint: Hashable, Sendable {
  /// How it stands.
  enum Verdict: String, Sendable {
    /// As it should be.
    case ok
    /// Not looked at, because something before it is wrong or not asked for.
    case skipped
    /// In the way of a run.
    case problem
  }

  var verdict: Verdict
  /// What it is about: a file, a host, the cluster.
  var subject: String
  /// What was found.
  var message: String
  /// What to do about it; empty if nothing.
  var remedy = ""

  static func ok(_ subject: String, _ message: String) -> CheckPoint {
    CheckPoint(verdict: .ok, subject: subject, message: message)
  }

  static func skipped(_ subject: String, _ message: String) -> CheckPoint {
    CheckPoint(verdict: .skipped, subject: subject, message: message)
  }

  static func problem(_ subject: String, _ message: String, _ remedy: String = "") -> CheckPoint {
    CheckPoint(verdict: .problem, subject: subject, message: message, remedy: remedy)
  }

  /// Its line: verdict, subject, message, remedy.
  var line: String {
    let word = verdict == .problem ? "PROBLEM" : verdict.rawValue
    let padding = String(repeating: " ", count: "PROBLEM".count - word.count)
    return "\(word)\(padding)  \(subject): \(message)".printable + (remedy.isEmpty ? "" : "; \(remedy)".printable)
  }
}

extension [CheckPoint] {
  /// The exit code that these points amount to, the configuration itself apart.
  var exitCode: ExitCode { contains { $0.verdict == .problem } ? .refused : .ok }

  /// The last line: how many points there are, and how many problems.
  var summary: String {
    let problems = count { $0.verdict == .problem }
    return problems == 0
      ? "\(Figures.count(count, "point")) checked, all well"
      : "\(Figures.count(count, "point")) checked, \(Figures.count(problems, "problem"))"
  }
}
