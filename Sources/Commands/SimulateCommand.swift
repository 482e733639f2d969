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
      against the rules of safety; a broken rule is printed with its seed, and --seed in place of --runs replays it \
      and tells the story. With --fault it rehearses that fault on the built-in cluster, or with --from on a copy of \
      your own; what is left out of a fault's place is chosen by the seed, anew in every run. With --from alone \
      nothing goes wrong; with --runs or --seed random faults strike the copy. The exit code is 1 if a rule was broken.
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
    for text in fault where Fault.form(of: text) == nil {
      throw ValidationError("'\(text)' is no fault; faults are \(Fault.forms.joined(separator: ", "))")
    }
  }

  func run() async throws {
    let first = options.seed ?? 1
    if let without, let runs {
      try hunt(Mutant.all.filter { [$0.missing.rawValue, "all"].contains(without) }, in: first..<first + UInt64(runs))
    } else if let runs {
      let rehearsal = try rehearsals(first: first)
      try finish(RehearsalSummary(SimulateCommand.carryOut(rehearsal, seeds: first..<first + UInt64(runs))))
    } else {
      try finish(RehearsalSummary([story(try rehearsals(first: first)(first))]))
    }
  }

  /// The rehearsal of each seed, from the first on.
  func rehearsals(first: UInt64) throws -> @Sendable (UInt64) -> Rehearsal {
    guard !fault.isEmpty || from != nil || options.demo else { return { .random(seed: $0) } }
    let herd = try from.map { Herd(copying: try SavedStatus.read($0).inventory) } ?? SeedHerd.herd
    let policy = try SavedStatus.policy(options)
    for text in fault where Fault(text, in: herd, seed: first) == nil {
      throw ValidationError(
        "'\(text)' can't happen on this cluster; it is written \(Fault.form(of: text) ?? ""), or with less behind it")
    }
    let (texts, isRandom) = (fault, fault.isEmpty && (runs != nil || options.seed != nil))
    return { seed in
      let faults =
        isRandom ? Fault.random(for: herd, seed: seed) : texts.compactMap { Fault($0, in: herd, seed: seed) }
      return Rehearsal(herd: herd, faults: faults, policy: policy, seed: seed)
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
  private func story(_ rehearsal: Rehearsal) -> Rehearsal.Result {
    let headless = HeadlessRun(options: options, zone: .utc)
    if !json {
      let faults = rehearsal.faults.map(\.description)
      StandardOutput.line(
        "seed \(rehearsal.seed); faults: " + (faults.isEmpty ? "none" : faults.joined(separator: ", ")))
    }
    let result = Guard.$removed.withValue(without.flatMap { Guard(rawValue: $0) }) {
      rehearsal.carryOut { if !json { headless.show($0) } }
    }
    if !json, case .blocked(let blockers) = result.refusal { StandardOutput.line("\(RunRefusal(blockers: blockers))") }
    return result
  }

  /// Runs on every processor; results come back in order of their seeds.
  private static func carryOut(
    _ rehearsal: @Sendable (UInt64) -> Rehearsal, seeds: Range<UInt64>
  ) -> [Rehearsal.Result] {
    let results = Mutex<[Rehearsal.Result]>([])
    DispatchQueue.concurrentPerform(iterations: seeds.count) { index in
      let result = rehearsal(seeds.lowerBound + UInt64(index)).carryOut()
      results.withLock { $0.append(result) }
    }
    return results.withLock { $0.sorted { $0.seed < $1.seed } }
  }
}
