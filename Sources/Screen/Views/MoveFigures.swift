import Planning

/// What one leg's moves mean for the guests, in sentences: who restarts, who moves live, who stops, whom HA moves.
struct MoveFigures {
  private let moves: [Plan.Move]
  private let managed: [Plan.Move]

  /// Figures of moves that herdmon carries out, and of those that it leaves to the HA stack.
  init(_ moves: [Plan.Move], byHA managed: [Plan.Move]) {
    self.moves = moves
    self.managed = managed
  }

  var sentences: [String] {
    var sentences = [restarts, lives, stops].compactMap(\.self)
    if !managed.isEmpty {
      let restarting = managed.count { $0.way == .restart }
      sentences.append(
        MoveFigures.byHA(managed.count)
          + (restarting > 0
            ? "; \(Figures.count(restarting, "container")) among them \(restarting == 1 ? "restarts" : "restart")" : "")
      )
    }
    return sentences
  }

  private var restarts: String? {
    let restarts = moves.filter { $0.way == .restart }
    guard let worst = restarts.max(by: { $0.outageSeconds < $1.outageSeconds }) else { return nil }
    let mean = restarts.reduce(0) { $0 + $1.outageSeconds } / Double(restarts.count)
    let verb = restarts.count == 1 ? "restarts" : "restart, each"
    let extreme = restarts.count == 1 ? "" : ", worst \(Figures.brief(worst.outageSeconds)) \(worst.label)"
    return "\(Figures.count(restarts.count, "container")) \(verb) out about \(Figures.brief(mean))\(extreme)"
  }

  private var lives: String? {
    let lives = moves.filter { $0.way == .live }
    guard let pause = lives.map(\.outageSeconds).max() else { return nil }
    return "\(Figures.count(lives.count, "VM")) \(lives.count == 1 ? "moves" : "move") live, "
      + (pause > 0 ? "paused for about \(Figures.brief(pause))" : "no outage")
  }

  private var stops: String? {
    let stops = moves.filter { $0.way == .shutdown }
    guard let longest = stops.map(\.outageSeconds).max() else { return nil }
    return "\(MoveFigures.stop(stops.count)) with the node"
      + (longest > 0 ? ", out about \(Figures.brief(longest))" : "")
  }

  static func stop(_ count: Int) -> String { "\(Figures.count(count, "guest")) \(count == 1 ? "stops" : "stop")" }

  static func byHA(_ count: Int) -> String { "HA moves \(Figures.count(count, "guest")) itself" }
}
