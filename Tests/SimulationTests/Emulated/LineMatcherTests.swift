import Cluster
import Testing

@testable import Simulation

/// The expressions of the simulated `grep` against the machine's own.
struct LineMatcherTests {
  @Test func `any expression picks the lines that the machine's own grep picks`() throws {
    var draw = RandomExpression(random: SeededRandom(seed: 4))
    for _ in 0..<150 {
      let pattern = draw.alternatives(depth: 0)
      let lines = (0..<40).map { _ in draw.line() }
      for flags in ["-nE", "-nxE", "-nvE", "-niE"] {
        let text = lines.joined(separator: "\n")
        let real = try RealShell.run("printf '%s\\n' '\(text)' | grep \(flags) '\(pattern)'").output
        let matcher = try #require(LineMatcher(pattern, flags: flags))
        let isInverted = flags.contains("v")
        let picked = lines.enumerated().filter { matcher.matches(Array($0.element.utf8)[...]) != isInverted }
        let simulated = picked.map { "\($0.offset + 1):\($0.element)\n" }.joined()
        #expect(simulated == real, "grep \(flags) '\(pattern)'")
      }
    }
  }
}

/// Expressions and lines of few letters, so that many match in part.
private struct RandomExpression {
  var random: SeededRandom

  mutating func line() -> String {
    String((0..<Int.random(in: 0...7, using: &random)).map { _ in "abAB0:".randomElement(using: &random) ?? "a" })
  }

  mutating func alternatives(depth: Int) -> String {
    (0..<Int.random(in: 1...2, using: &random)).map { _ in items(depth: depth) }.joined(separator: "|")
  }

  private mutating func items(depth: Int) -> String {
    let begin = depth == 0 && Int.random(in: 0..<3, using: &random) == 0 ? "^" : ""
    let end = depth == 0 && Int.random(in: 0..<3, using: &random) == 0 ? "$" : ""
    return begin + (0..<Int.random(in: 1...3, using: &random)).map { _ in item(depth: depth) }.joined() + end
  }

  private mutating func item(depth: Int) -> String {
    var parts = ["a", "b", "0", ":", ".", "[a-z]", "[^a]", "[[:digit:]b]", "\\."]
    if depth < 2 { parts.append("(\(alternatives(depth: depth + 1)))") }
    let counts = ["", "", "", "*", "+", "?", "{2}", "{1,3}", "{2,}"]
    return (parts.randomElement(using: &random) ?? "a") + (counts.randomElement(using: &random) ?? "")
  }
}
