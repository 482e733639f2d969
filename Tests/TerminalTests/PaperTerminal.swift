import Testing

/// A terminal of paper: takes what is sent to an xterm and tells what would be seen. What it does not know is an error.
struct PaperTerminal {
  struct Place: Equatable {
    var glyph = " "
    var isReversed = false
    var foreground = ""
  }

  let width: Int
  let height: Int
  private(set) var places: [[Place]]
  private(set) var x = 0
  private(set) var y = 0
  private(set) var isWrapPending = false
  private var pen = Place()

  init(width: Int, height: Int) {
    (self.width, self.height) = (width, height)
    places = Array(repeating: Array(repeating: Place(), count: width), count: height)
  }

  var lines: [String] {
    places.map { row in
      var line = row.map(\.glyph).joined()
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  mutating func take(_ bytes: [UInt8], widthOf: (Unicode.Scalar) -> Int) throws {
    var rest = Substring.UnicodeScalarView(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    while let scalar = rest.popFirst() {
      if scalar == "\u{1B}" { try sequence(&rest) } else { try put(scalar, widthOf(scalar)) }
    }
  }

  private mutating func put(_ scalar: Unicode.Scalar, _ columns: Int) throws {
    if columns == 0 {
      let before = isWrapPending ? x : x - 1
      places[y][places[y][before].glyph.isEmpty ? before - 1 : before].glyph.unicodeScalars.append(scalar)
      return
    }
    try #require(scalar.value >= 0x20 && !isWrapPending && x < width, "\(scalar.escaped(asASCII: true)) at \(x), \(y)")
    pen.glyph = String(Character(scalar))
    places[y][x] = pen
    if columns == 2 {
      pen.glyph = ""
      places[y][x + 1] = pen
    }
    x += columns
    if x >= width { (x, isWrapPending) = (width - 1, true) }
  }

  private mutating func sequence(_ rest: inout Substring.UnicodeScalarView) throws {
    try #require(rest.popFirst() == "[")
    var text = ""
    while let scalar = rest.popFirst() {
      if scalar.properties.isAlphabetic {
        return try obey(scalar, text.split(separator: ";").compactMap { Int($0) }, isPrivate: text.hasPrefix("?"))
      }
      text.unicodeScalars.append(scalar)
    }
    Issue.record("an escape sequence without end")
  }

  private mutating func obey(_ command: Unicode.Scalar, _ numbers: [Int], isPrivate: Bool) throws {
    isWrapPending = false
    switch command {
    case "H": (y, x) = numbers.isEmpty ? (0, 0) : (numbers[0] - 1, numbers[1] - 1)
    case "C": x += numbers.first ?? 1
    case "J": places = places.map { $0.map { _ in Place() } }
    case "K": for column in x..<width { places[y][column] = Place() }
    case "h" where isPrivate, "l" where isPrivate: break
    case "m":
      if numbers.isEmpty { (pen.isReversed, pen.foreground) = (false, "") }
      if numbers == [7] { pen.isReversed = true }
      if numbers.first == 38 { pen.foreground = numbers.dropFirst(2).map(String.init).joined(separator: ";") }
    default: Issue.record("unknown sequence \(numbers) \(command)")
    }
    try #require((0..<width).contains(x) && (0..<height).contains(y))
  }
}
