import ArgumentParser
import Glibc
import Remote
import Terminal

/// The way from a command line to an exit code.
public enum Entry {
  /// Carries out a command line, program name left out.
  /// - Returns: the exit status of the process.
  public static func run(_ arguments: [String]) async -> Int32 {
    do {
      var command = try HerdmonCommand.parseAsRoot(arguments)
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      return ExitCode.ok.rawValue
    } catch {
      return end(with: error)
    }
  }

  /// Ends the process. `exit` would first tear down what OpenSSL keeps, under the threads that still read from it, and
  /// crash now and then.
  public static func leave(with status: Int32) -> Never {
    CursesTerminal.restore()
    fflush(nil)
    _exit(status)
  }

  /// Says what went wrong, once, and finds the code for it.
  static func end(with error: any Error, messages: Messages = Messages()) -> Int32 {
    switch error {
    case let ended as Ended:
      return ended.exitCode.rawValue
    case let error as any ExitCoded:
      messages.say(.error, "\(error)")
      return error.exitCode.rawValue
    case let error as NodeError:
      messages.say(.error, error.description)
      return ExitCode.failed.rawValue
    case is CancellationError:
      return ExitCode.interrupted.rawValue
    default:
      return endParsing(error, messages: messages)
    }
  }

  /// Help and version are no errors, and a mistake in the command line is answered with its usage.
  private static func endParsing(_ error: any Error, messages: Messages) -> Int32 {
    let code = HerdmonCommand.exitCode(for: error)
    let text = HerdmonCommand.fullMessage(for: error)
    if code.isSuccess {
      if !text.isEmpty { StandardOutput.line(text) }
    } else if code == .validationFailure {
      messages.say(.error, usageMessage(text))
    } else {
      messages.say(.error, "\(error)")
    }
    return code == .validationFailure ? ExitCode.usage.rawValue : code.rawValue
  }

  /// The parser's message; a command that was mistyped is named, which the parser does for flags only.
  static func usageMessage(_ text: String) -> String {
    let text = text.hasPrefix("Error: ") ? String(text.dropFirst("Error: ".count)) : text
    let opening = "Unexpected argument '"
    guard text.hasPrefix(opening), let end = text.dropFirst(opening.count).firstIndex(of: "'") else { return text }
    let word = String(text[text.index(text.startIndex, offsetBy: opening.count)..<end])
    let known = HerdmonCommand.configuration.subcommands.compactMap { $0.configuration.commandName }
    guard let meant = KeySuggestion.nearest(to: word, among: known) else { return text }
    return "there is no command '\(word)'; did you mean '\(meant)'?\n"
      + text.split(separator: "\n").dropFirst().joined(separator: "\n")
  }
}
