/// What a key can ask for when neither a dialog nor a prompt is open.
enum KeyAction: Hashable, Sendable {
  case updateNode, rebootNode, drainNode, undrainNode, rollAll
  case pause, stop, skip, target, retry, abort
  case goWrong
  case playPause, playFaster, playSlower
  case previousCard, nextCard, cardAbove, cardBelow, details, toggleForm
  case rowAbove, rowBelow, pageOfRowsUp, pageOfRowsDown, firstRow, lastRow
  case sortLeft, sortRight, sortReversed, mark, invertMarks, openRow, report
  case lineUp, lineDown, pageUp, pageDown, oldest, newest, toggleOutput, errorsOnly, save
  case page(Page), nextPage, previousPage, lastPage, command, filter
  case refresh, redraw, suspend, mouse, help, back, quit
}

/// Keys with what they do on some pages.
struct KeyBinding: Hashable, Sendable {
  /// Groups of the help, in its order.
  enum Group: String, CaseIterable, Sendable {
    case node = "On the selected node"
    case run = "During a run"
    case replay = "While a run is played again"
    case cards = "Nodes"
    case table = "Table"
    case log = "Log"
    case pages = "Pages"
    case screen = "Screen"
  }

  var keys: [Key]
  /// How the keys are written.
  var label: String
  let action: KeyAction
  let group: Group
  /// What it does, in a sentence for the help.
  var help: String
  /// What it does, in a word for the key line; nil keeps it out of there.
  var word: String?
  let pages: Set<Page>

  init(
    _ keys: [Key], _ label: String, _ action: KeyAction, _ group: Group, _ help: String, word: String? = nil,
    on pages: Set<Page> = Page.all
  ) {
    self.keys = keys
    self.label = label
    self.action = action
    self.group = group
    self.help = help
    self.word = word
    self.pages = pages
  }
}

/// Which keys do what: the key line, the help, the hints and the decoding all read this one table.
public struct KeyMap: Hashable, Sendable {
  /// Why a key can't be had.
  public struct Invalid: Error, Hashable {
    /// Name of the action that the key was wanted for.
    public let action: String
    /// What is wrong, and what would be right.
    public let sentence: String
  }

  let bindings: [KeyBinding]

  /// The keys that herdmon comes with.
  public static let standard = KeyMap(bindings: StandardKeys.all)

  /// What a configuration calls the actions that it may choose a key for.
  public static let names = changeable.map(\.name)

  private static let changeable: [(name: String, action: KeyAction)] = [
    ("update", .updateNode), ("reboot", .rebootNode), ("drain", .drainNode), ("home", .undrainNode), ("all", .rollAll),
    ("pause", .pause), ("stop", .stop), ("skip", .skip), ("target", .target), ("again", .retry), ("abort", .abort),
    ("fault", .goWrong), ("cards", .toggleForm), ("order", .sortReversed), ("mark", .mark), ("invert", .invertMarks),
    ("report", .report), ("errors", .errorsOnly), ("save", .save), ("output", .toggleOutput), ("back", .lastPage),
    ("filter", .filter), ("command", .command), ("refresh", .refresh), ("mouse", .mouse), ("help", .help),
    ("quit", .quit),
  ]

  private init(bindings: [KeyBinding]) { self.bindings = bindings }

  /// The standard keys, but for some actions another one: a character that is seen.
  /// - Throws: of the first action whose key is none, is not safe for it, or has another meaning on the same page.
  public init(changing keys: [String: String]) throws(Invalid) {
    var bindings = StandardKeys.all
    for (name, text) in keys.sorted(by: { $0.key < $1.key }) {
      guard let action = KeyMap.changeable.first(where: { $0.name == name })?.action else {
        throw Invalid(action: name, sentence: "there is no such action")
      }
      guard let character = text.first, text.count == 1, character.isASCII, character > " ", character != "\u{7F}"
      else { throw Invalid(action: name, sentence: "'\(text)' is not one character that is seen, of ASCII") }
      if action.isDrastic, !character.isUppercase {
        throw Invalid(action: name, sentence: "'\(text)' is not a capital letter, as what changes the cluster needs")
      }
      for index in bindings.indices where bindings[index].action == action {
        let fixed = bindings[index].keys.filter { if case .character = $0 { false } else { true } }
        bindings[index].keys = [.character(character)] + fixed
        bindings[index].label = text
      }
    }
    self.bindings = bindings
    for (name, text) in keys.sorted(by: { $0.key < $1.key }) {
      guard let other = other(than: name, on: .character(Character(text))) else { continue }
      throw Invalid(action: name, sentence: "'\(text)' is taken: \(other.help)")
    }
  }

  /// The same while a past run is played again: its own keys come before others, and to leave it is to go back.
  public var forReplay: KeyMap {
    let own = StandardKeys.ofReplay
    let taken = Set(own.flatMap(\.keys))
    let others = bindings.compactMap { binding -> KeyBinding? in
      var binding = binding
      binding.keys.removeAll { taken.contains($0) }
      if binding.action == .quit { (binding.word, binding.help) = ("back", "leave the run that is played again") }
      return binding.keys.isEmpty ? nil : binding
    }
    return KeyMap(bindings: own + others)
  }

  /// The same for those who type words: what a command does too is called by its name.
  var inWords: KeyMap {
    KeyMap(
      bindings: bindings.map { binding in
        var binding = binding
        if let command = CommandWord.all.first(where: { $0.action == binding.action }) { binding.label = command.name }
        return binding
      })
  }

  private func other(than name: String, on key: Key) -> KeyBinding? {
    for page in Page.allCases {
      let those = bindings.filter { $0.pages.contains(page) && $0.keys.contains(key) }
      let own = KeyMap.changeable.first { $0.name == name }?.action
      if those.count > 1, let other = those.first(where: { $0.action != own }) { return other }
    }
    return nil
  }

  /// What a key asks for on a page.
  func binding(for key: Key, on page: Page) -> KeyBinding? {
    bindings.first { $0.pages.contains(page) && $0.keys.contains(key) }
  }

  /// The binding of an action, as that page has it if it does.
  func binding(for action: KeyAction, on page: Page) -> KeyBinding? {
    let all = bindings.filter { $0.action == action }
    return all.first { $0.pages.contains(page) } ?? all.first
  }

  /// How the key of an action is written; empty where there is none.
  func label(of action: KeyAction) -> String { bindings.first { $0.action == action }?.label ?? "" }
}

extension KeyAction {
  /// Whether it changes the cluster, or ends a run.
  fileprivate var isDrastic: Bool {
    switch self {
    case .updateNode, .rebootNode, .drainNode, .undrainNode, .rollAll, .stop, .abort, .goWrong: true
    default: false
    }
  }
}
