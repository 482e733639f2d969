extension StringProtocol {
  /// Parts between blanks and tabs.
  var words: [SubSequence] {
    utf8.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.map { self[$0.startIndex..<$0.endIndex] }
  }

  /// Text before and after the first `mark`; nil if there is none.
  func cut(at mark: Unicode.Scalar) -> (head: SubSequence, tail: SubSequence)? {
    guard let place = unicodeScalars.firstIndex(of: mark) else { return nil }
    return (self[..<place], self[unicodeScalars.index(after: place)...])
  }
}

/// Whole numbers as Proxmox's tools print them.
enum Digits {
  /// A number of nothing but ASCII digits.
  static func number(_ text: some StringProtocol) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(text)
  }
}

extension String {
  /// Where `mark` stands, looked for in `range` or everywhere.
  func range(of mark: String, in range: Range<Index>? = nil) -> Range<Index>? {
    self[range ?? startIndex..<endIndex].firstRange(of: mark)
  }
}

extension Array where Element: Hashable {
  /// Each element once, in order of its first place.
  var unique: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
