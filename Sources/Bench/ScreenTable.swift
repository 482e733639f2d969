import Foundation

/// herdmon's screen and btop's, side by side with the goals.
struct ScreenTable {
  private struct Row {
    var name: String
    var figure: KeyPath<ScreenFigures, Double?>
    var goal: Double?
    var text: (Double) -> String
  }

  private static var rows: [Row] {
    [
      Row(name: "start to first frame", figure: \.firstFrame, goal: 0.150, text: ResultTable.milliseconds),
      Row(name: "key to frame", figure: \.keyToFrame, goal: 0.016) { String(format: "%.1f ms", $0 * 1000) },
      Row(name: "bytes in an idle minute", figure: \.idleBytes, goal: 1024) { String(format: "%.0f", $0) },
      Row(name: "bytes in a busy second", figure: \.busyBytes, goal: 4096) { String(format: "%.0f", $0) },
      Row(name: "bytes in the worst second", figure: \.worstBytes, goal: nil) { String(format: "%.0f", $0) },
      Row(name: "processor while idle", figure: \.idleProcessor, goal: 0.003) { String(format: "%.2f %%", $0 * 100) },
      Row(name: "100 000 lines into the pane", figure: \.flood, goal: 1, text: ResultTable.milliseconds),
      Row(name: "memory", figure: \.memory, goal: 40e6) { String(format: "%.1f MB", $0 / 1e6) },
      Row(name: "memory after much was shown", figure: \.busyMemory, goal: 40e6) {
        String(format: "%.1f MB", $0 / 1e6)
      },
    ]
  }

  let herdmon: ScreenFigures
  /// nil where it is not installed.
  let btop: ScreenFigures?

  /// Heading and one line per figure.
  var lines: [String] {
    let head = ["", "herdmon", "goal", "", btop == nil ? "btop is not installed" : "btop"]
    return ResultTable.aligned(
      [head]
        + ScreenTable.rows.map { row in
          let reached = isReached(row).map { $0 ? "reached" : "MISSED" } ?? ""
          return [
            row.name, herdmon[keyPath: row.figure].map(row.text) ?? "-", row.goal.map(row.text) ?? "", reached,
            btop.map { $0[keyPath: row.figure].map(row.text) ?? "-" } ?? "",
          ]
        }, right: [1, 2, 4])
  }

  /// Whether a goal is missed.
  var isMissed: Bool { ScreenTable.rows.contains { isReached($0) == false } }

  private func isReached(_ row: Row) -> Bool? {
    row.goal.map { goal in herdmon[keyPath: row.figure].map { $0 <= goal } ?? false }
  }
}
