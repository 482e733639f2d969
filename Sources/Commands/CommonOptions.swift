import ArgumentParser
import Cluster
import Planning

/// The flags that every command understands.
struct CommonOptions: ParsableArguments, Sendable {
  @Option(help: ArgumentHelp("Configuration file.", valueName: "path"), completion: .file(extensions: ["toml"]))
  var config: String?

  @Option(help: ArgumentHelp("Directory of journal, history and lock.", valueName: "path"), completion: .directory)
  var stateDir: String?

  @Option(help: ArgumentHelp("Cluster to work on, where the configuration has several.", valueName: "name"))
  var cluster: String?

  @Option(help: ArgumentHelp("Nodes to work on, such as pve1,pve2; all others are left alone.", valueName: "a,b"))
  var nodes: NodeList?

  @Flag(help: "Only show what would be done; the same as 'plan'.")
  var dryRun = false

  @Option(help: ArgumentHelp("When a node is restarted.", valueName: "when"))
  var reboot: Policy.Reboot?

  @Option(help: ArgumentHelp("How long to wait for the lock and the window, such as 30m.", valueName: "duration"))
  var wait: Seconds?

  @Option(help: ArgumentHelp("Begin no node that can't be finished within this time.", valueName: "duration"))
  var deadline: Seconds?

  @Option(
    help: ArgumentHelp(
      "When nodes may have their turn, such as 'Sun 02:00-06:00'; always for any time.", valueName: "window"))
  var window: WindowChoice?

  @Option(help: ArgumentHelp("Where guests are at the end of a rolling run.", valueName: "strategy"))
  var strategy: Strategy?

  @Option(help: "How a run tells what happens.")
  var output: OutputFormat = .text

  @Flag(help: "Consent to what a dialog would ask.")
  var yes = false

  @Flag(help: "Watch only: nothing can be started or steered.")
  var readOnly = false

  @Flag(help: "The screen's commands and questions line by line; without a terminal, the status as text.")
  var plain = false

  @Option(help: ArgumentHelp("Theme of the screen.", valueName: "name"))
  var theme: String?

  @Flag(help: "Only ASCII characters.")
  var ascii = false

  @Flag(help: "Don't use the terminal's synchronized updates.")
  var noSync = false

  @Flag(help: "Only say what went wrong.")
  var quiet = false

  @Flag(help: "Say more.")
  var verbose = false

  @Option(help: ArgumentHelp("What chance is made of, for a demo or a rehearsal.", valueName: "number"))
  var seed: UInt64?

  @Flag(help: "Work on a built-in simulated cluster: no configuration, no network, no root.")
  var demo = false

  @Option(help: ArgumentHelp("How fast a demo's time runs: a factor, or max for virtual time.", valueName: "n|max"))
  var speed: DemoSpeed?

  /// The id that the run is to have, for whoever starts it in a process of its own and looks for it then.
  @Option(help: .hidden)
  var runID: RunID?

  /// Where files lie, as the options, the user and the environment say.
  var place: ConfigPlace { ConfigPlace(config: config, state: stateDir) }

  func validate() throws {
    if quiet, verbose { throw ValidationError("--quiet and --verbose contradict each other") }
    if demo, config != nil || cluster != nil {
      throw ValidationError("--demo is a cluster of its own; --config and --cluster don't go with it")
    }
  }
}

/// Names of nodes, separated by commas.
struct NodeList: ExpressibleByArgument, Hashable, Sendable {
  var names: [NodeName]

  init(names: [NodeName]) { self.names = names }

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    names = parts.compactMap { NodeName($0) }
    if names.count != parts.count { return nil }
  }
}

/// A maintenance window on the command line.
enum WindowChoice: ExpressibleByArgument, Hashable, Sendable {
  /// Any time.
  case always
  /// Only then.
  case only(Window)

  init?(argument: String) {
    if argument == "always" {
      self = .always
    } else if let window = Window(argument) {
      self = .only(window)
    } else {
      return nil
    }
  }

  var window: Window? {
    if case .only(let window) = self { window } else { nil }
  }
}

/// A duration on the command line, in seconds.
struct Seconds: ExpressibleByArgument, Hashable, Sendable {
  var count: Double

  init?(argument: String) {
    guard let seconds = DurationText.seconds(argument) else { return nil }
    count = seconds
  }
}

/// How a run tells what happens.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
  /// Lines for people.
  case text
  /// One JSON object a line.
  case jsonl
}

/// How fast the time of a simulated cluster runs.
enum DemoSpeed: ExpressibleByArgument, Hashable, Sendable {
  /// So many simulated seconds in a real one.
  case times(Double)
  /// On virtual time, as fast as the machine computes.
  case max

  init?(argument: String) {
    if argument == "max" {
      self = .max
    } else if let factor = Double(argument), factor > 0, factor <= 100_000 {
      self = .times(factor)
    } else {
      return nil
    }
  }
}

extension Policy.Reboot: ExpressibleByArgument {}

extension Strategy: ExpressibleByArgument {}

extension RunID: ExpressibleByArgument {
  /// A run's id on the command line.
  public init?(argument: String) { self.init(argument) }
}

extension NodeName: ExpressibleByArgument {
  /// A node's name on the command line.
  public init?(argument: String) { self.init(argument) }
}

extension ClusterConfig {
  /// The configuration with what the command line says over it.
  func overridden(by options: CommonOptions) -> ClusterConfig {
    var config = self
    config.policy.follow(options)
    if let theme = options.theme { config.screen.theme = theme }
    if options.noSync { config.screen.synchronises = false }
    if options.ascii { config.screen.usesASCII = true }
    if options.readOnly { config.screen.isReadOnly = true }
    if options.stateDir != nil { config.stateDirectory = options.place.stateDirectory }
    return config
  }
}

extension Policy {
  /// Takes over what the command line says of it.
  mutating func follow(_ options: CommonOptions) {
    if let reboot = options.reboot { self.reboot = reboot }
    if let strategy = options.strategy { self.strategy = strategy }
    if let nodes = options.nodes { self.nodes = nodes.names }
    if let choice = options.window { window = choice.window }
  }
}
