/// A parsed piece of shell program.
indirect enum ShellNode {
  case simple(ShellCommand)
  case pipeline([ShellNode], negated: Bool)
  case and(ShellNode, ShellNode)
  case or(ShellNode, ShellNode)
  /// One after the other; what ends in `&` is not waited for.
  case list([(node: ShellNode, inBackground: Bool)])
  case group(ShellNode, [ShellRedirect])
  case subshell(ShellNode, [ShellRedirect])
  case branch(condition: ShellNode, then: ShellNode, otherwise: ShellNode?)
  case loop(condition: ShellNode, body: ShellNode, until: Bool)
  /// nil words mean the positional parameters.
  case each(name: String, words: [ShellWord]?, body: ShellNode)
  case choice(ShellWord, [(patterns: [ShellWord], body: ShellNode)])
  case function(name: String, body: ShellNode)
}

/// Assignments, words and redirections of a simple command.
struct ShellCommand {
  var assignments: [(name: String, value: ShellWord)] = []
  var words: [ShellWord] = []
  var redirects: [ShellRedirect] = []
  /// What its words expand to, if that is the same every time.
  var fixedFields: [String]?
  /// Whether it says something and does nothing else.
  var onlySays = false
  /// What it says, if that is the same every time.
  var fixedOutput: [UInt8]?
}

/// One redirection.
struct ShellRedirect {
  enum Operation {
    case read, write, append, duplicate
  }
  var descriptor: Int
  var operation: Operation
  var target: ShellWord
  /// What the target expands to, if that is the same every time.
  var fixedTarget: String?
}

/// One word before expansion.
struct ShellWord {
  var pieces: [ShellPiece] = []

  /// What it expands to, if that is one field and the same every time.
  var fixedText: String? {
    var text = ""
    for piece in pieces {
      switch piece {
      case .text(let part, let quoted) where quoted || !ShellPattern.mayMatch(part): text += part
      case .empty: break
      case .text, .parameter, .command, .arithmetic: return nil
      }
    }
    return text
  }

  /// The text of a word without any expansion or quotes; nil for all others. Reserved words are looked up by it.
  var plainText: String? {
    var text = ""
    for piece in pieces {
      guard case .text(let part, quoted: false) = piece else { return nil }
      text += part
    }
    return text
  }
}

/// One part of a word.
enum ShellPiece {
  case text(String, quoted: Bool)
  case parameter(ShellParameter, quoted: Bool)
  case command(ShellSubstitution, quoted: Bool)
  case arithmetic(ShellWord, quoted: Bool)
  /// `""`: an empty field stands even though nothing is in it.
  case empty
}

/// `$name` or `${name OP word}`.
struct ShellParameter {
  enum Operation {
    case plain, length
    case defaultValue(ShellWord, whenEmpty: Bool)
    case alternative(ShellWord, whenEmpty: Bool)
    case assign(ShellWord, whenEmpty: Bool)
    case withoutPrefix(ShellWord, longest: Bool)
    case withoutSuffix(ShellWord, longest: Bool)
  }
  var name: String
  var operation: Operation
}

/// `$(…)`. A class, so that its output can be kept by identity while a word is expanded.
final class ShellSubstitution {
  let body: ShellNode
  init(_ body: ShellNode) { self.body = body }
}

/// The program is not what this shell understands.
struct ShellSyntaxError: Error {
  var message: String
}
