/// One program with its arguments, as values. Text becomes shell only when a `CommandLine` is made of it.
public struct Command: Hashable, Sendable {
  /// One argument.
  public enum Argument: Hashable, Sendable, ExpressibleByStringLiteral {
    /// Passed on exactly as it is, whatever it holds.
    case word(String)
    /// A file name pattern that the node's shell expands. Only patterns written in our source can be one.
    case pattern(String)

    /// A literal is a word.
    public init(stringLiteral value: String) { self = .word(value) }

    /// A file name pattern, known at compile time.
    public static func glob(_ pattern: StaticString) -> Argument { .pattern("\(pattern)") }
  }

  /// Program and arguments.
  public var arguments: [Argument]
  /// Kill it after so many seconds, by `timeout`.
  public var limitSeconds: Int?

  /// A program with arguments that are passed on as they are.
  public init(_ program: String, _ arguments: Argument..., limitSeconds: Int? = nil) {
    self.arguments = [.word(program)] + arguments
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
    let lines = sections.map { section in
      let label = ShellQuoting.word("@\(marker) \(section.label)")
      return "echo \(label); echo \(label) >&2; \(section.command.text); printf '\\n%s\\n' \"@\(marker)= $?\""
    }
    self.init(text: CommandLine.prelude + lines.joined(separator: "\n"), purpose: purpose)
  }

  /// The same line, run through `sudo` by a login that is not root.
  public var asRoot: CommandLine {
    CommandLine(text: "sudo -n -- /bin/sh -c " + ShellQuoting.word(text), purpose: purpose)
  }
}

/// One labelled command of a script.
public struct Section: Hashable, Sendable {
  /// Name by which its answer is found again; unique in its script.
  public var label: String
  /// What is run.
  public var command: Command

  /// A command under a label.
  public init(_ label: String, _ command: Command) {
    self.label = label
    self.command = command
  }
}
