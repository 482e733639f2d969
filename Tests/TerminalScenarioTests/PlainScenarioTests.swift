import Foundation
import Testing

/// The screen line by line, as a screen reader has it.
extension TerminalScenarios {
  @Suite struct LineByLine {
    @Test(arguments: ["xterm-256color", "dumb"])
    func `words ask, answer, steer and leave, and no line moves the cursor`(_ term: String) async throws {
      try await Tmux.with(Tmux.Kind(columns: 130, rows: 60, term: term)) { tmux in
        let options = term == "dumb" ? "" : "--plain"
        await tmux.order("stty -a >before; \(tmux.demo(options)); code=$?; stty -a >after; echo ended with=$code")
        try await tmux.shows("homelab: 3 nodes, 31 containers")
        for (line, shown) in [
          ("status", "quorate, 3 of 3 votes(.|\n)*pve1: updates, 25 of 25 containers"),
          ("guests", "guests: 36(.|\n)*vaultwarden"), ("help", "target GUEST NODE"),
          ("reboot pve1", "type: reboot pve1; anything else: Cancel"), ("no", "nothing was changed"),
          ("rolling", "type homelab to restart ALL; anything else: Cancel"), ("homelab", "drain: "),
          ("pause", "paused: nothing new begins"),
          ("quit", "type: stop cleanly, then leave; anything else: Stay"),
        ] {
          await tmux.type(line)
          try await tmux.shows(shown)
        }
        #expect(await !tmux.screen(withColours: true).contains("\u{1B}["))
        await tmux.type("stop cleanly, then leave")
        try await tmux.ended(with: 0)
      }
    }

    @Test func `the end of the input ends it, and without a terminal it is the status`() async throws {
      try await Tmux.with { tmux in
        await tmux.order(
          "stty -a >before; \(tmux.demo("--plain")); code=$?; stty -a >after; echo ended with=$code")
        try await tmux.shows("homelab: 3 nodes")
        await tmux.press("C-d")
        try await tmux.ended(with: 0)
        await tmux.order("\(tmux.demo("--plain")) </dev/null | head -3; echo ended with=$?")
        try await tmux.shows("homelab: quorate(.|\n)*NODE +STATE(.|\n)*ended with=0")
      }
    }
  }
}
