import Foundation
import Testing

/// Sizes, types of terminals and locales.
extension TerminalScenarios {
  @Suite struct OnAnyTerminal {
    /// Every type with every size, and each of either in both locales.
    static let kinds = ["xterm-256color", "screen", "linux", "vt100"].enumerated().flatMap { number, term in
      [(80, 24), (200, 60), (40, 12)].enumerated().map { place, size in
        Tmux.Kind(
          columns: size.0, rows: size.1, term: term, locale: (number + place) % 2 == 0 ? "C.UTF-8" : "C")
      }
    }

    @Test(arguments: kinds) func `it takes every key and size, and a kill leaves the terminal sane`(_ kind: Tmux.Kind)
      async throws
    {
      try await Tmux.with(kind) { tmux in
        try await tmux.startDemo()
        let screen = await tmux.screen()
        let lines = screen.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.allSatisfy { $0.count <= kind.columns })
        #expect(screen.utf8.allSatisfy { $0 < 0x80 } == (kind.locale == "C"), "\(screen)")
        await tmux.press("A")
        try await tmux.shows("type homelab|homelab to go on|Cancel")
        await tmux.press("Escape")
        try await tmux.showsCards()
        for key in ["U", "R", "A", "D", "H", "F", "Enter", "?"] { await tmux.press(key, "Escape") }
        await tmux.press(each: "p S s X Right l Tab Left h BTab Up Down k j PPage NPage g Home G f End v r m m C-l 9")
        await tmux.press(each: "2 j k C-d C-u g G > < o Space * s t a Enter Escape / x Escape 3 Down Enter Escape")
        await tmux.press(each: "4 d Escape 5 e e w Escape : Tab Escape - Tab BTab ? Escape 1 Escape")
        await tmux.resize(1, 1)
        await tmux.resize(kind.rows * 2, kind.columns)
        await tmux.resize(kind.columns, kind.rows)
        try await tmux.showsCards()
        #expect(kill(try await tmux.child(), SIGTERM) == 0)
        try await tmux.ended(with: 143)
      }
    }

    @Test(arguments: [("", "38;5;"), ("COLORTERM=truecolor", "38;2;")])
    func `colours are as many as the terminal says`(_ variable: String, _ sequence: String) async throws {
      let kind = Tmux.Kind(term: "xterm-256color", environment: variable.isEmpty ? [] : [variable])
      try await Tmux.with(kind) { tmux in
        try await tmux.startDemo()
        let screen = await tmux.screen(withColours: true)
        #expect(screen.contains("\u{1B}[\(sequence)"), "\(screen.debugDescription)")
        await tmux.press("q")
        try await tmux.ended(with: 0)
      }
    }

    @Test func `pasted text presses no key`() async throws {
      try await Tmux.with { tmux in
        try await tmux.startDemo()
        await tmux.paste("ARUq")
        await tmux.press("p")
        let screen = try await tmux.shows("p is refused now")
        #expect(!screen.contains("Cancel"))
        await tmux.press("q")
        try await tmux.ended(with: 0)
      }
    }

    @Test(arguments: [("", true), ("NO_COLOR=1", false), ("HERDMON_NO_COLOR=1", false)])
    func `colours are shown unless they are not wanted`(_ variable: String, _ isColourful: Bool) async throws {
      let kind = Tmux.Kind(term: "xterm-256color", environment: variable.isEmpty ? [] : [variable])
      try await Tmux.with(kind) { tmux in
        try await tmux.startDemo()
        let screen = await tmux.screen(withColours: true)
        let colour = try Regex("\u{1B}\\[[0-9;]*?\\b(3[0-8]|4[0-8]|9[0-7]|10[0-7])[0-9;]*m")
        #expect(screen.contains(colour) == isColourful, "\(screen.debugDescription)")
        await tmux.press("q")
        try await tmux.ended(with: 0)
      }
    }

    @Test func `a terminal that is none is told what to do instead`() async throws {
      try await Tmux.with { tmux in
        await tmux.order("\(tmux.demo()) </dev/null; echo ended with=$?")
        let screen = try await tmux.shows("ended with=[0-9]+")
        #expect(!screen.contains("ended with=0"))
        #expect(screen.contains("--plain"), "\(screen)")
        await tmux.order("TERM=nonesuch \(tmux.demo()); echo ended again with=$?")
        try await tmux.shows("nonesuch' is unknown(.|\n)*ended again with=[1-9]")
      }
    }
  }
}
