/// Commands that the shell carries out itself because they change the shell.
enum ShellBuiltins {
  static let names: Set<String> = [
    ":", "exit", "return", "break", "continue", "export", "unset", "set", "shift", "umask", "trap", "wait", "cd",
    "ulimit", "exec", "eval", "read", "command",
  ]

  /// - Returns: false when `name` is none of them.
  static func run(
    _ name: String, _ arguments: [String], _ assigned: [(String, String)], _ shell: ShellInterpreter,
    _ streams: Streams, _ done: @escaping ShellInterpreter.Done
  ) -> Bool {
    switch name {
    case ":": done(0)
    case "exit": shell.exit(Int32(arguments.first ?? "") ?? shell.lastStatus)
    case "return": shell.returnFromFunction(Int32(arguments.first ?? "") ?? shell.lastStatus)
    case "break": if !shell.leaveLoop() { done(0) }
    case "continue": if !shell.continueLoop() { done(0) }
    case "export": done(export(arguments, shell))
    case "unset":
      for name in arguments {
        shell.variables[name] = nil
        shell.exported.remove(name)
      }
      done(0)
    case "set":
      done(set(arguments, shell))
    case "shift":
      let count = Int(arguments.first ?? "1") ?? 1
      shell.positional.removeFirst(min(count, shell.positional.count))
      done(0)
    case "umask", "trap", "wait", "cd", "ulimit": done(0)
    case "exec":
      guard let first = arguments.first else {
        done(0)
        return true
      }
      shell.node.launch(
        [first] + arguments.dropFirst(), environment: shell.environment, streams: streams, group: shell.process.group
      ) { shell.exit(Signal.status(of: $0)) }
    case "eval":
      do {
        let program = try shell.process.cluster.programs.program(arguments.joined(separator: " "))
        shell.run(program, streams, tested: false, done)
      } catch { done(2) }
    case "read": read(arguments, shell, streams, done)
    case "command": return command(arguments, shell, streams, done)
    default: return false
    }
    return true
  }

  private static func export(_ arguments: [String], _ shell: ShellInterpreter) -> Int32 {
    for argument in arguments {
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      shell.exported.insert(String(parts[0]))
      if parts.count == 2 { shell.variables[String(parts[0])] = String(parts[1]) }
    }
    return 0
  }

  private static func set(_ arguments: [String], _ shell: ShellInterpreter) -> Int32 {
    var rest = arguments[...]
    while let option = rest.first, option.hasPrefix("-") || option.hasPrefix("+") {
      rest.removeFirst()
      if option == "--" {
        shell.positional = Array(rest)
        return 0
      }
      if option.contains("e") { shell.endsOnError = option.hasPrefix("-") }
    }
    if !rest.isEmpty { shell.positional = Array(rest) }
    return 0
  }

  private static func read(
    _ arguments: [String], _ shell: ShellInterpreter, _ streams: Streams, _ done: @escaping ShellInterpreter.Done
  ) {
    let names = arguments.filter { !$0.hasPrefix("-") }
    func take(_ bytes: [UInt8], isLast: Bool) {
      let text = String(decoding: bytes, as: UTF8.self)
      var fields = text.split(maxSplits: max(names.count - 1, 0), omittingEmptySubsequences: true) {
        $0 == " " || $0 == "\t"
      }
      for name in names {
        let field = fields.isEmpty ? "" : String(fields.removeFirst())
        shell.variables[name] = String(field.drop { $0 == " " })
      }
      done(isLast && bytes.isEmpty ? 1 : 0)
    }
    var line: [UInt8] = []
    func next() {
      streams.input.read { bytes in
        guard let bytes else { return take(line, isLast: true) }
        guard let end = bytes.firstIndex(of: 0x0A) else {
          line += bytes
          return next()
        }
        streams.input.putBack(Array(bytes[(end + 1)...]))
        take(line + bytes[..<end], isLast: false)
      }
    }
    next()
  }

  /// `command -v NAME` and `command NAME …`.
  private static func command(
    _ arguments: [String], _ shell: ShellInterpreter, _ streams: Streams, _ done: @escaping ShellInterpreter.Done
  ) -> Bool {
    if arguments.first == "-v", arguments.count == 2 {
      guard let path = Programs.path(of: arguments[1], on: shell.node) else {
        done(127)
        return true
      }
      _ = streams[1]?.write(Array((path + "\n").utf8))
      done(0)
      return true
    }
    guard !arguments.isEmpty else {
      done(0)
      return true
    }
    if run(arguments[0], Array(arguments.dropFirst()), [], shell, streams, done) { return true }
    shell.node.launch(
      arguments, environment: shell.environment, streams: streams, group: shell.process.group
    ) { done(Signal.status(of: $0)) }
    return true
  }
}
