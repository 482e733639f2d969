import Planning

/// What many rehearsals came to.
struct RehearsalSummary {
  /// The shape of `simulate --json`.
  struct Report: Encodable {
    struct Violation: Encodable {
      var seed: UInt64
      var invariant: String
      var message: String
    }

    struct Makespan: Encodable {
      var median: Double
      var p95: Double
    }

    var schema = "herdmon/simulate/1"
    var runs: Int
    var violations: [Violation]
    var outcomes: [String: Int]
    var makespanSeconds: Makespan
    var eventsPerSecond: Double
  }

  var results: [Rehearsal.Result]
  private let started: ContinuousClock.Instant?

  init(_ results: @autoclosure () throws -> [Rehearsal.Result]) rethrows {
    let began = ContinuousClock.now
    self.results = try results()
    started = began
  }

  var violations: [Report.Violation] {
    results.flatMap { result in
      result.violations.map {
        Report.Violation(seed: result.seed, invariant: $0.invariant, message: $0.message)
      }
    }
  }

  var report: Report {
    let spans = results.map(\.makespanSeconds).filter { $0 > 0 }.sorted()
    func part(_ fraction: Double) -> Double {
      spans.isEmpty ? 0 : spans[min(Int(Double(spans.count) * fraction), spans.count - 1)]
    }
    let seconds = started.map { (ContinuousClock.now - $0) / .seconds(1) } ?? 1
    return Report(
      runs: results.count, violations: violations,
      outcomes: results.reduce(into: [:]) { $0[String($1.exitCode), default: 0] += 1 },
      makespanSeconds: Report.Makespan(median: part(0.5), p95: part(0.95)),
      eventsPerSecond: (Double(results.reduce(0) { $0 + $1.events }) / max(seconds, 0.001)).rounded())
  }

  var lines: [String] {
    let report = report
    let outcomes = report.outcomes.sorted { (Int($0.key) ?? 0) < (Int($1.key) ?? 0) }
      .map { "\($0.value) with exit \($0.key)" }
    return violations.map { "VIOLATION seed \($0.seed) \($0.invariant): \($0.message)" } + [
      "\(Phrase.count(report.runs, "run")): \(outcomes.joined(separator: ", ")); "
        + "makespan median \(Phrase.clock(report.makespanSeconds.median)), "
        + "95 % under \(Phrase.clock(report.makespanSeconds.p95)); "
        + (violations.isEmpty ? "no rule of safety was broken" : Phrase.count(violations.count, "violation"))
    ]
  }
}
