import ArgumentParser

/// `herdmon resume`
struct ResumeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume", abstract: "Carry an interrupted run on to its end.",
    discussion: """
      Reads the journal of the last run, looks at the cluster as it is, adopts what went on by itself on the nodes and \
      finishes: nothing that was done is done twice. Without the journal, on another machine or with the state \
      directory lost, it goes by what the cluster itself keeps of the run. With nothing to carry on the exit code is 0.
      """)

  @OptionGroup var options: CommonOptions

  @Flag(help: "Say nothing and end with 0 when there is nothing to carry on; for a unit that runs at boot.")
  var ifNeeded = false

  func run() async throws {
    guard !options.readOnly else { throw ReadOnlyRefusal() }
    let access = try await ClusterAccess.open(options)
    guard let session = try await RunSession.takeUp(.finish, access: access, options: options) else {
      if !ifNeeded { StandardOutput.line("herdmon: no run is unfinished") }
      return
    }
    try await HeadlessRun(options: options).carryOut(session).end()
  }
}
