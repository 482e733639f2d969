import Cluster
import Planning

extension ScreenState {
  mutating func openPrompt(_ kind: Prompt.Kind) {
    // The cluster's own log is short; whoever looks for something in it wants all of it.
    if kind == .filter, page == .cluster { _ = show(.log) }
    prompt = Prompt(kind, text: kind == .filter ? filter : "")
  }

  mutating func pressInPrompt(_ key: Key) -> [ScreenCommand] {
    guard var open = prompt else { return [] }
    switch key {
    case .enter: return accept(open)
    case .escape, .control("c"): return dismiss(open)
    case .backspace:
      if open.text.isEmpty { return dismiss(open) }
      open.completion = nil
      open.text.removeLast()
    case .control("u"): open = Prompt(replacing: open, by: "")
    case .tab, .down: open.complete(1, among: completions)
    case .backTab, .up: open.complete(-1, among: completions)
    case .character(let character): open.type(String(character))
    case .paste(let text): open.type(text)
    case .control, .left, .right, .home, .end, .pageUp, .pageDown, .delete: break
    }
    let before = themeTried
    prompt = open
    if open.kind == .filter { setFilter(open.text) }
    return themeTried == before ? [] : [.tryTheme(themeTried)]
  }

  /// The theme that is being completed, which is shown meanwhile.
  private var themeTried: String? {
    guard let prompt, prompt.kind == .command, prompt.completion != nil, prompt.text.hasPrefix("theme ") else {
      return nil
    }
    return String(prompt.text.dropFirst(6))
  }

  private mutating func dismiss(_ open: Prompt) -> [ScreenCommand] {
    let tried = themeTried
    prompt = nil
    if open.kind == .filter { setFilter(open.before) }
    return tried == nil ? [] : [.tryTheme(nil)]
  }

  private mutating func accept(_ open: Prompt) -> [ScreenCommand] {
    switch open.kind {
    case .filter:
      if let invalid = setFilter(open.text) {
        say(invalid.sentence, isRefusal: true)
        return []
      }
      prompt = nil
      return []
    case .command:
      let tried = themeTried
      prompt = nil
      return (tried == nil ? [] : [.tryTheme(nil)]) + obey(open.text)
    }
  }

  /// Carries out what was typed as a command.
  mutating func obey(_ text: String) -> [ScreenCommand] {
    let words = text.split(separator: " ", maxSplits: 1).map(String.init)
    guard let name = words.first else { return [] }
    let argument = words.count > 1 ? words[1] : ""
    if argument.isEmpty, select(named: name) { return show(.cluster) }
    guard let command = CommandWord.named(name) else {
      say("there is no command \(name); help lists them", isRefusal: true)
      return []
    }
    return obey(command, argument)
  }

  private mutating func obey(_ command: CommandWord, _ argument: String) -> [ScreenCommand] {
    if command.argument != .none, argument.isEmpty, command.effect != .filter {
      say(":\(command.name) needs a word after it: \(command.help)", isRefusal: true)
      return []
    }
    switch command.effect {
    case .key(let action): return ask(for: action, called: ":\(command.name)")
    case .onNode(let action):
      guard select(named: argument) else { return refuseNode(argument) }
      return show(.cluster) + ask(for: action, called: ":\(command.name)")
    case .showNode: return select(named: argument) ? show(.cluster) : refuseNode(argument)
    case .plan:
      dialog = Dialog(.plan(.rolling, .asked))
      return [.plan(.rolling)]
    case .theme: return [.useTheme(argument)]
    case .replay:
      guard let run = RunID(argument) else {
        say("there is no run \(argument)", isRefusal: true)
        return []
      }
      return [.replay(run)]
    case .report: return report(argument)
    case .sort:
      guard let column = table?.columns.firstIndex(where: { $0.title.hasPrefix(argument) }) else {
        say("this page has no column \(argument)", isRefusal: true)
        return []
      }
      sort(by: column)
      return []
    case .filter:
      if page == .cluster { _ = show(.log) }
      if let invalid = setFilter(argument) { say(invalid.sentence, isRefusal: true) }
      return []
    case .save: return save(as: argument)
    case .resume: return ask(for: .resume)
    case .pause, .proceed, .skip, .target, .retry: return steer(by: command, argument)
    }
  }

  private mutating func report(_ run: String) -> [ScreenCommand] {
    let found = runs.filter { $0.run.rawValue.hasPrefix(run) }
    guard found.count == 1, let run = found.first?.run else {
      say(found.isEmpty ? "there is no run \(run); runs lists them" : "more than one run begins so", isRefusal: true)
      return pastRuns == nil ? [.listRuns] : []
    }
    dialog = Dialog(.details(.run(run)))
    return []
  }

  mutating func refuseNode(_ name: String) -> [ScreenCommand] {
    say("there is no node \(name)", isRefusal: true)
    return []
  }

  /// Selects the card of that name.
  mutating func select(named name: String) -> Bool {
    guard let number = cards.firstIndex(where: { $0.name == name }) else { return false }
    selected = number
    return true
  }

  /// The lines of the log page as text, for a file.
  private func save(as name: String) -> [ScreenCommand] {
    let pane = PaneText(state: self, page: .log, width: size.width, height: size.height)
    return [.save(name: name, lines: pane.shownLines.map(\.recorded))]
  }
}

extension Prompt {
  init(replacing prompt: Prompt, by text: String) {
    kind = prompt.kind
    before = prompt.before
    self.text = text
  }
}
