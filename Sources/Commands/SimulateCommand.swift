import ArgumentParser
import Cluster
import Dispatch
import FoundationEssentials
import Planning
import Simulation
import Synchronization

/// `herdmon simulate`
struct SimulateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate", abstract: "Rehearse whole runs on simulated clusters, with faults.",
    discussion: """
      With --runs it carries out that many runs on random herds with random faults, and holds what really happened \
      against the rules of safety; a broken rule is printed with its seed, and --seed alone replays it and tells the \
      story. With --fault it rehearses that fault on the built-in cluster, or with --from on a copy of your own; a \
      fault without a place strikes somewhere, by the seed. The exit code is 1 if a rule was broken.
      """)

  @OptionGroup var options: CommonOptions

  @Option(help: ArgumentHelp("Runs to carry out, from --seed on.", valueName: "n"))
  var runs: Int?

  @Option(
    help: ArgumentHelp(
      "A fault to rehearse, with or without its place: \(Fault.forms.joined(separator: ", ")).", valueName: "fault"))
  var fault: [String] = []

  @Option(help: ArgumentHelp("Rehearse on a copy of the cluster of a saved 'status --json'.", valueName: "file"))
  var from: String?

  @Option(
    help: ArgumentHelp(
      "Take a guard of the engine away, or 'all' in turn, and see by which seed that is found out.",
      valueName: "guard", visibility: .hidden))
  var without: String?

  @Flag(help: "Print the result as JSON.")
  var json = false

  func validate() throws {
    if let runs, runs < 1 { throw ValidationError("--runs is a number from 1 on") }
    if let without, without != "all", Guard(rawValue: without) == nil {
      throw ValidationError(
        "'\(without)' is no guard; guards are \(Guard.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    for text in fault where !Fault.isKnown(text) {
      throw ValidationError("'\(text)' is no fault; faults are \(Fault.forms.joined(separator: ", "))")
    }
  }

  func run() async throws {
    let first = options.seed ?? 1
    if let without, let runs {
      try hunt(Mutant.all.filter { [$0.missing.rawValue, "all"].contains(without) }, in: first..<first + UInt64(runs))
    } else if let runs {
      try finish(RehearsalSummary(SimulateCommand.carryOut(seeds: first..<first + UInt64(runs))))
    } else {
      try finish(RehearsalSummary([try story(seed: first)]))
    }
  }

  private func finish(_ summary: RehearsalSummary) throws {
    if json { StandardOutput.line(try ReportJSON.text(summary.report)) } else { StandardOutput.lines(summary.lines) }
    if !summary.violations.isEmpty { try ExitCode.failed.end() }
  }

  /// Each mutant with the first seed whose run shows what it lacks.
  private func hunt(_ mutants: [Mutant], in seeds: Range<UInt64>) throws {
    var areFound = true
    for mutant in mutants {
      let seed = mutant.firstSeed(of: seeds)
      StandardOutput.line(
        "without \(mutant.missing.rawValue): "
          + (seed.map { "\(mutant.keeper) finds out by seed \($0)" } ?? "NOT FOUND OUT by \(mutant.keeper)"))
      areFound = areFound && seed != nil
    }
    if !areFound { try ExitCode.failed.end() }
  }

  /// One run, told line by line.
  private func story(seed: UInt64) throws -> Rehearsal.Result {
    var rehearsal = Rehearsal.random(seed: seed)
    if !fault.isEmpty || from != nil || options.demo {
      let herd = try from.map { Herd(copying: try SavedStatus.read($0).inventory) } ?? SeedHerd.herd
      rehearsal = Rehearsal(
        herd: herd, faults: try fault.map { try placed($0, in: herd, seed: seed) },
        policy: try SavedStatus.policy(options), seed: seed)
    }
    let headless = HeadlessRun(options: options, zone: .utc)
    if !json {
      let faults = rehearsal.faults.map(\.description)
      StandardOutput.line("seed \(seed); faults: " + (faults.isEmpty ? "none" : faults.joined(separator: ", ")))
    }
    return Guard.$removed.withValue(without.flatMap { Guard(rawValue: $0) }) {
      rehearsal.carryOut { if !json { headless.show($0) } }
    }
  }

  private func placed(_ text: String, in herd: Herd, seed: UInt64) throws -> Fault {
    guard let fault = Fault(text, in: herd, seed: seed) else {
      throw ValidationError("'\(text)' can't happen on this cluster: it has no such guest")
    }
    return fault
  }

  /// Runs on every processor; results come back in order of their seeds.
  private static func carryOut(seeds: Range<UInt64>) -> [Rehearsal.Result] {
    let results = Mutex<[Rehearsal.Result]>([])
    DispatchQueue.concurrentPerform(iterations: seeds.count) { index in
      let result = Rehearsal.random(seed: seeds.lowerBound + UInt64(index)).carryOut()
      results.withLock { $0.append(result) }
    }
    return results.withLock { $0.sorted { $0.seed < $1.seed } }
  }
}
