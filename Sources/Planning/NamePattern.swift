/// A pattern of names as operators write it: `*` for any characters, `?` for one, all else for itself, in any case.
public struct NamePattern: Hashable, Sendable, Codable {
  /// The pattern as written.
  public let text: String

  /// A pattern; every text is one.
  public init(_ text: String) { self.text = text }

  /// Whether the whole name fits.
  public func matches(_ name: String) -> Bool {
    let pattern = Array(text.lowercased()), name = Array(name.lowercased())
    // The place after the last star, and where in the name that star's characters end so far: on a mismatch the star
    // takes one more, and nothing before it has to be tried again. So hostile names cost no more than their length.
    var star: (pattern: Int, name: Int)?
    var (p, n) = (0, 0)
    while n < name.count {
      if p < pattern.count, pattern[p] == "*" {
        p += 1
        star = (p, n)
      } else if p < pattern.count, pattern[p] == "?" || pattern[p] == name[n] {
        p += 1
        n += 1
      } else if let last = star {
        star = (last.pattern, last.name + 1)
        (p, n) = (last.pattern, last.name + 1)
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == "*" }
  }
}
