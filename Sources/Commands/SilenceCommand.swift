import ArgumentParser
import Cluster
import Orchestration
import Planning

/// `herdmon silence`: monitoring told by hand.
struct SilenceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "silence", abstract: "Tell monitoring to keep quiet, and to watch again.",
    discussion: """
      By the commands of [silence] in the configuration. What a run begins it ends itself; this is for work by hand, \
      and for what a lost run has left.
      """,
    subcommands: [Show.self, On.self, Off.self])

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List silences that were begun and not ended.")

    @OptionGroup var options: CommonOptions

    func run() async throws {
      let desk = try await SilenceDesk(options)
      let (byHand, left) = (try desk.file.silences, try await desk.left())
      if byHand.isEmpty, left.isEmpty, !options.quiet { StandardOutput.line("herdmon: no silence") }
      StandardOutput.lines(
        byHand.map { desk.line(of: $0, "by hand") } + left.map { desk.line(of: $0, "by run \($0.run)") })
    }
  }

  struct On: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Have monitoring keep quiet about nodes and the guests that run there.")

    @OptionGroup var options: CommonOptions
    @Argument(help: ArgumentHelp("Nodes.", valueName: "node")) var nodeNames: [NodeName]
    @Option(name: .customLong("for"), help: ArgumentHelp("How long.", valueName: "duration")) var length: Seconds?

    func run() async throws {
      guard !options.readOnly else { throw ReadOnlyRefusal() }
      let desk = try await SilenceDesk(options)
      let inventory = try await desk.access.takeInventory(Messages(options))
      let seconds = length?.count ?? 3600
      let run = RunID(random: UInt64.random(in: 0...UInt64.max))
      if let stranger = nodeNames.first(where: { inventory.node($0) == nil }) {
        throw ValidationError("\(stranger) is no node of \(inventory.clusterName)")
      }
      for node in nodeNames {
        let guests = inventory.guests(on: node).filter { $0.status == .running }.map { NamedGuest($0) }
        let silence = Silence(
          run: run, node: node, guests: guests, until: desk.access.clock.now() + seconds, seconds: seconds)
        // Known before it is set: whatever happens, someone can end it.
        try desk.file.keep(silence)
        try await desk.tell(.start, silence)
        StandardOutput.line(desk.line(of: silence, "by hand"))
      }
    }
  }

  struct Off: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Have monitoring watch again.",
      discussion: "Without a silence's name: everything that was begun by hand.")

    @OptionGroup var options: CommonOptions
    @Argument(help: "Silences, as 'show' names them.") var names: [String] = []

    func run() async throws {
      guard !options.readOnly else { throw ReadOnlyRefusal() }
      let desk = try await SilenceDesk(options)
      let known = names.isEmpty ? try desk.file.silences : try desk.file.silences + (await desk.left())
      for name in names where !known.contains(where: { $0.id == name }) {
        throw ValidationError("no silence \(name) is known; 'herdmon silence show' lists them")
      }
      for silence in known where names.isEmpty || names.contains(silence.id) {
        try await desk.tell(.end, silence)
        try desk.file.forget(silence.id)
        if !options.quiet { StandardOutput.line("\(silence.id)  ended") }
      }
    }
  }
}

/// What the commands for silences share.
struct SilenceDesk {
  let access: ClusterAccess
  let file: SilenceFile

  /// Nothing is configured that could be told.
  struct NoSilencer: ExitCoded, CustomStringConvertible {
    var exitCode: ExitCode { .configurationInvalid }
    var description: String { "the configuration has no [silence] with start and end, so nobody can be told" }
  }

  /// Monitoring did not listen.
  struct Refused: ExitCoded, CustomStringConvertible {
    var silence: Silence
    var reason: String

    var exitCode: ExitCode { .failed }
    var description: String { "\(silence.id): monitoring was not told: \(reason)" }
  }

  init(_ options: CommonOptions) async throws {
    access = try await ClusterAccess.open(options)
    guard let state = access.state, access.silencer != nil else { throw NoSilencer() }
    try state.prepare()
    file = SilenceFile(in: state)
  }

  /// What an unfinished run has begun and not ended, by its journal or by the cluster's record.
  func left() async throws -> [Silence] {
    (try await access.remains()?.record.silences) ?? []
  }

  func tell(_ verb: Silence.Verb, _ silence: Silence) async throws {
    do throws(SilenceTrouble) {
      try await access.silencer?.tell(
        verb, silence, limitSeconds: access.policy.silence?.limitSeconds ?? SilenceRules().limitSeconds)
    } catch {
      throw Refused(silence: silence, reason: error.description)
    }
  }

  func line(of silence: Silence, _ origin: String) -> String {
    "\(silence.id)  \(Phrase.count(silence.guests.count, "guest"))  until \(WallClock.time(silence.until))  \(origin)"
  }
}
