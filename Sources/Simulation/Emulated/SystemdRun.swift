/// `systemd-run`: transient services.
/// - Source: facts/pve.md 1.3.
enum SystemdRun {
  private struct Order {
    var unit: String?
    var isQuiet = false
    var properties: [String: String] = [:]
    var environment: [String: String] = [:]
    var words: [String] = []
  }

  @Sendable static func run(_ process: Process) {
    guard let order = parse(process.arguments) else {
      return process.failUsage("systemd-run: unrecognized option, see 'systemd-run --help'")
    }
    let node = process.node
    let name = order.unit.map(Systemctl.plainName) ?? "run-r\(node.cluster.random.hex(32))"
    guard let program = order.words.first else { return process.fail("Command line to execute required.", status: 1) }
    if node.phase == .stopping {
      return process.fail("Failed to start transient service unit: \(node.destructive(name + ".service"))", status: 1)
    }
    if node.units[name] != nil {
      return process.fail(
        "Failed to start transient service unit: Unit \(name).service was already loaded or has a fragment file.",
        status: 1)
    }
    guard Programs.find(program, on: node) != nil else {
      node.cluster.recordRefused(order.words.joined(separator: " "))
      return process.fail("Failed to find executable \(program): No such file or directory", status: 1)
    }
    var streams = Streams(output: Discard(), errors: Discard())
    for (index, key) in [(1, "StandardOutput"), (2, "StandardError")] {
      guard let value = order.properties[key] else { continue }
      guard let sink = sink(value, node) else { continue }
      streams[index] = sink
    }
    recordRun(of: name, in: node.cluster)
    let unit = TransientUnit(name: name)
    if !order.isQuiet { process.err("Running as unit: \(name).service\n") }
    let base = ["PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin", "LANG": "C.UTF-8"]
    unit.start(
      order.words, environment: base.merging(order.environment) { $1 }, streams: streams, on: node)
    process.finish()
  }

  /// Jobs of herdmon carry their run in their name.
  private static func recordRun(of unit: String, in cluster: SimulatedCluster) {
    func run(_ name: String) -> Substring? {
      name.hasPrefix("herdmon-") ? name.dropFirst(8).prefix { $0 != "-" } : nil
    }
    guard let mine = run(unit) else { return }
    let others = Set(cluster.members.flatMap { $0.units.keys }.compactMap(run)).subtracting([mine])
    if let other = others.min() { cluster.ledger.deeds.runsAtOnce.append("\(mine) while \(other) was under way") }
  }

  private static func sink(_ value: String, _ node: SimulatedNode) -> (any ByteSink)? {
    let parts = value.split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2, ["append", "file", "truncate"].contains(parts[0]) else { return nil }
    let sink = FileSink(node.files, parts[1])
    return sink.open(append: parts[0] != "truncate") == nil ? sink : nil
  }

  private static func parse(_ arguments: ArraySlice<String>) -> Order? {
    var order = Order()
    var rest = arguments
    func property(_ text: String) {
      let pair = text.split(separator: "=", maxSplits: 1).map(String.init)
      if pair.count == 2 { order.properties[pair[0]] = pair[1] }
    }
    while let word = rest.first, word.hasPrefix("-") {
      rest.removeFirst()
      if word == "--" { break }
      switch word {
      case "--collect", "-G", "--no-ask-password", "--no-block": break
      case "--quiet", "-q": order.isQuiet = true
      case "-p", "--property": property(rest.popFirst() ?? "")
      case "-u", "--unit": order.unit = rest.popFirst()
      case "-E", "--setenv": environment(rest.popFirst() ?? "", &order)
      case _ where word.hasPrefix("--unit="): order.unit = String(word.dropFirst(7))
      case _ where word.hasPrefix("--property="): property(String(word.dropFirst(11)))
      case _ where word.hasPrefix("--setenv="): environment(String(word.dropFirst(9)), &order)
      case _ where word.hasPrefix("--description="): break
      default: return nil
      }
    }
    order.words = Array(rest)
    return order
  }

  private static func environment(_ text: String, _ order: inout Order) {
    let pair = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    if pair.count == 2 { order.environment[pair[0]] = pair[1] }
  }
}
