/// Order in which people sort names and versions: runs of digits compare as numbers.
public enum NaturalOrder {
  /// Whether `left` stands before `right`: `pve2` before `pve10`, kernel `6.8.12-9-pve` before `6.8.12-10-pve`.
  public static func precedes(_ left: String, _ right: String) -> Bool {
    let a = pieces(of: left)
    let b = pieces(of: right)
    for (x, y) in zip(a, b) where x != y { return x < y }
    return a.count != b.count ? a.count < b.count : left < right
  }

  private enum Piece: Equatable {
    case number(digits: String)
    case text(String)

    static func < (left: Piece, right: Piece) -> Bool {
      switch (left, right) {
      case (.number(let a), .number(let b)): a.count != b.count ? a.count < b.count : a < b
      case (.text(let a), .text(let b)): a < b
      case (.number, .text): true
      case (.text, .number): false
      }
    }
  }

  private static func pieces(of text: String) -> [Piece] {
    var result: [Piece] = []
    var rest = text.utf8[...]
    while let first = rest.first {
      let digits = isDigit(first)
      let run = rest.prefix { isDigit($0) == digits }
      let significant = digits ? run.drop { $0 == UInt8(ascii: "0") } : run
      let piece = String(Substring(significant))
      result.append(digits ? .number(digits: piece) : .text(piece))
      rest = rest[run.endIndex...]
    }
    return result
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
