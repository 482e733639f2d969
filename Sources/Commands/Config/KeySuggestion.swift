/// Which known word was probably meant.
enum KeySuggestion {
  /// The nearest of `known`, if it is near enough to be a slip rather than another word.
  static func nearest(to word: String, among known: [String]) -> String? {
    let ranked = known.map { (distance: distance(word, $0), word: $0) }.min { $0 < $1 }
    guard let best = ranked, best.distance <= max(2, word.count / 3) else { return nil }
    return best.word
  }

  /// `; did you mean 'x'?`, or nothing.
  static func hint(for word: String, among known: [String]) -> String {
    nearest(to: word, among: known).map { "; did you mean '\($0)'?" } ?? ""
  }

  /// Edits that turn one word into the other; two swapped neighbours are one edit.
  static func distance(_ left: String, _ right: String) -> Int {
    let a = Array(left), b = Array(right)
    var rows = [Array(0...b.count)]
    for i in 0..<a.count {
      var row = [i + 1]
      for j in 0..<b.count {
        var best = min(rows[i][j] + (a[i] == b[j] ? 0 : 1), rows[i][j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, rows[i - 1][j - 1] + 1) }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
