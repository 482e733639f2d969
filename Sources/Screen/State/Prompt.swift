/// What is typed into the last line of the screen.
public struct Prompt: Hashable, Sendable {
  /// What it is for.
  public enum Kind: Hashable, Sendable {
    /// A command, after `:`.
    case command
    /// Which rows or lines to show, after `/`.
    case filter
  }

  /// What it is for.
  public let kind: Kind
  /// What was typed so far.
  public internal(set) var text: String
  /// The filter that Escape brings back.
  let before: String
  /// What was typed before a completion took its place, and the number of that completion.
  var completion: Completion?

  struct Completion: Hashable, Sendable {
    var stem: String
    var number: Int
  }

  /// The sign before the text.
  var sign: String {
    switch kind {
    case .command: ":"
    case .filter: "/"
    }
  }

  // Longer than any command; what is pasted beyond is dropped.
  private static let scalarsMax = 200

  init(_ kind: Kind, text: String = "") {
    self.kind = kind
    self.text = text
    before = text
  }

  mutating func type(_ more: String) {
    completion = nil
    text = String((text + PlainText.clean(more)).unicodeScalars.prefix(Prompt.scalarsMax))
  }

  /// Puts the next completion, or the one before, in the place of what was typed.
  mutating func complete(_ step: Int, among candidates: (String) -> [String]) {
    let stem = completion?.stem ?? text
    let found = candidates(stem)
    guard !found.isEmpty else { return }
    let number = completion.map { (($0.number + step) % found.count + found.count) % found.count }
    let chosen = number ?? (step > 0 ? 0 : found.count - 1)
    completion = Completion(stem: stem, number: chosen)
    text = found[chosen]
  }
}
