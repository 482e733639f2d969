/// No two hosts of a cluster may share a name, or an address and port.
enum DuplicateHosts {
  static func problems(in cluster: ClusterConfig) -> [ConfigProblem] {
    var problems: [ConfigProblem] = []
    var names: [String: Int] = [:]
    var doors: [String: Int] = [:]
    for host in cluster.nodes + cluster.backupServers {
      if let line = names.updateValue(host.line, forKey: host.label) {
        problems.append(ConfigProblem(line: host.line, message: "'\(host.label)' is already named in line \(line)"))
      } else if let line = doors.updateValue(host.line, forKey: "\(host.address) \(host.ssh.port)") {
        problems.append(
          ConfigProblem(
            line: host.line,
            message: "\(host.address) port \(host.ssh.port) is already the address of a host in line \(line)"))
      }
    }
    return problems
  }
}
