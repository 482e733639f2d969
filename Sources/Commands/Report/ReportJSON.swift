import FoundationEssentials

/// How reports are written as JSON and read back.
enum ReportJSON {
  /// A report as text without a line end.
  /// - Parameter isCompact: on one line, for streams of reports.
  static func text(_ report: some Encodable, isCompact: Bool = false) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if !isCompact { encoder.outputFormatting.insert(.prettyPrinted) }
    return String(decoding: try encoder.encode(report), as: UTF8.self)
  }

  /// Reads a report.
  static func read<Report: Decodable>(_ type: Report.Type, from text: String) throws -> Report {
    try JSONDecoder().decode(type, from: Data(text.utf8))
  }
}
