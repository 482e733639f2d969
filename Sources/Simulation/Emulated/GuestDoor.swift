import Cluster

/// What answers inside of guests and at their addresses.
enum GuestDoor {
  static let programs: [(String, @Sendable (Process) -> Void)] = [("perl", perl), ("curl", curl)]

  /// `perl -MIO::Socket::IP -e SCRIPT HOST PORT`: of Perl only connecting is known.
  @Sendable private static func perl(_ process: Process) {
    let words = Array(process.arguments)
    guard words.count == 5, words[0] == "-MIO::Socket::IP", words[1] == "-e", let port = Int(words[4]) else {
      return process.failUsage("perl: this script is not known here")
    }
    connect(to: words[3], port: port, process) { process.fail($0) }
  }

  /// `curl … --url URL`
  @Sendable private static func curl(_ process: Process) {
    let words = Array(process.arguments)
    guard let flag = words.firstIndex(of: "--url"), flag + 1 < words.count else {
      return process.fail("curl: no URL specified!", status: 2)
    }
    let place = words[flag + 1].split(separator: "/").dropFirst().first.map(String.init) ?? ""
    let host = place.split(separator: ":").first.map(String.init) ?? ""
    connect(to: host, port: 80, process) { process.fail("curl: (7) Failed to connect to \(host): \($0)", status: 7) }
  }

  private static func connect(to host: String, port: Int, _ process: Process, refused: @escaping (String) -> Void) {
    process.after(0.05) {
      guard let id = process.cluster.guest(named: host) else { return refused("No route to host") }
      process.cluster.isWell(id) ? process.finish() : refused("Connection refused")
    }
  }

  /// `pct exec ID -- COMMAND…`: a guest that is well says so with the status of every command.
  static func exec(_ arguments: ArraySlice<String>, _ process: Process) {
    guard let id = Int(arguments.first ?? ""), arguments.dropFirst().first == "--", arguments.count > 2 else {
      return process.fail("400 not enough arguments\npct exec <vmid> [<extra-args>]")
    }
    guard process.node.runs(id) else { return process.fail("container '\(id)' not running!") }
    process.after(0.1) { process.finish(process.cluster.isWell(id) ? 0 : 1) }
  }

  /// `qm guest exec ID --timeout N -- COMMAND…`: the command's own status stands in the answer.
  static func guestExec(_ arguments: ArraySlice<String>, _ process: Process) {
    let words = Array(arguments)
    guard words.first == "exec", words.count > 1, let id = Int(words[1]), words.contains("--") else {
      return process.failUsage("ERROR: unknown command 'qm guest \(words.joined(separator: " "))'")
    }
    guard process.node.runs(id) else { return process.fail("VM \(id) is not running") }
    process.after(0.1) {
      process.out("{\n   \"exitcode\" : \(process.cluster.isWell(id) ? 0 : 1),\n   \"exited\" : 1\n}\n")
      process.finish()
    }
  }
}

extension SimulatedCluster {
  /// The guest that answers to a host name or an address of its configuration.
  fileprivate func guest(named host: String) -> Int? {
    files.places.keys.sorted().first { id in
      if name(of: id) == host { return true }
      return files.configuration(id)?.numbered("net").contains { net in
        GuestConfiguration.options(net.value)["ip"]?.split(separator: "/").first.map(String.init) == host
      } ?? false
    }
  }

  /// Whether what runs in a guest does its work.
  fileprivate func isWell(_ id: Int) -> Bool {
    guard let since = runningNode(of: id)?.running[id]?.since else { return false }
    return !hooks.ails(id, secondsUp: now - since)
  }
}
