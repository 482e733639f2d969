/// The keys that herdmon comes with.
enum StandardKeys {
  static let all = ofRuns + ofCluster + ofTables + ofLog + ofPages + ofScreen

  private static let ofRuns = [
    KeyBinding(
      ["U"], "U", .updateNode, .node, "update its packages in place; guests stay", word: "update", on: [.cluster]),
    KeyBinding(["R"], "R", .rebootNode, .node, "drain, update, reboot and return it", word: "reboot", on: [.cluster]),
    KeyBinding(
      ["D"], "D", .drainNode, .node, "drain it: its guests leave, and it stays empty", word: "drain", on: [.cluster]),
    KeyBinding(
      ["H"], "H", .undrainNode, .node, "bring home the guests that a drain moved off it", word: "home", on: [.cluster]),
    KeyBinding(
      ["A"], "A", .rollAll, .node, "rolling update and restart of ALL nodes, one at a time", word: "ALL",
      on: [.cluster]),
    KeyBinding([.enter], "Enter", .details, .node, "all that is known of it", on: [.cluster]),
    KeyBinding(["p"], "p", .pause, .run, "begin nothing new for now, or go on", word: "pause"),
    KeyBinding(["S"], "S", .stop, .run, "stop after the moves in flight", word: "stop"),
    KeyBinding(["s"], "s", .skip, .run, "leave the selected node out", word: "skip", on: [.cluster]),
    KeyBinding(
      ["s"], "s", .skip, .run, "leave the guest, or all that are marked, where they are", word: "skip", on: [.guests]),
    KeyBinding(
      ["t"], "t", .target, .run, "choose another node for it, or for all that are marked", word: "target",
      on: [.guests]),
    KeyBinding(
      ["a"], "a", .retry, .run, "try its move again, now, or the moves of all that are marked", word: "again",
      on: [.guests]),
    KeyBinding(["F"], "F", .goWrong, .run, "in a demo: make something go wrong", word: "fault", on: [.cluster]),
    KeyBinding(["X"], "X", .abort, .run, "abort: bring every guest home now, and end", word: "abort"),
  ]

  /// Those that there are only while a past run is played again.
  static let ofReplay = [
    KeyBinding([" "], "Space", .playPause, .replay, "stop, or go on", word: "pause"),
    KeyBinding(["+", "="], "+", .playFaster, .replay, "faster", word: "faster"),
    KeyBinding(["-"], "-", .playSlower, .replay, "slower", word: "slower"),
  ]

  private static let ofCluster = [
    KeyBinding([.right, "l"], "Right l", .nextCard, .cards, "next node", on: [.cluster]),
    KeyBinding([.left, "h"], "Left h", .previousCard, .cards, "previous node", on: [.cluster]),
    KeyBinding(
      [.up], "Up", .cardAbove, .cards, "node above; with one row, scroll the log", on: [.cluster]),
    KeyBinding(
      [.down], "Down", .cardBelow, .cards, "node below; with one row, scroll the log", on: [.cluster]),
    KeyBinding(["c"], "c", .toggleForm, .cards, "cards, or a line a node", on: [.cluster]),
  ]

  private static let ofTables = [
    KeyBinding(["j", .down], "j Down", .rowBelow, .table, "a row down", on: Page.tables),
    KeyBinding(["k", .up], "k Up", .rowAbove, .table, "a row up", on: Page.tables),
    KeyBinding([.control("d"), .pageDown], "Ctrl-D PgDn", .pageOfRowsDown, .table, "a page down", on: Page.tables),
    KeyBinding([.control("u"), .pageUp], "Ctrl-U PgUp", .pageOfRowsUp, .table, "a page up", on: Page.tables),
    KeyBinding(["g", .home], "g Home", .firstRow, .table, "the first row", on: Page.tables),
    KeyBinding(["G", .end], "G End", .lastRow, .table, "the last row", on: Page.tables),
    KeyBinding(
      [">", "l", .right], ">", .sortRight, .table, "sort by the next column; also l Right", word: "sort",
      on: Page.tables),
    KeyBinding(["<", "h", .left], "<", .sortLeft, .table, "sort by the column before; also h Left", on: Page.tables),
    KeyBinding(
      ["o"], "o", .sortReversed, .table, "the other way round", word: "order", on: Page.tables),
    KeyBinding([" "], "Space", .mark, .table, "mark it, or not", word: "mark", on: [.guests]),
    KeyBinding(["*"], "*", .invertMarks, .table, "mark all that are shown and not marked", on: [.guests]),
    KeyBinding(
      [.enter], "Enter", .openRow, .table, "all that is known of it", word: "details", on: [.guests, .fleet]),
    KeyBinding([.enter], "Enter", .openRow, .table, "show the run again as it was", word: "replay", on: [.runs]),
    KeyBinding(["d"], "d", .report, .table, "its whole report", word: "report", on: [.runs]),
  ]

  private static let withLog: Set<Page> = [.cluster, .log]

  private static let ofLog = [
    KeyBinding(["k"], "k", .lineUp, .log, "a line back", on: [.cluster]),
    KeyBinding(["j"], "j", .lineDown, .log, "a line on", on: [.cluster]),
    KeyBinding(["k", .up], "k Up", .lineUp, .log, "a line back", on: [.log]),
    KeyBinding(["j", .down], "j Down", .lineDown, .log, "a line on", on: [.log]),
    KeyBinding([.control("u"), .pageUp], "Ctrl-U PgUp", .pageUp, .log, "a page back", on: withLog),
    KeyBinding([.control("d"), .pageDown], "Ctrl-D PgDn", .pageDown, .log, "a page on", on: withLog),
    KeyBinding(["g", .home], "g Home", .oldest, .log, "the oldest line", on: withLog),
    KeyBinding(["G", "f", .end], "G f End", .newest, .log, "follow the newest line", on: withLog),
    KeyBinding(["e"], "e", .errorsOnly, .log, "warnings and failures only, or all", word: "errors", on: [.log]),
    KeyBinding(["w"], "w", .save, .log, "write the lines shown to a file", word: "save", on: [.log]),
    KeyBinding(
      ["v"], "v", .toggleOutput, .log, "output of updates only, of all jobs, or none", word: "output", on: withLog),
  ]

  private static let ofPages =
    Page.allCases.map { page in
      let digit = "\(page.rawValue)"
      return KeyBinding([.character(Character(digit))], digit, .page(page), .pages, page.help, word: page.name)
    } + [
      KeyBinding([.tab], "Tab", .nextPage, .pages, "the next page"),
      KeyBinding([.backTab], "Shift-Tab", .previousPage, .pages, "the page before"),
      KeyBinding(["-"], "-", .lastPage, .pages, "the page that was shown last"),
      KeyBinding(
        ["/"], "/", .filter, .pages,
        "show what matches a pattern or has a state as :running; ! turns it round",
        word: "filter"),
      KeyBinding([":"], ":", .command, .pages, "type a command; Tab completes it"),
    ]

  private static let ofScreen = [
    KeyBinding(["r"], "r", .refresh, .screen, "look at the cluster now", word: "refresh"),
    KeyBinding([.control("l")], "Ctrl-L", .redraw, .screen, "draw everything anew"),
    KeyBinding(
      [.control("z")], "Ctrl-Z", .suspend, .screen, "to the shell; fg comes back, a run goes on after it"),
    KeyBinding(["m"], "m", .mouse, .screen, "mouse on or off: a click selects, the wheel scrolls"),
    KeyBinding([.escape], "Esc", .back, .screen, "one level back"),
    KeyBinding(["?"], "?", .help, .screen, "these keys", word: "help"),
    KeyBinding(["q", .control("c")], "q", .quit, .screen, "leave", word: "quit"),
  ]
}

extension Key: ExpressibleByExtendedGraphemeClusterLiteral {
  /// The key that writes this character.
  public init(extendedGraphemeClusterLiteral value: Character) { self = .character(value) }
}

extension Page {
  /// What it shows, in a few words.
  var help: String {
    switch self {
    case .cluster: "nodes and backup servers, and what happens"
    case .guests: "the herd as a map and as a table"
    case .fleet: "every host, with what is pending on it"
    case .runs: "runs of the past, with their reports"
    case .log: "the whole log"
    }
  }
}
