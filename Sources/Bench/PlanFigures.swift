import Cluster
import Planning

/// What planning costs and how good plans are, over random clusters that are the same every time.
struct PlanFigures {
  /// One cluster with what its plan came to.
  struct Row {
    var nodes: Int
    var guests: Int
    var seed: UInt64
    /// Shortest of three.
    var seconds: Double
    var isFeasible: Bool
    var makespanSeconds: Double
    var boundSeconds: Double

    /// The makespan as a multiple of the bound.
    var ratio: Double { boundSeconds > 0 ? makespanSeconds / boundSeconds : 1 }
  }

  /// The largest is planned in at most so many seconds.
  static let secondsMax = 1.0
  /// No makespan is longer than so many times its bound.
  static let ratioMax = 1.05

  let rows: [Row]

  /// Plans the whole corpus.
  static func measured() -> PlanFigures {
    let sizes = [(3, 40), (4, 120), (8, 300), (16, 1_000), (32, 4_000), (64, 10_000)]
    return PlanFigures(
      rows: sizes.flatMap { nodes, guests in (1...5).map { row(nodes: nodes, guests: guests, seed: $0) } })
  }

  private static func row(nodes: Int, guests: Int, seed: UInt64) -> Row {
    let inventory = RandomInventory(seed: seed).make(nodes: nodes, guests: guests)
    var row = Row(
      nodes: nodes, guests: guests, seed: seed, seconds: .infinity, isFeasible: false, makespanSeconds: 0,
      boundSeconds: 0)
    for _ in 0..<3 {
      let start = ContinuousClock.now
      let plan = Planner.plan(scope: .rolling, policy: Policy(), inventory: inventory)
      row.seconds = min(row.seconds, (ContinuousClock.now - start) / .seconds(1))
      row.isFeasible = plan.isFeasible && plan.passes.allSatisfy { $0.action == .restart }
      (row.makespanSeconds, row.boundSeconds) = (plan.makespanSeconds, plan.lowerBoundSeconds)
    }
    return row
  }

  var isMissed: Bool { rows.contains { !isReached(by: $0) } }

  private func isReached(by row: Row) -> Bool {
    row.isFeasible && row.ratio <= PlanFigures.ratioMax && row.seconds <= PlanFigures.secondsMax
  }

  var lines: [String] {
    let head = ["nodes", "guests", "seed", "planned in", "all restarted", "makespan", "over the bound", ""]
    let cells = rows.map { row in
      [
        "\(row.nodes)", "\(row.guests)", "\(row.seed)", ResultTable.milliseconds(row.seconds),
        row.isFeasible ? "yes" : "no", Phrase.clock(row.makespanSeconds), "\(percent(row.ratio)) %",
        isReached(by: row) ? "reached" : "MISSED",
      ]
    }
    return ResultTable.aligned([head] + cells, right: [0, 1, 2, 3, 5, 6])
  }

  private func percent(_ ratio: Double) -> Double { ((ratio - 1) * 1000).rounded() / 10 }
}
