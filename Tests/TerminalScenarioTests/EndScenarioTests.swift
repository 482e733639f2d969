import Foundation
import Testing

/// Every way out gives the terminal back as it was.
extension TerminalScenarios {
  @Suite struct AtTheEnd {
    @Test(arguments: [(SIGTERM, 143), (SIGINT, 130), (SIGHUP, 143), (SIGQUIT, 130)] as [(Int32, Int32)])
    func `a signal ends it, and the terminal is as it was`(_ signal: Int32, _ code: Int32) async throws {
      try await Tmux.with { tmux in
        try await tmux.startDemo()
        #expect(kill(try await tmux.child(), signal) == 0)
        try await tmux.ended(with: code)
      }
    }

    @Test func `control C leaves as q does`() async throws {
      try await Tmux.with { tmux in
        try await tmux.startDemo()
        await tmux.press("C-c")
        try await tmux.ended(with: 0)
      }
    }

    @Test func `a signal during a run lets the moves in flight end first`() async throws {
      try await Tmux.with { tmux in
        try await tmux.startDemo()
        await tmux.press("A")
        try await tmux.shows("type homelab to go on")
        await tmux.press("h", "o", "m", "e", "l", "a", "b", "Enter")
        try await tmux.shows("in flight")
        #expect(kill(try await tmux.child(), SIGTERM) == 0)
        try await tmux.ended(with: 143)
      }
    }

    @Test func `signals pause a run without a screen, let it go on, and abort it`() async throws {
      try await Tmux.with { tmux in
        await tmux.order("\(tmux.demo("--rolling --yes")); echo ended with=$?")
        try await tmux.shows("drain: ")
        let child = try await tmux.child()
        #expect(kill(child, SIGUSR1) == 0)
        try await tmux.shows("paused: nothing new begins")
        #expect(kill(child, SIGUSR1) == 0)
        try await tmux.shows("goes on")
        #expect(kill(child, SIGUSR2) == 0)
        try await tmux.shows("aborting: ")
        try await tmux.shows("ended with=1")
      }
    }

    @Test func `a terminal that takes nothing delays neither the run nor its end`() async throws {
      try await Tmux.with { tmux in
        try await tmux.startDemo()
        await tmux.press("A")
        try await tmux.shows("type homelab to go on")
        await tmux.press("h", "o", "m", "e", "l", "a", "b", "Enter")
        try await tmux.shows("in flight")
        let child = try await tmux.child()
        try await tmux.holdOutput(true)
        #expect(kill(child, SIGTERM) == 0)
        let end = ContinuousClock.now + .seconds(20)
        while kill(child, 0) == 0, ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(30)) }
        #expect(kill(child, 0) != 0, "still there after 20 s")
        try await tmux.holdOutput(false)
        // What it took back of its picture was lost on the way, like all else.
        await tmux.order("echo ended with=$code")
        try await tmux.ended(with: 143)
      }
    }

    @Test func `a crash gives the terminal back`() async throws {
      try await Tmux.with { tmux in
        try await tmux.startDemo()
        #expect(kill(try await tmux.child(), SIGSEGV) == 0)
        try await tmux.ended(with: 128 + SIGSEGV)
      }
    }

    @Test func `control Z gives the shell its terminal, and fg takes it back`() async throws {
      try await Tmux.with { tmux in
        await tmux.order("stty -a >before; \(tmux.demo())")
        try await tmux.showsCards()
        await tmux.press("C-z")
        try await tmux.shows(#"Stopped[^:]*\nprompt:\s*$"#)
        await tmux.order("stty -a >stopped; echo at the shell")
        try await tmux.shows(#"^at the shell\nprompt:\s*$"#)
        #expect(try tmux.file("stopped") == tmux.file("before"))
        await tmux.order("fg")
        try await tmux.showsCards()
        await tmux.press("q")
        // The shell reads again only after its new prompt; the one of `fg` stands further up.
        try await tmux.shows(#"prompt:\s*$"#)
        await tmux.order("echo code $? >code; stty -a >after; echo ended with=0")
        try await tmux.ended(with: 0)
        #expect(try tmux.file("code") == "code 0\n")
      }
    }
  }
}
