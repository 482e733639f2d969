/// The pages of the screen, in the order of their keys.
public enum Page: Int, Hashable, Sendable, CaseIterable {
  /// Nodes and backup servers, and what happens.
  case cluster = 1
  /// The herd as a map and as a table.
  case guests
  /// Every host, with what is pending on it.
  case fleet
  /// Runs of the past.
  case runs
  /// What happened, all of it.
  case log

  /// How keys, commands and titles call it.
  public var name: String {
    switch self {
    case .cluster: "cluster"
    case .guests: "guests"
    case .fleet: "fleet"
    case .runs: "runs"
    case .log: "log"
    }
  }

  static let all = Set(allCases)
  /// Those whose heart is a table.
  static let tables: Set<Page> = [.guests, .fleet, .runs]

  /// The page so many further on, round and round.
  func neighbour(_ step: Int) -> Page {
    let count = Page.allCases.count
    return Page.allCases[((rawValue - 1 + step) % count + count) % count]
  }
}
