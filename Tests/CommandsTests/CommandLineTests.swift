import ArgumentParser
import Cluster
import Planning
import Testing

@testable import Commands

@Suite struct CommandLineTests {
  private static func root(_ arguments: String...) throws -> HerdmonCommand {
    try #require(try HerdmonCommand.parseAsRoot(arguments) as? HerdmonCommand)
  }

  @Test func `nothing at all is the screen on the configured cluster`() throws {
    let command = try Self.root()
    #expect(!command.rolling)
    #expect(!command.options.demo)
    #expect(command.options.output == .text)
  }

  @Test func `every common flag is understood`() throws {
    let command = try Self.root(
      "--rolling", "--config", "/c.toml", "--state-dir", "/s", "--cluster", "home", "--nodes", "pve1,pve2", "--dry-run",
      "--reboot", "needed", "--wait", "30m", "--output", "jsonl", "--yes", "--read-only", "--plain", "--theme", "green",
      "--ascii", "--no-sync", "--verbose", "--seed", "7")
    let options = command.options
    #expect(command.rolling)
    #expect(options.config == "/c.toml")
    #expect(options.stateDir == "/s")
    #expect(options.cluster == "home")
    #expect(options.nodes?.names == [SampleHerd.name("pve1"), SampleHerd.name("pve2")])
    #expect(options.dryRun)
    #expect(options.reboot == .needed)
    #expect(options.wait?.count == 1800)
    #expect(options.output == .jsonl)
    #expect(options.yes)
    #expect(options.readOnly)
    #expect(options.plain)
    #expect(options.theme == "green")
    #expect(options.ascii)
    #expect(options.noSync)
    #expect(options.verbose)
    #expect(options.seed == 7)
    #expect(try Self.root("--quiet").options.quiet)
  }

  @Test(arguments: [("max", DemoSpeed.max), ("60", .times(60)), ("0.5", .times(0.5))])
  func `a demo's speed is a factor or max`(text: String, speed: DemoSpeed) throws {
    #expect(try Self.root("--demo", "--rolling", "--speed", text).options.speed == speed)
  }

  @Test(arguments: [
    ["status", "--config", "/c.toml", "--quiet"], ["--config", "/c.toml", "status", "--quiet"],
    ["--quiet", "status", "--config", "/c.toml"],
  ])
  func `common flags stand before or after the command`(arguments: [String]) throws {
    let command = try #require(try HerdmonCommand.parseAsRoot(arguments) as? StatusCommand)
    #expect(command.options.config == "/c.toml")
    #expect(command.options.quiet)
  }

  @Test func `each command has its own flags`() throws {
    let status = try #require(try HerdmonCommand.parseAsRoot(["status", "--json", "--watch"]) as? StatusCommand)
    #expect(status.json && status.watch)
    let plan = try #require(
      try HerdmonCommand.parseAsRoot(["plan", "--json", "--from", "-", "pve1", "pve2"]) as? PlanCommand)
    #expect(plan.json)
    #expect(plan.from == "-")
    #expect(plan.nodeNames == [SampleHerd.name("pve1"), SampleHerd.name("pve2")])
    let check = try #require(try HerdmonCommand.parseAsRoot(["check", "--offline"]) as? CheckCommand)
    #expect(check.offline)
    #expect(try #require(try HerdmonCommand.parseAsRoot(["check", "--trust"]) as? CheckCommand).trust)
    #expect(try HerdmonCommand.parseAsRoot(["info"]) is InfoCommand)
  }

  @Test(arguments: [
    ["--bogus"], ["bogus"], ["--reboot", "sometimes"], ["--wait", "soon"], ["--nodes", "a,,b"], ["--nodes", "a b"],
    ["--seed", "x"], ["--output", "xml", "--rolling"],
    ["--demo", "--speed", "0"], ["--demo", "--config", "x"], ["--quiet", "--verbose"],
    ["check", "--offline", "--trust"],
    ["plan", "--demo", "--from", "x"], ["plan", "not_a_node"], ["status", "pve1"],
  ])
  func `what is not understood ends with 64`(arguments: [String]) {
    do {
      _ = try HerdmonCommand.parseAsRoot(arguments)
      Issue.record("\(arguments) was understood")
    } catch {
      #expect(Entry.end(with: error, messages: Messages(threshold: .error, isSilent: true)) == 64)
    }
  }

  @Test(arguments: [["--output", "jsonl"], ["--speed", "3"], ["attach", "--demo"], ["--demo", "--output", "jsonl"]])
  func `what contradicts itself ends with 64`(arguments: [String]) async {
    #expect(await Entry.run(arguments) == 64)
  }

  @Test func `a screen starts a run with its own options, consent and an id`() throws {
    let run = RunID(random: 0xABC)
    let words = DetachedRun.words(
      for: .reboot([SampleHerd.name("pve1"), SampleHerd.name("pve2")]), as: run,
      arguments: ["--config", "/c.toml", "--theme", "green", "--reboot", "always"])
    let command = try #require(try HerdmonCommand.parseAsRoot(words) as? RebootCommand)
    #expect(command.nodeNames.map(\.rawValue) == ["pve1", "pve2"])
    #expect(command.options.config == "/c.toml")
    #expect(command.options.reboot == .always)
    #expect(command.options.yes)
    #expect(command.options.runID == run)
    let rolling = try HerdmonCommand.parseAsRoot(DetachedRun.words(for: .rolling, as: run, arguments: []))
    #expect((rolling as? HerdmonCommand)?.rolling == true)
  }

  @Test func `the command line overrides the configuration`() throws {
    let place = ConfigPlace(config: "/c.toml", isRoot: true, environment: ["HOME": "/root"], workingDirectory: "/")
    let config = try ConfigFile(
      "[cluster.c]\nnodes = ['a']\n[policy]\nreboot = 'never'\n[screen]\ntheme = 'green'", at: place
    ).cluster(named: nil)
    #expect(config.overridden(by: try Self.root().options) == config)
    let changed = config.overridden(
      by: try Self.root(
        "--reboot", "always", "--nodes", "pve1", "--theme", "amber", "--ascii", "--read-only", "--state-dir", "/s"
      ).options)
    #expect(changed.policy.reboot == .always)
    #expect(changed.policy.nodes == [SampleHerd.name("pve1")])
    #expect(changed.screen == ScreenConfig(theme: "amber", usesASCII: true, isReadOnly: true))
    #expect(changed.stateDirectory == "/s")
  }

  @Test func `a mistyped command is named`() {
    #expect(
      Entry.usageMessage("Error: Unexpected argument 'stauts'\nUsage: herdmon")
        == "there is no command 'stauts'; did you mean 'status'?\nUsage: herdmon")
    #expect(Entry.usageMessage("Error: Unexpected argument 'x'\nUsage: h") == "Unexpected argument 'x'\nUsage: h")
    #expect(Entry.usageMessage("Error: Other") == "Other")
  }
}
