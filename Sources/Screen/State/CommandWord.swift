import Cluster

/// A command that can be typed after `:`.
struct CommandWord: Hashable, Sendable {
  /// What may follow its name.
  enum Argument: Hashable, Sendable {
    case none, node, guest, nodeOrGuest, guestAndNode, theme, run, column, pattern, file
  }

  /// What it does.
  enum Effect: Hashable, Sendable {
    /// The same as a key.
    case key(KeyAction)
    /// The same as a key on the node that is named.
    case onNode(KeyAction)
    case showNode, plan, theme, replay, report, sort, filter, save
    /// What a run in progress is told.
    case pause, proceed, skip, target, retry
    /// What is to become of a run that ended before its work was done.
    case resume
  }

  let name: String
  let effect: Effect
  var argument = Argument.none
  let help: String

  /// What a key asks for that does the same.
  var action: KeyAction? {
    switch effect {
    case .key(let action), .onNode(let action): action
    default: nil
    }
  }

  /// The key that does the same, as it is written; empty where there is none.
  func key(in keys: KeyMap) -> String { action.map(keys.label) ?? "" }

  /// All of them; those that are typed most come first where a beginning fits several.
  static let all: [CommandWord] =
    Page.allCases.map { CommandWord(name: $0.name, effect: .key(.page($0)), help: $0.help) } + [
      CommandWord(name: "status", effect: .key(.page(.cluster)), help: "the same as cluster"),
      CommandWord(name: "node", effect: .showNode, argument: .node, help: "go to a node; its name alone will do"),
      CommandWord(name: "plan", effect: .plan, help: "what a rolling run would do; starts nothing"),
      CommandWord(
        name: "update", effect: .onNode(.updateNode), argument: .node,
        help: "new packages, no restart; guests stay"),
      CommandWord(
        name: "reboot", effect: .onNode(.rebootNode), argument: .node, help: "its whole turn, from drain to return"
      ),
      CommandWord(
        name: "drain", effect: .onNode(.drainNode), argument: .node,
        help: "move its guests off, and leave it empty"),
      CommandWord(
        name: "undrain", effect: .onNode(.undrainNode), argument: .node,
        help: "bring its guests home after a drain"),
      CommandWord(name: "rolling", effect: .key(.rollAll), help: "update and restart ALL nodes, one at a time"),
      CommandWord(name: "pause", effect: .pause, help: "begin nothing new for now"),
      CommandWord(name: "continue", effect: .proceed, help: "go on after a pause"),
      CommandWord(name: "stop", effect: .key(.stop), help: "stop the run after the moves in flight"),
      CommandWord(name: "abort", effect: .key(.abort), help: "bring every guest home now, and end the run"),
      CommandWord(name: "resume", effect: .resume, help: "carry on a run that ended before its work was done"),
      CommandWord(name: "skip", effect: .skip, argument: .nodeOrGuest, help: "leave it out of the run"),
      CommandWord(name: "retry", effect: .retry, argument: .guest, help: "try the move of that guest again, now"),
      CommandWord(
        name: "target", effect: .target, argument: .guestAndNode, help: "send that guest to that node instead"),
      CommandWord(name: "fault", effect: .key(.goWrong), help: "let something go wrong in a demo"),
      CommandWord(
        name: "filter", effect: .filter, argument: .pattern,
        help: "show what matches only; without a pattern, all"),
      CommandWord(name: "sort", effect: .sort, argument: .column, help: "sort the table by a column"),
      CommandWord(
        name: "errors", effect: .key(.errorsOnly), help: "of the log only what went wrong, or all of it"),
      CommandWord(
        name: "output", effect: .key(.toggleOutput), help: "of updates only, of all jobs, or none"),
      CommandWord(name: "save", effect: .save, argument: .file, help: "write the log as shown to a file"),
      CommandWord(name: "report", effect: .report, argument: .run, help: "the whole report of a run"),
      CommandWord(name: "replay", effect: .replay, argument: .run, help: "show a run again"),
      CommandWord(name: "theme", effect: .theme, argument: .theme, help: "other colours; Tab tries them on"),
      CommandWord(name: "refresh", effect: .key(.refresh), help: "look at the cluster now"),
      CommandWord(name: "help", effect: .key(.help), help: "keys and commands"),
      CommandWord(name: "quit", effect: .key(.quit), help: "leave"),
    ]

  /// The command that a word means: by its name, or by a beginning that fits.
  static func named(_ word: some StringProtocol) -> CommandWord? {
    all.first { $0.name == word } ?? all.first { $0.name.hasPrefix(word) && !word.isEmpty }
  }
}

extension ScreenState {
  /// What may stand in the place of what is typed, best first.
  func completions(of text: String) -> [String] {
    let parts = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let command = CommandWord.named(parts[0]) else {
      return (CommandWord.all.map(\.name) + cards.map(\.name)).filter { $0.hasPrefix(text) }
    }
    return arguments(of: command).filter { $0.hasPrefix(parts[1]) }.map { "\(command.name) \($0)" }
  }

  private func arguments(of command: CommandWord) -> [String] {
    switch command.argument {
    case .none, .pattern: []
    case .node: cards.map(\.name)
    case .guest: movable.map { "\($0.id)" }
    case .nodeOrGuest: cards.map(\.name) + movable.map { "\($0.id)" }
    case .guestAndNode: movable.flatMap { guest in targets(for: [guest.id]).fit.map { "\(guest.id) \($0.name)" } }
    case .theme: knownThemes
    case .run: runs.map(\.run.rawValue)
    case .column: table?.columns.map(\.title) ?? []
    case .file: [logFileName]
    }
  }

  private var movable: [Guest] { inventory?.guests.filter { !$0.isTemplate } ?? [] }

  /// A name for a file with the log as it is now.
  var logFileName: String { "herdmon-\(clock.date(now))-\(clock.digits(now)).log" }
}
