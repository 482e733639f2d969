import ArgumentParser
import Planning

/// `herdmon recover`
struct RecoverCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recover", abstract: "Bring guests home after a lost run, and clear what it left.",
    discussion: """
      Works from the journal of the last run, or from what the cluster itself keeps of it, so also on another machine. \
      Jobs that go on by themselves on the nodes come to their end first. Locks, record and flags of the run are taken \
      away; nothing of anyone else's is touched. With nothing to recover the exit code is 0.
      """)

  @OptionGroup var options: CommonOptions

  @Flag(exclusivity: .exclusive, help: "What becomes of the run.")
  var goal: TakeUp.Goal = .abandon

  func run() async throws {
    guard !options.readOnly else { throw ReadOnlyRefusal() }
    let access = try await ClusterAccess.open(options)
    guard let session = try await RunSession.takeUp(goal, access: access, options: options) else {
      if !options.quiet { StandardOutput.line("herdmon: nothing to recover") }
      return
    }
    try await HeadlessRun(options: options).carryOut(session).end()
  }
}

extension TakeUp.Goal: EnumerableFlag {
  /// The words of the command line.
  public static func name(for value: TakeUp.Goal) -> NameSpecification {
    switch value {
    case .finish: .customLong("finish")
    case .abandon: .customLong("abandon")
    case .acceptCurrent: .customLong("accept-current")
    }
  }

  /// What each does.
  public static func help(for value: TakeUp.Goal) -> ArgumentHelp? {
    switch value {
    case .finish: "Carry it on to its end, the remaining nodes too; the same as 'resume'."
    case .abandon: "Bring its guests home and work on no further node (default)."
    case .acceptCurrent: "Leave guests where they are, and only clear what it left."
    }
  }
}
