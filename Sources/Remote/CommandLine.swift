/// One program with its arguments, as values. Text becomes shell only when a `CommandLine` is made of it.
public struct Command: Hashable, Sendable {
  /// One argument.
  public enum Argument: Hashable, Sendable, ExpressibleByStringLiteral {
    /// Passed on exactly as it is, whatever it holds.
    case word(String)
    /// A file name pattern that the node's shell expands. Only patterns written in our source can be one.
    case pattern(String)
    /// A program for a shell, passed on exactly as it is. Only one written in our source can be one.
    case script(String)

    /// A literal is a word.
    public init(stringLiteral value: String) { self = .word(value) }

    /// A file name pattern, known at compile time.
    public static func glob(_ pattern: StaticString) -> Argument { .pattern("\(pattern)") }
  }

  /// What any shell of a node can run, known at compile time: nothing from outside gets into its grammar. Values reach
  /// it as arguments.
  public struct Script: Hashable, Sendable, ExpressibleByStringLiteral {
    let text: String

    /// A literal is a script.
    public init(stringLiteral text: StaticString) { self.text = "\(text)" }

    private init(text: String) { self.text = text }

    /// One behind the other.
    public static func + (first: Script, second: Script) -> Script { Script(text: first.text + second.text) }
  }

  /// Program and arguments.
  public var arguments: [Argument]
  /// Kill it after so many seconds, by `timeout`.
  public var limitSeconds: Int?

  init(arguments: [Argument]) { self.arguments = arguments }

  /// The same command, started by the words before it.
  public func started(by words: [String]) -> Command {
    var command = self
    command.arguments = words.map { .word($0) } + arguments
    return command
  }

  /// A program with arguments that are passed on as they are.
  public init(_ program: String, _ arguments: Argument..., limitSeconds: Int? = nil) {
    self.arguments = [.word(program)] + arguments
    self.limitSeconds = limitSeconds
  }

  /// A shell with a script of ours; the arguments are its `$1`, `$2` and so on.
  public init(script: Script, _ arguments: [String] = [], limitSeconds: Int? = nil) {
    self.arguments = ["/bin/sh", "-c", .script(script.text)]
    if !arguments.isEmpty { self.arguments += ["sh"] + arguments.map { .word($0) } }
    self.limitSeconds = limitSeconds
  }

  /// A program with arguments out of a list.
  public init(words: [String], limitSeconds: Int? = nil) {
    arguments = words.map { .word($0) }
    self.limitSeconds = limitSeconds
  }

  /// The arguments as a shell reads them.
  var text: String {
    let words = arguments.map { argument in
      switch argument {
      case .word(let text): ShellQuoting.word(text)
      case .script(let text): ShellQuoting.script(text)
      case .pattern(let pattern): pattern
      }
    }
    let limit = limitSeconds.map { "timeout -k 5 \($0) " } ?? ""
    return limit + words.joined(separator: " ")
  }
}

/// A command line for a node's shell. Made only from typed values, so nothing hostile can get into its grammar.
public struct CommandLine: Hashable, Sendable {
  /// The line as the node's shell gets it.
  public let text: String
  /// What it does, in words for messages and logs.
  public let purpose: String

  init(text: String, purpose: String) {
    self.text = text
    self.purpose = purpose
  }

  /// Every line runs in the C locale and finds Proxmox's tools, behind whatever the node's owner put before them.
  /// - Source: facts/pve.md 11.2: the PATH of a non-login exec lacks /usr/sbin in some setups.
  static let prelude =
    "export LC_ALL=C PATH=\"$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\"; "

  /// One command.
  public init(_ command: Command, purpose: String) {
    self.init(text: CommandLine.prelude + command.text, purpose: purpose)
  }

  /// Several commands, one after the other; each one's output, error output and exit status come back apart.
  /// - Parameter marker: random text that no output can foresee; it separates the answers.
  public init(sections: [Section], marker: String, purpose: String) {
    // A word may be quoted in parts.
    let opening = ShellQuoting.word("@\(marker) ")
    let ending = "; printf '\\n%s\\n' \"@\(marker)= $?\""
    var text = CommandLine.prelude
    for (index, section) in sections.enumerated() {
      if index > 0 { text += "\n" }
      for piece in ["echo ", opening, section.word, "; echo ", opening, section.word, " >&2; ", section.text, ending] {
        text += piece
      }
    }
    self.init(text: text, purpose: purpose)
  }

  /// The same line, run through `sudo` by a login that is not root.
  public var asRoot: CommandLine {
    CommandLine(text: "sudo -n -- /bin/sh -c " + ShellQuoting.word(text), purpose: purpose)
  }
}

/// One labelled command of a script.
public struct Section: Hashable, Sendable {
  /// Name by which its answer is found again; unique in its script.
  public let label: String
  /// What is run.
  public let command: Command
  /// Label and command as a shell reads them. The same sections are sent again and again.
  let word: String
  let text: String

  /// A command under a label.
  public init(_ label: String, _ command: Command) {
    self.label = label
    self.command = command
    word = ShellQuoting.word(label)
    text = command.text
  }
}
