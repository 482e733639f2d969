import Foundation
import Testing

/// A run outlives its screen: on a practice cluster behind real sshd.
extension TerminalScenarios {
  @Suite struct Attaching {
    /// Lends a terminal and a practice cluster, which is ended on every exit.
    private func withLab(_ body: @Sendable (Tmux) async throws -> Void) async throws {
      try await Tmux.with { tmux in
        let folder = "\(tmux.folder)/lab"
        defer { _ = Tmux.run("\(Tmux.program) lab down --dir \(folder) 2>&1") }
        let up = Tmux.run("\(Tmux.program) lab up --scale 20 --dir \(folder) 2>/dev/null")
        try #require(up.status == 0, "\(up.output)")
        try await body(tmux)
      }
    }

    private static func herdmon(_ words: String = "") -> String {
      "\(Tmux.program) \(words) --config lab/herdmon.toml"
    }

    private static func screen(_ words: String = "") -> String {
      "stty -a >before; \(herdmon(words)); code=$?; stty -a >after; echo ended with=$code"
    }

    /// Starts a rolling run by keys.
    private func startRun(_ tmux: Tmux) async throws {
      await tmux.order(Attaching.screen())
      try await tmux.showsCards()
      await tmux.press("A")
      try await tmux.shows("type homelab to go on")
      await tmux.press("h", "o", "m", "e", "l", "a", "b", "Enter")
      try await tmux.shows("in flight")
    }

    @Test func `a run goes on when its terminal is closed, and the next screen shows and steers it`() async throws {
      try await withLab { tmux in
        try await startRun(tmux)
        try await tmux.reopen()
        await tmux.order(Attaching.screen())
        try await tmux.shows("run [0-9a-f]{6} (.|\n)*p pause")
        await tmux.press("p")
        try await tmux.shows("PAUSED")
        await tmux.press("p")
        try await tmux.shows("it goes on") { !$0.contains("PAUSED") && $0.contains("p pause") }
        #expect(kill(try await tmux.child(), SIGHUP) == 0)
        try await tmux.ended(with: 143)
        await tmux.order(Attaching.screen("attach"))
        try await tmux.shows("run [0-9a-f]{6} (.|\n)*p pause")
        await tmux.press("q")
        try await tmux.shows("A run is in progress")
        await tmux.press("Tab", "Enter")
        try await tmux.shows("herdmon: run [0-9a-f]{6} goes on")
        try await tmux.ended(with: 0)
        await tmux.order("\(Attaching.herdmon("attach --plain")) | tail -1; echo ended with=${PIPESTATUS[0]}")
        let end = try await tmux.shows("ended with=[0-9]+", within: 180)
        #expect(end.contains("OK, 3 nodes restarted"), "\(end)")
        #expect(end.contains("0 guests not home"), "\(end)")
        await tmux.order("\(Tmux.program) lab status --dir lab")
        try await tmux.shows("every guest is where and as it was")
      }
    }

    @Test func `a run of cron is attached, a node left out of it, and then aborted`() async throws {
      try await withLab { tmux in
        await tmux.order(
          "(\(Attaching.herdmon("--rolling --yes")) </dev/null; echo cron ended with=$?) >cron.log 2>&1 &")
        await tmux.order("until grep -q drain cron.log; do sleep 0.1; done; \(Attaching.screen("attach"))")
        try await tmux.shows("in flight")
        // The herd's largest node is the last.
        await tmux.type(":node pve1")
        await tmux.press("s")
        try await tmux.shows("Leave pve1 out")
        await tmux.press("Tab", "Enter")
        try await tmux.shows("no question") { !$0.contains("Leave pve1 out") }
        await tmux.press("X")
        try await tmux.shows("Abort the run(.|\n)*come home, now")
        await tmux.press("Tab", "Enter")
        let end = try await tmux.shows("ended: FAILED", within: 120)
        #expect(end.contains("every guest is home"), "\(end)")
        await tmux.press("Enter", "q")
        try await tmux.ended(with: 0)
        await tmux.order("until grep -o 'cron ended with=[0-9]*' cron.log; do sleep 0.1; done")
        try await tmux.shows("(?m)^cron ended with=1$")
        await tmux.order("\(Tmux.program) lab status --dir lab")
        try await tmux.shows("every guest is where and as it was")
      }
    }

    @Test func `a run that was killed is told of at once, and carried on from the screen`() async throws {
      try await withLab { tmux in
        await tmux.order("\(Attaching.herdmon("--rolling --yes")) >cron.log 2>&1 & run=$!")
        await tmux.order("until grep -q drain cron.log; do sleep 0.1; done; kill -9 $run; \(Attaching.screen())")
        try await tmux.shows("A is refused now: run [0-9a-f]{6} is unfinished")
        await tmux.press("A")
        await tmux.type(":resume")
        try await tmux.shows(#"Carry run [0-9a-f]{6} on(.|\n)*\[ Cancel \]"#)
        await tmux.press("Tab", "Enter")
        try await tmux.shows("in flight|moving")
        try await tmux.shows("ended: ok", within: 180)
        await tmux.press("Enter")
        try await tmux.showsCards()
        #expect(await tmux.screen().contains("is unfinished") == false)
        await tmux.press("q")
        try await tmux.ended(with: 0)
      }
    }

    @Test func `a run that is over is played again`() async throws {
      try await withLab { tmux in
        await tmux.order("\(Attaching.herdmon("update pve2 --yes")) | tail -1; echo ended with=$?")
        try await tmux.shows("ended with=[0-9]+")
        await tmux.order(Attaching.screen("replay last --speed 0.01"))
        try await tmux.shows("replay of run(.|\n)*pve2")
        await tmux.press("Space")
        try await tmux.shows("REPLAY PAUSED")
        await tmux.press("Space", "+", "+", "+", "+", "+", "+")
        try await tmux.shows(#"ended: ok(.|\n)*\[ Close \]"#)
        try await tmux.shows("REPLAY AT ITS END")
        await tmux.press("Enter")
        try await tmux.shows("Space pause  [+] faster  - slower(.|\n)* back")
        await tmux.press("Escape")
        try await tmux.ended(with: 0)
      }
    }
  }
}
