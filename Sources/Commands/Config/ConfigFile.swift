import Cluster
import FoundationEssentials
import Planning

/// A configuration file: read as written, merged section by section, and validated into one value per cluster.
struct ConfigFile: Hashable, Sendable {
  /// Where it lies.
  var path: String
  /// Its clusters in order.
  var clusters: [ClusterConfig]
  /// Directory of journal, history and lock.
  var stateDirectory: String

  /// Reads and validates the file of `place`.
  static func load(at place: ConfigPlace) throws(ConfigError) -> ConfigFile {
    guard FileManager.default.fileExists(atPath: place.configPath) else {
      throw ConfigError.missing(at: place.configPath)
    }
    guard let bytes = FileManager.default.contents(atPath: place.configPath),
      let text = String(bytes: bytes, encoding: .utf8)
    else {
      throw ConfigError(
        path: place.configPath, problems: [ConfigProblem(line: 0, message: "can't be read as UTF-8 text by this user")])
    }
    return try ConfigFile(text, at: place)
  }

  /// Validates the text of a file.
  init(_ text: String, at place: ConfigPlace) throws(ConfigError) {
    path = place.configPath
    clusters = []
    stateDirectory = place.stateDirectory
    let root: ConfigTable
    do {
      root = try ConfigTable(document: text)
    } catch {
      throw ConfigError(path: path, problems: [error])
    }
    var problems: [ConfigProblem] = []
    var shared = ConfigSettings(at: place)
    var screen = ScreenConfig()
    var state = StatePath(path: place.stateDirectory)
    // Sections may stand in any order; what a cluster overrides must be known before the clusters are read.
    for entry in root.entries where entry.key != "cluster" {
      let (key, value) = (entry.key, entry.value)
      if shared.merge(key, value, inside: "", at: place, problems: &problems) { continue }
      switch (key, value.content) {
      case ("screen", .table(let table)):
        table.store(ScreenConfig.keys, in: &screen, section: "[screen]", problems: &problems)
      case ("state_dir", _):
        ConfigTable(line: value.line, entries: [entry])
          .store([.path("state_dir", \.path, at: place)], in: &state, section: "the file", problems: &problems)
      case ("screen", _):
        problems.append(ConfigProblem(line: value.line, message: "screen: must be a section [screen]"))
      default:
        problems.append(.unknownKey(key, line: value.line, section: "the file", known: ConfigFile.keys))
      }
    }
    stateDirectory = state.path
    let context = Context(place: place, shared: shared, screen: screen, stateDirectory: state.path)
    readClusters(root["cluster"], context, problems: &problems)
    guard problems.isEmpty else { throw ConfigError(path: path, problems: problems.sorted()) }
  }

  private static let keys = ["cluster", "screen", "state_dir"] + ConfigSettings.sections

  private struct StatePath { var path: String }

  private struct Context {
    var place: ConfigPlace
    var shared: ConfigSettings
    var screen: ScreenConfig
    var stateDirectory: String
  }

  private mutating func readClusters(_ value: ConfigValue?, _ context: Context, problems: inout [ConfigProblem]) {
    guard let value else {
      problems.append(
        ConfigProblem(line: 0, message: "names no cluster; it needs a section such as [cluster.homelab] with nodes"))
      return
    }
    guard case .table(let table) = value.content else {
      problems.append(ConfigProblem(line: value.line, message: "cluster: must be a section [cluster.NAME]"))
      return
    }
    for entry in table.entries {
      let (name, value) = (entry.key, entry.value)
      guard case .table(let cluster) = value.content else {
        problems.append(
          ConfigProblem(
            line: value.line, message: "'\(name)' must be a section [cluster.\(name)], or stand in [cluster.NAME]"))
        continue
      }
      // The name is also that of a directory.
      if !name.utf8.allSatisfy(ConfigFile.mayStandInName) || !(1...63).contains(name.utf8.count) {
        problems.append(
          ConfigProblem(line: value.line, message: "'\(name)' is no name for a cluster (letters, digits, - and _)"))
      }
      clusters.append(ConfigFile.cluster(name, cluster, context, problems: &problems))
    }
  }

  private static func mayStandInName(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
    default: false
    }
  }

  private static func cluster(
    _ name: String, _ table: ConfigTable, _ context: Context, problems: inout [ConfigProblem]
  ) -> ClusterConfig {
    var settings = context.shared
    let others = table.entries.filter { entry in
      !settings.merge(entry.key, entry.value, inside: "cluster.\(name).", at: context.place, problems: &problems)
    }
    var config = ClusterConfig(
      name: name, nodes: [], backupServers: [], ssh: settings.ssh, policy: settings.policy,
      silencer: settings.silence.commands, screen: context.screen, stateDirectory: context.stateDirectory)
    config.policy.silence = config.silencer == nil ? nil : settings.silence.rules
    for entry in others {
      let (key, value) = (entry.key, entry.value)
      switch key {
      case "nodes":
        config.nodes = HostConfig.list(value, key: key, ssh: settings.ssh, at: context.place, problems: &problems)
      case "backup_servers":
        config.backupServers = HostConfig.list(
          value, key: key, ssh: settings.ssh, at: context.place, problems: &problems)
      case "state_dir":
        var state = StatePath(path: config.stateDirectory)
        ConfigTable(line: value.line, entries: [entry])
          .store([.path(key, \.path, at: context.place)], in: &state, section: "", problems: &problems)
        config.stateDirectory = state.path
      case "guest":
        // Rules of the cluster's own stand before what its sections say of guests in general.
        config.policy.guestRules.insert(contentsOf: GuestRule.list(value, problems: &problems), at: 0)
      case "hook": config.policy.hooks = Hook.list(value, problems: &problems)
      case "controller":
        do {
          config.policy.controller = GuestID(try value.integer(in: 100...999_999_999))
        } catch {
          problems.append(ConfigProblem(line: error.line, message: "controller: \(error.message)"))
        }
      default:
        problems.append(
          .unknownKey(
            key, line: value.line, section: "[cluster.\(name)]",
            known: ["nodes", "backup_servers", "controller", "guest", "hook", "state_dir"] + ConfigSettings.sections))
      }
    }
    problems += DuplicateHosts.problems(in: config)
    if table["nodes"] == nil {
      problems.append(
        ConfigProblem(line: table.line, message: "[cluster.\(name)] has no nodes; give the address of each"))
    } else if config.nodes.isEmpty, case .array(let elements)? = table["nodes"]?.content, elements.isEmpty {
      problems.append(
        ConfigProblem(line: table["nodes"]?.line ?? table.line, message: "nodes: is empty; give the address of each"))
    }
    return config
  }
}
