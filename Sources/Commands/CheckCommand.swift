import ArgumentParser
import Remote

/// `herdmon check`
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Validate the configuration, keys, connections, rights and versions.",
    discussion: """
      Prints one line for each point, and for each problem what to do about it. The exit code is 3 if the \
      configuration is invalid, 4 if anything else is in the way of a run.
      """)

  @OptionGroup var options: CommonOptions

  @Flag(help: "Look at files only; connect to nothing.")
  var offline = false

  @Flag(help: "Accept the key of every host that is not known yet.")
  var trust = false

  func validate() throws {
    if offline, trust { throw ValidationError("--trust has to connect, which --offline forbids") }
  }

  func run() async throws {
    if options.demo {
      let inventory = try await ClusterAccess.open(options).takeInventory(Messages(options))
      StandardOutput.line(CheckPoint.ok(inventory.clusterName, "the simulated cluster answers").line)
      return
    }
    let file = try ConfigFile.load(at: options.place)
    let clusters =
      options.cluster == nil ? file.clusters : [try file.cluster(named: options.cluster)]
    var points = show([.ok(file.path, "valid, \(Figures.count(file.clusters.count, "cluster"))")])
    let states = clusters.map { $0.overridden(by: options).stateDirectory }.uniqued
    points += show(states.map { StateDirectoryCheck.point($0) })
    points += show(KeyFileCheck.points(clusters.flatMap { $0.hosts.flatMap(\.ssh.identityFiles) }.uniqued))
    points += show(CommandCheck.points(clusters.flatMap(\.commands)))
    for cluster in clusters {
      let config = cluster.overridden(by: options)
      if offline {
        points += show(config.hosts.map { .skipped($0.label, "not asked, because of --offline") })
      } else {
        points += await connect(config)
      }
    }
    StandardOutput.line(points.summary)
    try points.exitCode.end()
  }

  /// Asks every host of a cluster, and then all of them what they are.
  private func connect(_ config: ClusterConfig) async -> [CheckPoint] {
    let shell = config.shell
    var check = HostCheck(shell: shell)
    if trust {
      let file = config.knownHostsFiles.accepted
      check.trust = { (host) async throws(NodeError) -> String in
        try await shell.trust(host)
        return "kept in \(file)"
      }
    }
    let hosts = config.hosts
    let answers = await withTaskGroup(of: (Int, [CheckPoint]).self) { [check] group in
      for (index, host) in hosts.enumerated() { group.addTask { (index, await check.points(host)) } }
      var answers: [Int: [CheckPoint]] = [:]
      for await (index, points) in group { answers[index] = points }
      return answers
    }
    var points = show(hosts.indices.flatMap { answers[$0] ?? [] })
    let refused = Set(points.filter { $0.verdict == .problem }.map(\.subject))
    var access = ClusterAccess(config)
    access.shell = shell
    let survey = await access.survey()
    points += show(
      survey.troubles.filter { !refused.contains($0.host) }.map {
        .problem($0.host, "\($0.error.tried): \($0.error.answered)", $0.error.remedy)
      })
    guard survey.inventory.nodes.contains(where: \.isOnline) else {
      return points + show([.skipped(config.name, "nothing known of the cluster, because no node tells")])
    }
    // A host that did not answer has its line by now.
    let told = Set(survey.troubles.map(\.error.description))
    var config = config
    config.policy = access.policy(for: survey.inventory)
    let found = ClusterCheck.points(survey.inventory, hosts: survey.hosts, config: config).filter {
      !told.contains($0.message) && !told.contains("\($0.subject): \($0.message)")
    }
    return points + show(found)
  }

  private func show(_ points: [CheckPoint]) -> [CheckPoint] {
    let shown = options.quiet ? points.filter { $0.verdict == .problem } : points
    StandardOutput.lines(shown.map(\.line))
    return points
  }
}
