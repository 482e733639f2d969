/// Which output of jobs the pane shows, beside what the run itself tells.
public enum ShownOutput: Hashable, Sendable, CaseIterable {
  /// That of updates. Moves write so much that hardly anything else would be seen.
  case ofNodes
  /// All.
  case all
  /// None.
  case none

  /// What the key changes it to.
  var next: ShownOutput {
    switch self {
    case .ofNodes: .all
    case .all: .none
    case .none: .ofNodes
    }
  }

  /// What is shown, as a sentence.
  var sentence: String {
    switch self {
    case .ofNodes: "the output of updates is shown, that of moves is hidden"
    case .all: "the output of all jobs is shown"
    case .none: "the output of all jobs is hidden"
    }
  }

  /// What the pane's title says of it, where it is not as usual.
  var tag: String {
    switch self {
    case .ofNodes: ""
    case .all: "all output  "
    case .none: "output hidden  "
    }
  }

  /// Whether a line is shown.
  func shows(_ line: LogLine) -> Bool {
    switch self {
    case .ofNodes: !line.isOutputOfMove
    case .all: true
    case .none: line.level != .output
    }
  }
}
