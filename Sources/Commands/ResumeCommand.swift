import ArgumentParser

/// `herdmon resume`
struct ResumeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume", abstract: "Carry an interrupted run on to its end.",
    discussion: """
      Reads the journal of the last run, looks at the cluster as it is, adopts what went on by itself on the nodes and \
      finishes: nothing that was done is done twice. Without the journal, on another machine or with the state \
      directory lost, it goes by what the cluster itself keeps of the run. With nothing to carry on the exit code is 0.
      On a node of the cluster, whose own restart interrupts the run, a unit finishes it at boot:
      'herdmon resume --print-unit >/etc/systemd/system/herdmon-resume.service; systemctl enable herdmon-resume'.
      """)

  @OptionGroup var options: CommonOptions

  @Flag(
    help: """
      Say nothing and end with 0 when there is nothing to carry on, and wait some minutes for nodes that do not answer \
      yet; for a unit that runs at boot.
      """)
  var ifNeeded = false

  @Flag(help: "Print a systemd unit that does so at every boot of this machine.")
  var printUnit = false

  func run() async throws {
    if printUnit { return StandardOutput.lines(ResumeUnit(options).lines) }
    guard !options.readOnly else { throw ReadOnlyRefusal() }
    guard let session = try await takeUp() else {
      if !ifNeeded { StandardOutput.line("herdmon: no run is unfinished") }
      return
    }
    try await HeadlessRun(options: options).carryOut(session).end()
  }

  /// At boot the network, and the cluster's file system, may come later than this command.
  private func takeUp() async throws -> RunSession? {
    let end = ContinuousClock.now + .seconds(ifNeeded ? max(options.wait?.count ?? 0, ResumeUnit.patienceSeconds) : 0)
    while true {
      do {
        return try await RunSession.takeUp(.finish, access: ClusterAccess.open(options), options: options)
      } catch  where (error is NoNodeAnswered || error is LeaseImpossible) && ContinuousClock.now < end {
        try await Task.sleep(for: .seconds(ResumeUnit.pauseSeconds))
      }
    }
  }
}
