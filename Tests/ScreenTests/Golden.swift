import FoundationEssentials
import Screen
import Testing

/// Screens kept as text: the glyphs, and below them the letters of their styles. Run with `HERDMON_GOLDEN=write` to
/// keep them anew; the difference is reviewed like code.
enum Golden {
  private static let folder = #filePath.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" } + "/Golden"

  static func text(of canvas: Canvas) -> String {
    (canvas.glyphLines + [String(repeating: "=", count: canvas.size.width)] + canvas.styleLines)
      .joined(separator: "\n") + "\n"
  }

  static func check(_ canvas: Canvas, _ name: String) throws {
    let path = "\(folder)/\(name).txt"
    let drawn = text(of: canvas)
    if ProcessInfo.processInfo.environment["HERDMON_GOLDEN"] == "write" {
      try drawn.write(toFile: path, atomically: true, encoding: .utf8)
      return
    }
    guard let kept = try? String(contentsOfFile: path, encoding: .utf8) else {
      Issue.record("\(path) is missing; run the tests with HERDMON_GOLDEN=write")
      return
    }
    guard drawn != kept else { return }
    let (new, old) = (
      drawn.split(separator: "\n", omittingEmptySubsequences: false),
      kept.split(separator: "\n", omittingEmptySubsequences: false)
    )
    let line = zip(new, old).enumerated().first { $0.element.0 != $0.element.1 }
    Issue.record(
      """
      \(name) differs in line \((line?.offset ?? min(new.count, old.count)) + 1)
      kept:  \(line.map { String($0.element.1) } ?? "(end)")
      drawn: \(line.map { String($0.element.0) } ?? "(end)")
      """)
  }
}
