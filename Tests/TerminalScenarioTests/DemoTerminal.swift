import Foundation
import Testing

// The demo in a terminal, told when it is ready and how it ended.
extension Tmux {
  /// Starts the demo and waits for its cards. How the terminal was set is noted before and after it.
  func startDemo(_ options: String = "") async throws {
    await order("stty -a >before; \(demo(options)); code=$?; stty -a >after; echo ended with=$code")
    try await showsCards()
  }

  /// The command line of the demo.
  func demo(_ options: String = "") -> String { "\(Tmux.program) --demo --speed 200 \(options)" }

  /// Waits for all cards with their figures.
  func showsCards() async throws {
    let figures = try Regex("25/25|25ct")
    let keys = try Regex(#"(U update|refresh).* q( quit)?\s*$"#)
    try await shows("cards and keys") { screen in
      ["homelab", "pve1", "pve2", "pve3"].allSatisfy(screen.contains) && screen.contains(figures)
        && screen.contains(keys)
    }
  }

  /// Waits for the shell, and holds the exit code and the terminal's settings against what they must be.
  func ended(with code: Int32, _ location: SourceLocation = #_sourceLocation) async throws {
    let screen = try await shows("(?m)^ended with=[0-9]+$", location)
    #expect(screen.split(separator: "\n").contains("ended with=\(code)"), "\(screen)", sourceLocation: location)
    #expect(try settings("after") == settings("before"), sourceLocation: location)
  }

  // Its size is not the program's to give back, and tmux takes its time with that.
  private func settings(_ name: String) throws -> String {
    try file(name).replacing(#/rows \d+; columns \d+;/#, with: "")
  }
}
