/// Commands that only say something. Long scripts consist of them for the most part, so they are carried out on the
/// spot, without the detour by continuations.
extension ShellCommand {
  /// Notes whether it is one: its words are the shell's own and start no program, its outputs are as they are or
  /// exchanged for one another.
  mutating func noteSaying() {
    guard assignments.isEmpty, let first = words.first?.fixedText, Coreutils.sayings[first] != nil,
      !words.contains(where: \.hasSubstitution), redirects.count <= 1,
      redirects.allSatisfy({ $0.operation == .duplicate && ["1", "2"].contains($0.fixedTarget) })
    else { return }
    onlySays = true
    guard first == "echo", let fixedFields else { return }
    fixedOutput = Array(Coreutils.echoed(fixedFields.dropFirst()).utf8)
  }
}

extension ShellInterpreter {
  /// Carries out a command that only says something.
  /// - Returns: its status; nil when that was the end of the shell.
  func say(_ command: ShellCommand, _ streams: Streams, tested: Bool) -> Int32? {
    guard process.exit == nil else { return nil }
    var (output, errors) = (streams[1], streams[2])
    if let redirect = command.redirects.first {
      let target = redirect.fixedTarget == "1" ? output : errors
      if redirect.descriptor == 1 { output = target } else { errors = target }
    }
    guard let status = say(command, output, errors) else { return nil }
    lastStatus = status
    guard status != 0, endsOnError, !tested else { return status }
    exit(status)
    return nil
  }

  private func say(_ command: ShellCommand, _ output: (any ByteSink)?, _ errors: (any ByteSink)?) -> Int32? {
    if let said = command.fixedOutput { return write(said, output) ? 0 : brokenPipe() }
    let fields = command.fixedFields ?? command.words.flatMap { self.fields(of: $0, [:]) }
    guard let first = fields.first, let saying = Coreutils.sayings[first] else { return 127 }
    return say(saying(fields.dropFirst(), node.files), output, errors)
  }

  /// Writes what was said.
  /// - Returns: its status; nil when that was the end of the shell.
  func say(_ said: Coreutils.Said, _ output: (any ByteSink)?, _ errors: (any ByteSink)?) -> Int32? {
    write(Array(said.output.utf8), output) && write(Array(said.errors.utf8), errors) ? said.status : brokenPipe()
  }

  /// A shell says these words itself, so it is the shell that a broken pipe ends.
  private func brokenPipe() -> Int32? {
    exit(Signal.status(of: .signal(Signal.pipe.name)))
    return nil
  }

  private func write(_ bytes: [UInt8], _ sink: (any ByteSink)?) -> Bool {
    bytes.isEmpty || sink?.write(bytes) != false
  }
}
