import ArgumentParser
import FoundationEssentials
import Glibc
import Orchestration

/// `herdmon info`
struct InfoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "Print versions and every path that is used.",
    discussion: "An invalid configuration is named, and the code is 3; the paths are printed all the same.")

  @OptionGroup var options: CommonOptions

  func run() async throws {
    let place = options.place
    var table = TextTable(("", .left), ("", .left), ("", .left))
    table.add("version", "herdmon \(Version.number)")
    table.add("user", "uid \(geteuid())" + (geteuid() == 0 ? ", root" : ""))
    InfoCommand.add("configuration", place.configPath, to: &table)
    for path in place.themeDirectories { InfoCommand.add("themes", path, to: &table) }
    guard !options.demo else {
      table.add("demo", "a simulated cluster; nothing of the above is read")
      return StandardOutput.lines(table.lines())
    }
    do {
      let file = try ConfigFile.load(at: place)
      table.add("clusters", file.clusters.map(\.name).joined(separator: ", "))
      InfoCommand.add("state", options.stateDir == nil ? file.stateDirectory : place.stateDirectory, to: &table)
      for cluster in file.clusters where options.cluster == nil || options.cluster == cluster.name {
        InfoCommand.add(cluster.overridden(by: options), to: &table)
      }
      StandardOutput.lines(table.lines())
    } catch {
      InfoCommand.add("state", place.stateDirectory, to: &table)
      StandardOutput.lines(table.lines())
      throw error
    }
  }

  private static func add(_ cluster: ClusterConfig, to table: inout TextTable) {
    for host in cluster.hosts {
      table.add(cluster.name, "\(host.label)  \(host.ssh.user)@\(host.address) port \(host.ssh.port)")
    }
    let state = StateDirectory(root: cluster.stateDirectory, cluster: cluster.name)
    add("lock", state.lockPath, to: &table)
    add("journals", state.runsPath, to: &table)
    for path in cluster.ssh.knownHosts { add("known hosts", path, to: &table) }
    let keys = cluster.hosts.flatMap(\.ssh.identityFiles).uniqued
    for path in keys { add("key", path, to: &table) }
    if keys.isEmpty { table.add("key", "the usual ones of ~/.ssh") }
    if cluster.ssh.usesAgent {
      table.add("agent", ProcessInfo.processInfo.environment["SSH_AUTH_SOCK"] ?? "none (SSH_AUTH_SOCK is not set)")
    }
  }

  private static func add(_ name: String, _ path: String, to table: inout TextTable) {
    table.add(name, path, FileFacts(path: path).exists ? "" : "(not there)")
  }
}

extension [String] {
  /// Each text once, in order.
  var uniqued: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
