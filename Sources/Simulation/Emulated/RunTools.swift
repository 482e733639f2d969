/// Programs that run other programs.
enum RunTools {
  static let programs: [(String, @Sendable (Process) -> Void)] = [
    ("sh", shell), ("bash", shell), ("dash", shell), ("timeout", timeout), ("env", env), ("sudo", sudo),
    ("nohup", plain), ("setsid", plain), ("nice", plain), ("ionice", plain), ("sleep", sleep), ("xargs", xargs),
  ]

  private static func launch(
    _ words: ArraySlice<String>, _ process: Process, environment: [String: String]? = nil
  ) {
    process.node.launch(
      Array(words), environment: environment ?? process.environment, streams: process.streams, group: process.group
    ) { process.end($0) }
  }

  @Sendable private static func shell(_ process: Process) {
    var rest = process.arguments
    var endsOnError = false
    var isCommand = false
    while let option = rest.first, option.hasPrefix("-"), option.count > 1, !isCommand {
      rest.removeFirst()
      if option.contains("e"), !option.hasPrefix("--") { endsOnError = true }
      if option.contains("c"), !option.hasPrefix("--") { isCommand = true }
    }
    guard isCommand, let text = rest.popFirst() else {
      return runScript(rest, process)
    }
    let name = rest.popFirst() ?? process.program
    let interpreter = ShellInterpreter(process: process, name: name, positional: Array(rest)) { process.finish($0) }
    interpreter.endsOnError = endsOnError
    interpreter.run(text: text, process.streams)
  }

  /// `sh FILE`, or a script on standard input.
  private static func runScript(_ arguments: ArraySlice<String>, _ process: Process) {
    guard let path = arguments.first, path != "-" else {
      return process.readAll { bytes in
        let interpreter = ShellInterpreter(process: process, name: process.program, positional: []) {
          process.finish($0)
        }
        interpreter.run(text: String(decoding: bytes, as: UTF8.self), process.streams)
      }
    }
    switch process.node.files.read(path) {
    case .failure: process.fail("\(process.program): 0: cannot open \(path): No such file", status: 2)
    case .success(let bytes):
      let interpreter = ShellInterpreter(process: process, name: path, positional: Array(arguments.dropFirst())) {
        process.finish($0)
      }
      interpreter.run(text: String(decoding: bytes, as: UTF8.self), process.streams)
    }
  }

  @Sendable private static func timeout(_ process: Process) {
    var rest = process.arguments
    var killAfter: Double?
    while let option = rest.first, option.hasPrefix("-") {
      rest.removeFirst()
      if option == "-k" { killAfter = rest.popFirst().flatMap(Double.init) }
      if option.hasPrefix("--kill-after=") { killAfter = Double(option.dropFirst(13)) }
    }
    guard let limit = seconds(rest.popFirst()), !rest.isEmpty else {
      return process.fail("timeout: invalid", status: 125)
    }
    let group = ProcessGroup()
    var hasTimedOut = false
    process.onSignal = { signal in
      group.signal(signal)
      return true
    }
    process.after(limit) {
      hasTimedOut = true
      group.signal(.terminate)
      if let killAfter { process.after(killAfter) { group.signal(.kill) } }
    }
    process.node.launch(
      Array(rest), environment: process.environment, streams: process.streams, group: group
    ) { exit in
      if hasTimedOut { return process.finish(exit == .signal("KILL") ? 137 : 124) }
      process.end(exit)
    }
  }

  /// `10`, `1.5`, `2m`.
  static func seconds(_ text: String?) -> Double? {
    guard let text, let last = text.last else { return nil }
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86400]
    if let unit = units[last] { return Double(text.dropLast()).map { $0 * unit } }
    return Double(text)
  }

  @Sendable private static func env(_ process: Process) {
    var rest = process.arguments
    var environment = process.environment
    while let word = rest.first, word == "-i" || word == "-" {
      environment = [:]
      rest.removeFirst()
    }
    while let word = rest.first, let equals = word.firstIndex(of: "=") {
      environment[String(word[..<equals])] = String(word[word.index(after: equals)...])
      rest.removeFirst()
    }
    guard !rest.isEmpty else {
      process.out(environment.keys.sorted().map { "\($0)=\(environment[$0] ?? "")\n" }.joined())
      return process.finish()
    }
    launch(rest, process, environment: environment)
  }

  @Sendable private static func sudo(_ process: Process) {
    var rest = process.arguments
    while let word = rest.first, word.hasPrefix("-") {
      rest.removeFirst()
      if word == "--" { break }
    }
    launch(rest, process)
  }

  /// `nice -n 10 cmd`, `nohup cmd`.
  @Sendable private static func plain(_ process: Process) {
    var rest = process.arguments
    while let word = rest.first, word.hasPrefix("-") {
      rest.removeFirst()
      if word == "-n" || word == "-c" { _ = rest.popFirst() }
    }
    launch(rest, process)
  }

  @Sendable private static func sleep(_ process: Process) {
    let total = process.arguments.compactMap { seconds($0) }.reduce(0, +)
    process.after(total) { process.finish() }
  }

  @Sendable private static func xargs(_ process: Process) {
    let words = process.arguments.filter { !$0.hasPrefix("-") }
    process.readAll { bytes in
      let fields = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace).map(String.init)
      launch((words.isEmpty ? ["echo"] : words)[...] + fields, process)
    }
  }
}
