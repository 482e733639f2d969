/// Columns of text, as wide as their widest cell.
struct TextTable {
  /// Where a column's cells stand.
  enum Alignment { case left, right }

  private let header: [String]
  private let alignments: [Alignment]
  private var rows: [[String]] = []

  /// A table with these headings; an empty heading is fine.
  init(_ columns: (String, Alignment)...) {
    header = columns.map(\.0)
    alignments = columns.map(\.1)
  }

  /// Adds a row; missing cells are empty.
  mutating func add(_ cells: String...) {
    rows.append((header.indices).map { cells.indices.contains($0) ? cells[$0].printable : "" })
  }

  /// Whether there is no row.
  var isEmpty: Bool { rows.isEmpty }

  /// The lines, heading first unless all headings are empty.
  func lines(indent: Int = 0) -> [String] {
    let all = (header.allSatisfy(\.isEmpty) ? [] : [header]) + rows
    let widths = header.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    return all.map { row in
      var line = String(repeating: " ", count: indent)
      for column in header.indices where widths[column] > 0 {
        let padding = String(repeating: " ", count: widths[column] - row[column].count)
        line += alignments[column] == .left ? row[column] + padding : padding + row[column]
        line += "  "
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}

extension String {
  /// The text without control characters, which a hostile name could steer a terminal with.
  var printable: String {
    String(String.UnicodeScalarView(unicodeScalars.filter { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }))
  }
}
