import FoundationEssentials
import Glibc

/// Where herdmon looks for its files, decided once from the user and the environment.
struct ConfigPlace: Hashable, Sendable {
  /// Home directory of the user.
  var home: String
  /// The configuration file.
  var configPath: String
  /// Directory of journal, history and lock.
  var stateDirectory: String
  /// Where themes are looked for, the user's before the system's.
  var themeDirectories: [String]

  /// The places of a user: the system's directories for root, those of the XDG specification for everyone else.
  /// - Parameters:
  ///   - config: path given with `--config`.
  ///   - state: path given with `--state-dir`.
  init(
    config: String? = nil, state: String? = nil, isRoot: Bool = geteuid() == 0,
    environment: [String: String] = ProcessInfo.processInfo.environment,
    workingDirectory: String = FileManager.default.currentDirectoryPath
  ) {
    let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? (isRoot ? "/root" : "/")
    // The specification says that relative paths in these variables are to be ignored.
    func directory(_ variable: String, _ fallback: String) -> String {
      environment[variable].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "\(home)/\(fallback)"
    }
    self.home = home
    configPath =
      isRoot ? "/etc/herdmon/herdmon.toml" : directory("XDG_CONFIG_HOME", ".config") + "/herdmon/herdmon.toml"
    stateDirectory = isRoot ? "/var/lib/herdmon" : directory("XDG_STATE_HOME", ".local/state") + "/herdmon"
    let shared = (environment["XDG_DATA_DIRS"] ?? "/usr/local/share:/usr/share").split(separator: ":").map(String.init)
    themeDirectories = ([directory("XDG_DATA_HOME", ".local/share")] + shared.filter { $0.hasPrefix("/") })
      .map { $0 + "/herdmon/themes" }
    if let config { configPath = ConfigPlace.absolute(config, home: home, base: workingDirectory) }
    if let state { stateDirectory = ConfigPlace.absolute(state, home: home, base: workingDirectory) }
  }

  /// A path of the configuration file as an absolute one: `~` is the home directory, a relative path starts at the
  /// file's own directory.
  func absolute(_ path: String) -> String {
    let end = configPath.lastIndex(of: "/") ?? configPath.startIndex
    return ConfigPlace.absolute(path, home: home, base: String(configPath[..<end]))
  }

  private static func absolute(_ path: String, home: String, base: String) -> String {
    if path == "~" { return home }
    if path.hasPrefix("~/") { return home + path.dropFirst() }
    return path.hasPrefix("/") ? path : "\(base)/\(path)"
  }
}
