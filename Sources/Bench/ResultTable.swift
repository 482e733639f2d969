/// The measurements as text.
struct ResultTable {
  let measurements: [Measurement]

  /// Heading, one line per measurement, columns as wide as they need to be.
  var lines: [String] {
    let head = ["", "median", "min", "max", "runs", "goal", ""]
    return ResultTable.aligned([head] + measurements.map(row), right: [1, 2, 3, 4])
  }

  /// Rows of cells with their columns below each other, those of these numbers to the right.
  static func aligned(_ rows: [[String]], right: Set<Int>) -> [String] {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = row.indices.map { column in
        let blanks = String(repeating: " ", count: widths[column] - row[column].count)
        return right.contains(column) ? blanks + row[column] : row[column] + blanks
      }
      return String(cells.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
    }
  }

  private func row(_ measurement: Measurement) -> [String] {
    let verdict = measurement.isReached(among: measurements).map { $0 ? "reached" : "MISSED" } ?? ""
    let goal =
      switch measurement.goal {
      case .atMost(let limit): "at most \(ResultTable.milliseconds(limit))"
      case .lessThan(let name): "less than '\(name)'"
      case .none: ""
      }
    return [
      measurement.name, ResultTable.milliseconds(measurement.median),
      ResultTable.milliseconds(measurement.seconds.min()), ResultTable.milliseconds(measurement.seconds.max()),
      "\(measurement.seconds.count)", goal, verdict,
    ]
  }

  static func milliseconds(_ seconds: Double?) -> String {
    seconds.map { "\(Int(($0 * 1000).rounded())) ms" } ?? "-"
  }
}
