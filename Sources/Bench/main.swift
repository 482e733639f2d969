import Foundation

// herdmon-bench [--repeats N] [--strict]: measures the herdmon that lies beside it and prints a table with goals.
// herdmon-bench screen [--seconds N] [--strict]: measures what its screen costs, beside btop.
// herdmon-bench plan [--strict]: measures how long planning takes, and how far plans are from the bound.
// With --strict a missed goal is exit 1.

let arguments = CommandLine.arguments.dropFirst()
let isStrict = arguments.contains("--strict")

func number(after flag: String, or usual: Int) -> Int {
  arguments.firstIndex(of: flag).flatMap { arguments[($0 + 1)...].first }.flatMap { Int($0) } ?? usual
}
let repeats = number(after: "--repeats", or: 10)

#if DEBUG
  print("debug build; for numbers that count: swift build -c release && .build/release/herdmon-bench")
#endif
if arguments.contains("plan") {
  let figures = PlanFigures.measured()
  for line in figures.lines { print(line) }
  exit(isStrict && figures.isMissed ? 1 : 0)
}
if arguments.contains("screen") {
  let seconds = number(after: "--seconds", or: 60)
  let herdmon = try ScreenFigures.ofHerdmon(seconds: seconds)
  let hasBtop = FileManager.default.isExecutableFile(atPath: "/usr/bin/btop")
  let table = ScreenTable(herdmon: herdmon, btop: hasBtop ? try ScreenFigures.ofBtop(seconds: seconds) : nil)
  for line in table.lines { print(line) }
  exit(isStrict && table.isMissed ? 1 : 0)
}

var measurements: [Measurement] = []

/// Measures one thing; what can't be measured is said and left out.
@MainActor func measure(_ name: String, goal: Measurement.Goal, _ work: () throws -> [Double]) {
  do {
    measurements.append(Measurement(name: name, seconds: try work(), goal: goal))
  } catch {
    FileHandle.standardError.write(Data("herdmon-bench: \(name): \(error)\n".utf8))
    measurements.append(Measurement(name: name, seconds: [], goal: goal))
  }
}

measure("first frame of --demo", goal: .atMost(0.15)) { try (0..<repeats).map { _ in try FirstFrame.time() } }
measure("--rolling --demo --speed max", goal: .atMost(5)) {
  try (0..<max(1, repeats / 3)).map { _ in try Program.herdmon.time(["--rolling", "--demo", "--speed", "max"]) }
}
do {
  try LabSurvey.withLab { lab in
    measure("status --json, four hosts", goal: .lessThan("the same by four fresh ssh")) {
      try (0..<repeats).map { _ in try lab.byHerdmon() }
    }
    measure("the same by four fresh ssh", goal: .none) { try (0..<repeats).map { _ in try lab.byFreshClients() } }
    measure("the same by four warm ssh", goal: .none) { try lab.byWarmClients(repeats: repeats) }
  }
} catch {
  FileHandle.standardError.write(Data("herdmon-bench: no lab: \(error)\n".utf8))
}

for line in ResultTable(measurements: measurements).lines { print(line) }
let isMissed = measurements.contains { $0.isReached(among: measurements) != true && !$0.goal.isNone }
exit(isStrict && isMissed ? 1 : 0)
