/// Parsed programs by their text. A cluster is asked the same lines over and over.
final class ShellPrograms {
  private static let keptMax = 512

  private var kept: [String: ShellNode] = [:]

  func program(_ text: String) throws(ShellSyntaxError) -> ShellNode {
    if let program = kept[text] { return program }
    let program = try ShellParser.parse(text)
    if kept.count >= ShellPrograms.keptMax { kept = [:] }
    kept[text] = program
    return program
  }
}
