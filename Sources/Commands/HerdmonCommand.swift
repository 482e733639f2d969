import ArgumentParser

/// `herdmon`: the screen, a rolling run, or one of the commands below it.
struct HerdmonCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "herdmon",
    abstract: "Takes a Proxmox VE herd through migrate, update, reboot and return, one node at a time.",
    discussion: """
      Without a command it opens the full screen on the configured cluster. 'herdmon --demo' does so on a simulated \
      one and needs nothing at all. 'herdmon --rolling' updates and restarts every node without a screen, for cron \
      and systemd timers.

      Exit codes: 0 done or nothing to do; 1 failed, the cluster is whole; 3 configuration invalid; 4 refused by a \
      check beforehand or consent missing, nothing was touched; 5 another run holds the lock; 6 finished, but a guest \
      is not home or not running; 7 stopped, 'herdmon resume' carries on; 8 the cluster needs a human now; 64 usage; \
      130 and 143 ended by a signal, can be resumed.
      """,
    version: "herdmon \(Version.number)",
    subcommands: [
      StatusCommand.self, PlanCommand.self, UpdateCommand.self, RebootCommand.self, DrainCommand.self,
      UndrainCommand.self,
      ResumeCommand.self, RecoverCommand.self, AbortCommand.self,
      AttachCommand.self, RunsCommand.self, ShowCommand.self, ReplayCommand.self, CheckCommand.self, InfoCommand.self,
      SimulateCommand.self, LabCommand.self, SilenceCommand.self,
    ])

  @OptionGroup var options: CommonOptions

  @Flag(help: "Update and restart every node, one after the other, without a screen.")
  var rolling = false

  @Option(
    help: ArgumentHelp(
      "With --rolling: carry out a plan that 'plan --save' wrote, or refuse if it has drifted.", valueName: "file"),
    completion: .file())
  var plan: String?

  func run() async throws {
    if plan != nil, !rolling || options.dryRun {
      throw ValidationError("--plan says how a rolling run goes; give it with --rolling and without --dry-run")
    }
    if plan != nil, options.nodes != nil || options.reboot != nil || options.strategy != nil {
      throw ValidationError(
        "the plan says which nodes, when to restart and where guests are; leave --nodes, --reboot and --strategy out")
    }
    if !rolling, !options.dryRun, options.output == .jsonl {
      throw ValidationError("--output jsonl tells of a run; add --rolling")
    }
    if options.dryRun {
      try await PlanCommand.show(scope: .rolling, options: options, asJSON: options.output == .jsonl).end()
    }
    try await (rolling ? RollingCommand.run(options, signed: plan.map(SignedPlanFile.read)) : TUICommand.run(options))
      .end()
  }
}

/// A command that is over, with a code other than 0.
struct Ended: ExitCoded {
  var exitCode: ExitCode
}

extension ExitCode {
  /// Ends the command with this code.
  func end() throws {
    if self != .ok { throw Ended(exitCode: self) }
  }
}
