/// One thing that was measured several times.
struct Measurement {
  /// What a median is held against.
  enum Goal {
    /// At most so many seconds.
    case atMost(Double)
    /// Less than another measurement, by its name.
    case lessThan(String)
    /// Only for comparison.
    case none
  }

  var name: String
  /// Seconds, one per repetition.
  var seconds: [Double]
  var goal: Goal

  /// The middle value; of an even number of values the higher of the two in the middle.
  var median: Double? { seconds.isEmpty ? nil : seconds.sorted()[seconds.count / 2] }

  /// Whether the goal is reached; nil without a goal or without what it is held against.
  func isReached(among all: [Measurement]) -> Bool? {
    guard let median else { return nil }
    switch goal {
    case .atMost(let limit): return median <= limit
    case .lessThan(let name): return all.first { $0.name == name }?.median.map { median < $0 }
    case .none: return nil
    }
  }
}

extension Measurement.Goal {
  /// Whether there is nothing to reach.
  var isNone: Bool {
    if case .none = self { true } else { false }
  }
}
