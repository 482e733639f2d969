/// A state that rows of a table can be chosen by, as `:reboot`; the beginning of the word will do.
enum RowState: String, CaseIterable {
  // Of hosts.
  case updates, security, reboot, offline
  // Of guests, and some of hosts.
  case running, stopped, moving, away, locked, ha, marked
  // Of runs.
  case ok, failed, unfinished

  /// Those that rows of a page can have.
  static func known(on page: Page) -> [RowState] {
    switch page {
    case .guests: [.running, .stopped, .moving, .away, .locked, .ha, .marked]
    case .fleet: [.updates, .security, .reboot, .offline, .running, .stopped]
    case .runs: [.ok, .failed, .unfinished]
    case .cluster, .log: []
    }
  }
}

/// Which rows of a table are shown: words such as `:reboot` or `!:running` for states, and a pattern for the rest. A
/// row is shown that fits all of them.
struct TableFilter {
  private struct Condition {
    let states: Set<RowState>
    let isInverted: Bool
  }

  private var conditions: [Condition] = []
  private let pattern: Pattern

  init(_ typed: String) throws(Pattern.Invalid) {
    var rest: [Substring] = []
    for word in typed.split(separator: " ", omittingEmptySubsequences: false) {
      let isInverted = word.hasPrefix("!:")
      guard isInverted || word.hasPrefix(":") else {
        rest.append(word)
        continue
      }
      let beginning = word.dropFirst(isInverted ? 2 : 1)
      // The sign alone is what is typed before the word.
      if beginning.isEmpty { continue }
      let states = RowState.allCases.filter { $0.rawValue.hasPrefix(beginning) }
      if states.isEmpty { throw Pattern.Invalid(text: String(word)) }
      conditions.append(Condition(states: Set(states), isInverted: isInverted))
    }
    while rest.last?.isEmpty == true { rest.removeLast() }
    pattern = try Pattern(rest.joined(separator: " "))
  }

  func shows(_ row: Table.Row, isMarked: Bool) -> Bool {
    let states = isMarked ? row.states.union([.marked]) : row.states
    return conditions.allSatisfy { $0.states.isDisjoint(with: states) == $0.isInverted }
      && pattern.matches(row.cells.map(\.text).joined(separator: " "))
  }
}
