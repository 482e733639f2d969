/// Reads lines with a regular expression, each byte once: a state is the set of places in the expression where reading
/// may stand, and is made when a line first leads to it.
///
/// A rehearsal reads every configuration of the cluster with `grep` at each look, and trying one way after another took
/// longer than all other tools.
final class LineAutomaton {
  private enum Step {
    case byte(LineMatcher.Part, next: Int)
    case split([Int])
    case start(next: Int)
    case end(next: Int)
    case found
  }

  /// The first step is the end of the expression; each leads to steps made before it, but for loops.
  private var steps: [Step] = [.found]
  private var entry = 0
  private let wholeLine: Bool

  private struct State {
    var places: [Int]
    var isFound: Bool
    /// Whether the expression matches if the line ends here.
    var isFoundAtEnd: Bool
  }
  private var states: [State] = []
  private var numbers: [[Int]: Int] = [:]
  /// Of every state, the state after each byte.
  private var next: [Int] = []
  private static let unknown = -1
  /// Nothing can match any more.
  private static let dead = -2

  init(_ alternatives: [[LineMatcher.Item]], wholeLine: Bool) {
    self.wholeLine = wholeLine
    entry = add(alternatives, before: 0)
    _ = make([entry], atStart: true)
  }

  func matches(_ line: ArraySlice<UInt8>) -> Bool {
    var state = 0
    for byte in line {
      if states[state].isFound, !wholeLine { return true }
      var following = next[state << 8 | Int(byte)]
      if following == LineAutomaton.unknown { following = follow(state, byte) }
      if following == LineAutomaton.dead { return false }
      state = following
    }
    return states[state].isFoundAtEnd
  }

  private func follow(_ state: Int, _ byte: UInt8) -> Int {
    var entered = states[state].places.compactMap { place -> Int? in
      if case .byte(let part, let next) = steps[place], part.accepts(byte) { next } else { nil }
    }
    if !wholeLine { entered.append(entry) }
    let following = make(entered, atStart: false)
    next[state << 8 | Int(byte)] = following
    return following
  }

  /// The number of the state that is reached with some steps.
  private func make(_ entered: [Int], atStart: Bool) -> Int {
    let key = Array(Set(entered)).sorted()
    if !atStart, let number = numbers[key] { return number }
    let places = reached(key, atStart: atStart, atEnd: false)
    let atEnd = reached(key, atStart: atStart, atEnd: true)
    let state = State(places: places, isFound: places.contains(0), isFoundAtEnd: atEnd.contains(0))
    var number = LineAutomaton.dead
    if atStart || !places.isEmpty || state.isFoundAtEnd {
      number = states.count
      states.append(state)
      next += [Int](repeating: LineAutomaton.unknown, count: 256)
    }
    if !atStart { numbers[key] = number }
    return number
  }

  /// Steps that read a byte, and 0 if the expression ends, where reading may stand without reading more.
  private func reached(_ entered: [Int], atStart: Bool, atEnd: Bool) -> [Int] {
    var seen: Set<Int> = []
    var places: [Int] = []
    var open = entered
    while let place = open.popLast() {
      guard seen.insert(place).inserted else { continue }
      switch steps[place] {
      case .byte, .found: places.append(place)
      case .split(let ways): open += ways
      case .start(let next): if atStart { open.append(next) }
      case .end(let next): if atEnd { open.append(next) }
      }
    }
    return places
  }

  private func add(_ step: Step) -> Int {
    steps.append(step)
    return steps.count - 1
  }

  private func add(_ alternatives: [[LineMatcher.Item]], before next: Int) -> Int {
    let ways = alternatives.map { items in items.reversed().reduce(next) { add($1, before: $0) } }
    return ways.count == 1 ? ways[0] : add(.split(ways))
  }

  private func add(_ item: LineMatcher.Item, before next: Int) -> Int {
    var first = next
    if item.high == .max {
      let loop = add(.split([next]))
      steps[loop] = .split([add(item.part, before: loop), next])
      first = loop
    } else {
      for _ in item.low..<max(item.low, item.high) { first = add(.split([add(item.part, before: first), next])) }
    }
    return (0..<item.low).reduce(first) { following, _ in add(item.part, before: following) }
  }

  private func add(_ part: LineMatcher.Part, before next: Int) -> Int {
    switch part {
    case .start: add(.start(next: next))
    case .end: add(.end(next: next))
    case .group(let alternatives): add(alternatives, before: next)
    case .one, .any, .set: add(.byte(part, next: next))
    }
  }
}

extension LineMatcher.Part {
  fileprivate func accepts(_ byte: UInt8) -> Bool {
    switch self {
    case .one(let character): byte == character
    case .any: true
    case .set(let ranges, let negated): ranges.contains { $0.contains(byte) } != negated
    case .start, .end, .group: false
    }
  }
}
