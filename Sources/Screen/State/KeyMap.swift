/// What a key can ask for when no dialog is open.
enum KeyAction: Hashable, Sendable {
  case updateNode, rebootNode, rollAll
  case pause, stop
  case previousCard, nextCard, cardAbove, cardBelow, card(Int), details
  case lineUp, lineDown, pageUp, pageDown, oldest, newest, toggleOutput
  case refresh, redraw, suspend, mouse, help, back, quit
}

/// Keys with what they do; the key line, the help and the decoding all read this one table.
struct KeyBinding: Hashable, Sendable {
  /// Groups of the help, in its order.
  enum Group: String, CaseIterable, Sendable {
    case node = "On the selected node"
    case run = "During a run"
    case cards = "Nodes"
    case pane = "Log"
    case screen = "Screen"
  }

  let keys: [Key]
  /// How the keys are written.
  let label: String
  let action: KeyAction
  let group: Group
  /// What it does, in a sentence for the help.
  let help: String
  /// What it does, in a word for the key line; nil keeps it out of there.
  var word: String?
}

enum KeyMap {
  static let bindings: [KeyBinding] = [
    KeyBinding(
      keys: [.character("U")], label: "U", action: .updateNode, group: .node,
      help: "update its packages in place; guests stay", word: "update"),
    KeyBinding(
      keys: [.character("R")], label: "R", action: .rebootNode, group: .node,
      help: "drain, update, reboot and return it", word: "reboot"),
    KeyBinding(
      keys: [.character("A")], label: "A", action: .rollAll, group: .node,
      help: "rolling update and restart of ALL nodes, one at a time", word: "ALL"),
    KeyBinding(
      keys: [.enter], label: "Enter", action: .details, group: .node, help: "all that is known of it"),
    KeyBinding(
      keys: [.character("p")], label: "p", action: .pause, group: .run,
      help: "begin nothing new for now, or go on", word: "pause"),
    KeyBinding(
      keys: [.character("S")], label: "S", action: .stop, group: .run,
      help: "stop after the moves in flight", word: "stop"),
    KeyBinding(
      keys: [.right, .tab, .character("l")], label: "Right l Tab", action: .nextCard, group: .cards, help: "next node"),
    KeyBinding(
      keys: [.left, .backTab, .character("h")], label: "Left h", action: .previousCard, group: .cards,
      help: "previous node"),
    KeyBinding(
      keys: [.up], label: "Up", action: .cardAbove, group: .cards, help: "node above; with one row, scroll the log"),
    KeyBinding(
      keys: [.down], label: "Down", action: .cardBelow, group: .cards, help: "node below; with one row, scroll the log"),
    KeyBinding(keys: [.character("k")], label: "k", action: .lineUp, group: .pane, help: "a line back"),
    KeyBinding(keys: [.character("j")], label: "j", action: .lineDown, group: .pane, help: "a line on"),
    KeyBinding(keys: [.pageUp], label: "PgUp", action: .pageUp, group: .pane, help: "a page back"),
    KeyBinding(keys: [.pageDown], label: "PgDn", action: .pageDown, group: .pane, help: "a page on"),
    KeyBinding(
      keys: [.character("g"), .home], label: "g Home", action: .oldest, group: .pane, help: "the oldest line"),
    KeyBinding(
      keys: [.character("G"), .character("f"), .end], label: "G f End", action: .newest, group: .pane,
      help: "follow the newest line"),
    KeyBinding(
      keys: [.character("v")], label: "v", action: .toggleOutput, group: .pane,
      help: "output of updates only, of all jobs, or none", word: "output"),
    KeyBinding(
      keys: [.character("r")], label: "r", action: .refresh, group: .screen, help: "look at the cluster now",
      word: "refresh"),
    KeyBinding(keys: [.control("l")], label: "Ctrl-L", action: .redraw, group: .screen, help: "draw everything anew"),
    KeyBinding(
      keys: [.control("z")], label: "Ctrl-Z", action: .suspend, group: .screen,
      help: "to the shell; fg comes back, a run goes on after it"),
    KeyBinding(
      keys: [.character("m")], label: "m", action: .mouse, group: .screen,
      help: "mouse on or off: a click selects, the wheel scrolls"),
    KeyBinding(keys: [.escape], label: "Esc", action: .back, group: .screen, help: "one level back"),
    KeyBinding(keys: [.character("?")], label: "?", action: .help, group: .screen, help: "these keys", word: "help"),
    KeyBinding(
      keys: [.character("q"), .control("c")], label: "q", action: .quit, group: .screen, help: "leave", word: "quit"),
  ]

  /// What a key asks for.
  static func action(for key: Key) -> KeyAction? {
    if case .character(let character) = key, let digit = character.wholeNumberValue, (1...9).contains(digit) {
      return .card(digit - 1)
    }
    return bindings.first { $0.keys.contains(key) }?.action
  }

  /// The binding of an action.
  static func binding(for action: KeyAction) -> KeyBinding? { bindings.first { $0.action == action } }
}
