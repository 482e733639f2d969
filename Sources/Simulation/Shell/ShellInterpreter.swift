import Remote

/// Runs parsed shell programs. Everything is passed on by continuation, because a program may last: nothing here
/// blocks, and virtual time goes on between two steps.
final class ShellInterpreter {
  typealias Done = (Int32) -> Void

  let process: Process
  var variables: [String: String] { didSet { keptEnvironment = nil } }
  var exported: Set<String> { didSet { keptEnvironment = nil } }
  private var keptEnvironment: [String: String]?
  var positional: [String]
  let name: String
  var lastStatus: Int32 = 0
  var functions: [String: ShellNode] = [:]
  var endsOnError = false
  private var onExit: Done
  private var returns: [Done] = []
  private var loops: [Loop] = []

  /// A loop under way: what `continue` and `break` do in it.
  private final class Loop {
    var next: () -> Void = {}
    var leave: () -> Void = {}
  }

  init(process: Process, name: String, positional: [String], onExit: @escaping Done) {
    self.process = process
    self.name = name
    self.positional = positional
    self.onExit = onExit
    variables = process.environment
    exported = Set(process.environment.keys)
    keptEnvironment = process.environment
  }

  /// A copy of `outer` for `( … )`, `$(…)` and pipes: what changes in it does not reach the outer shell.
  init(subshellOf outer: ShellInterpreter, onExit: @escaping Done) {
    process = outer.process
    name = outer.name
    positional = outer.positional
    variables = outer.variables
    exported = outer.exported
    keptEnvironment = outer.keptEnvironment
    functions = outer.functions
    lastStatus = outer.lastStatus
    endsOnError = outer.endsOnError
    self.onExit = onExit
  }

  var node: SimulatedNode { process.node }

  /// Environment for programs that it starts.
  var environment: [String: String] {
    if let keptEnvironment { return keptEnvironment }
    let environment = variables.filter { exported.contains($0.key) }
    keptEnvironment = environment
    return environment
  }

  /// Ends this shell.
  func exit(_ status: Int32) {
    let onExit = self.onExit
    self.onExit = { _ in }
    forget()
    onExit(status)
  }

  /// Lets go of loops and functions that are over or never end: they hold this shell, as it holds them.
  private func forget() {
    forgetLoops(from: 0)
    returns = []
  }

  private func forgetLoops(from depth: Int) {
    for loop in loops[depth...] { (loop.next, loop.leave) = ({}, {}) }
    loops.removeSubrange(depth...)
  }

  /// A process may end in the middle of all.
  private func forgetAtEnd() {
    if loops.isEmpty, returns.isEmpty { process.atEnd { [weak self] in self?.forget() } }
  }

  /// Runs a program text to its end.
  func run(text: String, _ streams: Streams) {
    do {
      let program = try process.cluster.programs.program(text)
      run(program, streams, tested: false) { self.exit($0) }
    } catch {
      process.cluster.recordRefused(text)
      _ = streams[2]?.write(Array("\(name): 1: \(error.message)\n".utf8))
      exit(2)
    }
  }

  /// Dynamic, as `inTurn` is: everything here passes closures to these two, and the optimizer would make a copy of each
  /// for every closure, and of all that these call in turn. That took it nine minutes.
  /// - Parameter tested: the status is looked at, so `set -e` does not apply.
  dynamic func run(_ node: ShellNode, _ streams: Streams, tested: Bool, _ done: @escaping Done) {
    guard process.exit == nil else { return }
    let finish: Done = { status in
      self.lastStatus = status
      done(status)
    }
    switch node {
    case .simple(let command) where command.onlySays && functions.isEmpty:
      if let status = say(command, streams, tested: tested) { done(status) }
    case .simple(let command): runSimple(command, streams, tested: tested, finish)
    case .pipeline(let stages, let isNegated):
      runPipeline(stages, streams) { status in finish(isNegated ? (status == 0 ? 1 : 0) : status) }
    case .and(let left, let right):
      run(left, streams, tested: true) { status in
        if status == 0 { self.run(right, streams, tested: tested, done) } else { finish(status) }
      }
    case .or(let left, let right):
      run(left, streams, tested: true) { status in
        if status != 0 { self.run(right, streams, tested: tested, done) } else { finish(status) }
      }
    case .list(let items): runList(items, streams, tested: tested, done)
    case .group(let body, let redirects):
      redirected(streams, redirects) { inner in
        guard let inner else { return finish(2) }
        self.run(body, inner, tested: tested, done)
      }
    case .subshell(let body, let redirects):
      redirected(streams, redirects) { inner in
        guard let inner else { return finish(2) }
        let child = ShellInterpreter(subshellOf: self, onExit: finish)
        child.run(body, inner, tested: tested) { child.exit($0) }
      }
    case .branch(let condition, let then, let otherwise):
      run(condition, streams, tested: true) { status in
        if status == 0 {
          self.run(then, streams, tested: tested, done)
        } else if let otherwise {
          self.run(otherwise, streams, tested: tested, done)
        } else {
          finish(0)
        }
      }
    case .loop(let condition, let body, let isUntil):
      runLoop(streams, finish) { round in
        self.run(condition, streams, tested: true) { status in
          if (status == 0) == isUntil { round(nil) } else { self.run(body, streams, tested: tested) { round($0) } }
        }
      }
    case .each(let name, let words, let body): runEach(name, words, body, streams, finish)
    case .choice(let subject, let arms): runChoice(subject, arms, streams, tested: tested, finish)
    case .function(let name, let body):
      functions[name] = body
      finish(0)
    }
  }

  private func runList(
    _ items: [(node: ShellNode, inBackground: Bool)], _ streams: Streams, tested: Bool, _ done: @escaping Done
  ) {
    var status: Int32 = 0
    inTurn(items.count) { index, next in
      let item = items[index]
      if item.inBackground {
        let child = ShellInterpreter(subshellOf: self, onExit: { _ in })
        child.run(item.node, streams, tested: true) { child.exit($0) }
        status = 0
        next()
      } else if case .simple(let command) = item.node, command.onlySays, self.functions.isEmpty {
        guard let result = self.say(command, streams, tested: tested) else { return }
        status = result
        next()
      } else {
        self.run(item.node, streams, tested: tested) { result in
          status = result
          next()
        }
      }
    } done: {
      self.lastStatus = status
      done(status)
    }
  }

  /// Does `count` steps one after the other without growing the stack for steps that end at once.
  dynamic func inTurn(_ count: Int, _ step: @escaping (Int, @escaping () -> Void) -> Void, done: @escaping () -> Void) {
    var index = 0
    var isLooping = false
    var isReady = true
    func go() {
      guard !isLooping else { return }
      isLooping = true
      while isReady {
        guard index < count else {
          isReady = false
          isLooping = false
          return done()
        }
        isReady = false
        index += 1
        step(index - 1) {
          isReady = true
          go()
        }
      }
      isLooping = false
    }
    go()
  }

  /// Repeats `body` until it hands nil to its continuation. The status is that of the last round.
  private func runLoop(
    _ streams: Streams, _ done: @escaping Done, _ body: @escaping (@escaping (Int32?) -> Void) -> Void
  ) {
    var status: Int32 = 0
    let loop = Loop()
    let depth = loops.count
    forgetAtEnd()
    loops.append(loop)
    loop.leave = {
      self.forgetLoops(from: depth)
      done(status)
    }
    inTurn(Int.max) { _, next in
      guard self.process.exit == nil else { return }
      loop.next = next
      body { result in
        guard let result else { return loop.leave() }
        status = result
        next()
      }
    } done: {
    }
  }

  private func runEach(
    _ name: String, _ words: [ShellWord]?, _ body: ShellNode, _ streams: Streams, _ done: @escaping Done
  ) {
    expand(words ?? [], streams) { fields in
      var rest = (words == nil ? self.positional : fields)[...]
      self.runLoop(streams, done) { round in
        guard let value = rest.popFirst() else { return round(nil) }
        self.variables[name] = value
        self.run(body, streams, tested: false) { round($0) }
      }
    }
  }

  private func runChoice(
    _ subject: ShellWord, _ arms: [(patterns: [ShellWord], body: ShellNode)], _ streams: Streams, tested: Bool,
    _ done: @escaping Done
  ) {
    expandText(subject, streams) { text in
      for arm in arms {
        let matches = arm.patterns.contains { pattern in
          ShellPattern(self.pattern(of: pattern, [:])).matches(text)
        }
        if matches { return self.run(arm.body, streams, tested: tested, done) }
      }
      done(0)
    }
  }

  private func runPipeline(_ stages: [ShellNode], _ streams: Streams, _ done: @escaping Done) {
    if stages.count == 1 { return run(stages[0], streams, tested: true, done) }
    var input = streams.input
    var inputPipe: Pipe?
    for (index, stage) in stages.enumerated() {
      var inner = streams
      inner.input = input
      let reading = inputPipe
      let isLast = index == stages.count - 1
      let pipe = isLast ? nil : Pipe()
      if let pipe {
        inner[1] = pipe
        input = pipe
        inputPipe = pipe
      }
      let child = ShellInterpreter(subshellOf: self) { status in
        pipe?.closeForWriting()
        reading?.closeForReading()
        if isLast { done(status) }
      }
      child.run(stage, inner, tested: true) { child.exit($0) }
    }
  }

  private func runSimple(_ command: ShellCommand, _ streams: Streams, tested: Bool, _ done: @escaping Done) {
    let finish: Done = { status in
      if status != 0, self.endsOnError, !tested { return self.exit(status) }
      done(status)
    }
    let before = lastStatus
    fields(of: command, streams) { fields in
      self.redirected(streams, command.redirects) { inner in
        guard let inner else { return finish(2) }
        self.assign(command.assignments, inner) { assigned in
          guard let first = fields.first else {
            for (name, value) in assigned { self.variables[name] = value }
            let substituted = command.assignments.contains { $0.value.hasSubstitution }
            return finish(substituted ? self.lastStatus : 0)
          }
          self.lastStatus = before
          self.invoke(first, fields, assigned, inner, finish)
        }
      }
    }
  }

  private func fields(of command: ShellCommand, _ streams: Streams, _ done: @escaping ([String]) -> Void) {
    if let fixed = command.fixedFields { done(fixed) } else { expand(command.words, streams, done) }
  }

  /// Each assignment sees the ones before it; whether they stay is for the caller to say.
  private func assign(
    _ assignments: [(name: String, value: ShellWord)], _ streams: Streams,
    _ done: @escaping ([(String, String)]) -> Void
  ) {
    guard !assignments.isEmpty else { return done([]) }
    let before = variables
    var result: [(String, String)] = []
    inTurn(assignments.count) { index, next in
      self.expandText(assignments[index].value, streams) { text in
        result.append((assignments[index].name, text))
        self.variables[assignments[index].name] = text
        next()
      }
    } done: {
      self.variables = before
      done(result)
    }
  }

  private func invoke(
    _ first: String, _ fields: [String], _ assigned: [(String, String)], _ streams: Streams, _ done: @escaping Done
  ) {
    if let body = functions[first] {
      let (outer, depth) = (positional, loops.count)
      positional = Array(fields.dropFirst())
      let end: Done = { status in
        self.positional = outer
        self.forgetLoops(from: min(depth, self.loops.count))
        done(status)
      }
      forgetAtEnd()
      returns.append(end)
      return run(body, streams, tested: false) { status in
        _ = self.returns.popLast()
        end(status)
      }
    }
    if let saying = Coreutils.sayings[first] {
      if let status = say(saying(fields.dropFirst(), node.files), streams[1], streams[2]) { done(status) }
      return
    }
    if ShellBuiltins.names.contains(first),
      ShellBuiltins.run(first, Array(fields.dropFirst()), assigned, self, streams, done)
    {
      return
    }
    var environment = self.environment
    for (name, value) in assigned { environment[name] = value }
    node.launch(fields, environment: environment, streams: streams, group: process.group) { exit in
      done(Signal.status(of: exit))
    }
  }

  func returnFromFunction(_ status: Int32) {
    guard let leave = returns.popLast() else { return exit(status) }
    leave(status)
  }

  func leaveLoop() -> Bool {
    guard let loop = loops.last else { return false }
    loop.leave()
    return true
  }

  func continueLoop() -> Bool {
    guard let loop = loops.last else { return false }
    loop.next()
    return true
  }
}
