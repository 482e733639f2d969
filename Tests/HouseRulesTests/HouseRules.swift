import TestPace
import Testing

/// Each rule with all the places that break it. A message says what to do instead.
@Suite(.givesWay) struct HouseRules {
  @Test func `a function has at most 70 lines`() {
    report(
      SourceTree.swift.flatMap { file in
        FunctionLength.all(in: file).filter { $0.lineCount > 70 }.map {
          Violation(
            path: file.path, line: $0.line,
            message: "\($0.name) has \($0.lineCount) lines; name a part of it and move it out")
        }
      })
  }

  @Test func `a file has at most 400 lines`() {
    report(
      SourceTree.swift.filter { $0.lines.count > 401 }.map {
        Violation(
          path: $0.path, line: $0.lines.count, message: "\($0.lines.count - 1) lines; one decision, one file")
      })
  }

  @Test func `sources trap on nothing and leave nothing open`() {
    let banned = [
      ("try!", "handle the error or let it pass on"), ("as!", "use as? and say what to do otherwise"),
      ("fatalError(", "answer with a typed error"), ("@_exported", "import where it is used"),
    ]
    report(
      SourceTree.sources.flatMap { file in
        banned.flatMap { token, remedy in
          file.lines(with: token).map { Violation(path: file.path, line: $0, message: "\(token): \(remedy)") }
        }
      })
    report(
      SourceTree.sources.flatMap { file in
        zip(1..., file.lines).filter { _, line in
          ["TO" + "DO", "FIX" + "ME", "XX" + "X"].contains { CodeScanner.contains($0, in: line) }
        }.map { Violation(path: file.path, line: $0.0, message: "finish it") }
      })
  }

  @Test func `an exception from the concurrency checks says why it is safe`() {
    report(
      SourceTree.swift.flatMap { file in
        ["@unchecked Sendable", "nonisolated(unsafe)"].flatMap { file.lines(with: $0) }.filter { number in
          let above = file.lines[..<(number - 1)].last { !$0.drop { $0 == " " }.hasPrefix("@") } ?? ""
          return !above.drop { $0 == " " }.hasPrefix("//") && !file.lines[number - 1].contains("//")
        }.map {
          Violation(path: file.path, line: $0, message: "say beside it or directly above why this is safe")
        }
      })
  }

  @Test func `a test is named by a sentence`() {
    report(
      SourceTree.tests.flatMap { file in
        zip(1..., zip(file.lines, file.codeLines)).filter { _, line in
          line.1.contains("func ") && CodeScanner.contains("@Test", in: line.1) && !line.0.contains("func `")
        }.map { Violation(path: file.path, line: $0.0, message: "name it by what it says, in backticks") }
      })
    report(
      SourceTree.tests.flatMap { file in
        file.imports.filter { $0.module == "XCTest" }.map {
          Violation(path: file.path, line: $0.line, message: "XCTest: write it with Swift Testing")
        }
      })
  }

  private func report(_ violations: [Violation]) { HouseRules.report(violations) }

  static func report(_ violations: [Violation]) {
    for violation in violations { Issue.record("\(violation)") }
  }
}
