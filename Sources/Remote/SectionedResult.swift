/// The answers of a script, apart by label.
public struct SectionedResult: Sendable {
  /// Answer of one labelled command.
  public struct Part: Hashable, Sendable {
    /// Standard output, byte for byte.
    public var bytes: [UInt8]
    /// Standard error, as text.
    public var errors: String
    /// Exit status; nil when the script was cut short in or before this command.
    public var status: Int32?

    /// An answer.
    public init(bytes: [UInt8] = [], errors: String = "", status: Int32? = nil) {
      self.bytes = bytes
      self.errors = errors
      self.status = status
    }

    /// Standard output as text; bytes that are no UTF-8 become U+FFFD.
    public var output: String { String(decoding: bytes, as: UTF8.self) }

    /// Lines of standard output, without carriage returns; an unfinished last line counts.
    public var lines: [String] {
      // Bytes are split, because a carriage return and a line feed are one `Character`.
      var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
        String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
      }
      if lines.last == "" { lines.removeLast() }
      return lines
    }
  }

  /// Answers by label.
  public private(set) var parts: [String: Part] = [:]

  /// Splits the result of a `CommandLine` made of sections with the same marker. Anything before the first label,
  /// such as what a login script prints, is ignored.
  public init(_ result: CommandResult, marker: String) {
    let opening = Array("@\(marker) ".utf8)
    let closing = Array("@\(marker)= ".utf8)
    let bytes = result.output
    var label: String?
    var start = 0
    for line in SectionedResult.marks(in: bytes) {
      // Half a label or half an exit status is worse than none: only whole lines count.
      guard bytes[line.upperBound - 1] == UInt8(ascii: "\n") else { continue }
      if bytes[line].starts(with: opening) {
        if let label { parts[label] = Part(bytes: Array(bytes[start..<line.lowerBound])) }
        label = SectionedResult.text(bytes[line].dropFirst(opening.count))
        start = line.upperBound
      } else if bytes[line].starts(with: closing),
        let status = Int32(SectionedResult.text(bytes[line].dropFirst(closing.count)))
      {
        if let label {
          // The closing line begins with a line feed of its own, so that an unfinished last line does not hide it.
          let end = line.lowerBound > start ? line.lowerBound - 1 : start
          parts[label] = Part(bytes: Array(bytes[start..<end]), status: status)
        }
        label = nil
      }
    }
    if let label { parts[label] = Part(bytes: Array(bytes[start...])) }
    readErrors(result.errors, opening: opening)
  }

  /// Answer under that label; an empty one without status if there is none.
  public subscript(label: String) -> Part { parts[label] ?? Part() }

  private mutating func readErrors(_ bytes: [UInt8], opening: [UInt8]) {
    var label: String?
    var start = 0
    func said(until end: Int) -> String { String(decoding: bytes[start..<end], as: UTF8.self) }
    for line in SectionedResult.marks(in: bytes)
    where bytes[line].starts(with: opening) || opening.starts(with: bytes[line]) {
      if let label { parts[label]?.errors += said(until: line.lowerBound) }
      // A label that was cut belongs to nobody.
      let isWhole = bytes[line.upperBound - 1] == UInt8(ascii: "\n")
      label = isWhole ? SectionedResult.text(bytes[line].dropFirst(opening.count)) : nil
      start = line.upperBound
    }
    if let label { parts[label]?.errors += said(until: bytes.endIndex) }
  }

  /// Lines that begin as a label does, with their line feeds.
  private static func marks(in bytes: [UInt8]) -> [Range<Int>] {
    var marks: [Range<Int>] = []
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
      if bytes[start] == UInt8(ascii: "@") { marks.append(start..<end) }
      start = end
    }
    return marks
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self).trimmingBlanks
  }
}
