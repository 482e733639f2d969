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
    var label: String?
    var body: [UInt8] = []
    for line in SectionedResult.lines(of: result.output) {
      // Half a label or half an exit status is worse than none: only whole lines count.
      let isMark = line.first == opening[0] && line.last == UInt8(ascii: "\n")
      if isMark, line.starts(with: opening) {
        if let label { parts[label] = Part(bytes: body) }
        label = SectionedResult.text(line.dropFirst(opening.count))
        body = []
      } else if isMark, line.starts(with: closing),
        let status = Int32(SectionedResult.text(line.dropFirst(closing.count)))
      {
        // The closing line begins with a line feed of its own, so that an unfinished last line does not hide it.
        if body.last == UInt8(ascii: "\n") { body.removeLast() }
        if let label { parts[label] = Part(bytes: body, status: status) }
        label = nil
      } else if label != nil {
        body += line
      }
    }
    if let label { parts[label] = Part(bytes: body) }
    readErrors(result.errors, opening: opening)
  }

  /// Answer under that label; an empty one without status if there is none.
  public subscript(label: String) -> Part { parts[label] ?? Part() }

  private mutating func readErrors(_ bytes: [UInt8], opening: [UInt8]) {
    var label: String?
    for line in SectionedResult.lines(of: bytes) {
      if line.first == opening[0], line.starts(with: opening) || opening.starts(with: line) {
        // A label that was cut belongs to nobody.
        label = line.last == UInt8(ascii: "\n") ? SectionedResult.text(line.dropFirst(opening.count)) : nil
      } else if let label {
        parts[label]?.errors += String(decoding: line, as: UTF8.self)
      }
    }
  }

  /// Lines with their line feeds.
  private static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var result: [ArraySlice<UInt8>] = []
    var start = bytes.startIndex
    while start < bytes.endIndex {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.endIndex
      result.append(bytes[start..<end])
      start = end
    }
    return result
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self).trimmingBlanks
  }
}
