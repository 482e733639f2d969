import Glibc

/// The directory that holds everything of one lab: keys, settings, logs, the run time files and herdmon's state.
public struct LabDirectory: Hashable, Sendable {
  /// Absolute path.
  public let path: String

  /// A directory by its path; a relative one counts from the current directory.
  public init(path: String) {
    var whole = path.hasPrefix("/") ? path : LabDirectory.current + "/" + path
    while whole.count > 1 && whole.hasSuffix("/") { whole.removeLast() }
    self.path = whole
  }

  /// Where a lab lies unless told otherwise.
  public static func usual(runtimeDirectory: String?, user: uid_t) -> LabDirectory {
    if let runtimeDirectory, runtimeDirectory.hasPrefix("/") {
      return LabDirectory(path: runtimeDirectory + "/herdmon-lab")
    }
    return LabDirectory(path: "/tmp/herdmon-lab-\(user)")
  }

  /// Where a lab lies for this process.
  public static var usual: LabDirectory {
    usual(runtimeDirectory: getenv("XDG_RUNTIME_DIR").map { String(cString: $0) }, user: getuid())
  }

  var lockFile: String { path + "/lab.lock" }
  var logFile: String { path + "/lab.log" }
  var recordFile: String { path + "/lab.json" }
  var clientKey: String { path + "/id_ed25519" }
  var authorizedKeys: String { path + "/authorized_keys" }
  var knownHosts: String { path + "/known_hosts" }
  var stateDirectory: String { path + "/state" }

  /// Settings for the operator's own ssh.
  public var clientSettings: String { path + "/ssh_config" }

  /// The lab's own herdmon.toml.
  public var settingsFile: String { path + "/herdmon.toml" }

  func folder(of host: String) -> String { "\(path)/\(host)" }
  func hostKey(of host: String) -> String { "\(path)/\(host)/ssh_host_ed25519_key" }
  func serverSettings(of host: String) -> String { "\(path)/\(host)/sshd_config" }
  func serverLog(of host: String) -> String { "\(path)/\(host)/sshd.log" }
  func pidFile(of host: String) -> String { "\(path)/\(host)/sshd.pid" }

  /// Makes the directory, or takes one that is there if it is nobody else's.
  /// - Returns: whether it was made now.
  @discardableResult
  func prepare() throws(LabError) -> Bool {
    let isNew = mkdir(path, 0o700) == 0
    if !isNew && errno != EEXIST {
      let reason = String(cString: strerror(errno))
      throw LabError(
        .directoryUnusable, "\(path) can't be made: \(reason)",
        remedy: "name another directory with --dir")
    }
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, status.st_uid == getuid() else {
      throw LabError(
        .directoryUnusable, "\(path) is no directory of yours",
        remedy: "name another directory with --dir")
    }
    // Keys lie here, and a socket that runs commands: what was there before with open rights is closed.
    chmod(path, 0o700)
    return isNew
  }

  private static var current: String {
    guard let buffer = getcwd(nil, 0) else { return "" }
    defer { free(buffer) }
    return String(cString: buffer)
  }
}
