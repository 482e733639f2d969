import Foundation
import Testing

/// What people do, by keys, with the real program in a real terminal.
extension TerminalScenarios {
  @Suite struct ByKeys {
    @Test func `every key of the help does what it says, and escape leads back`() async throws {
      try await Tmux.with { tmux in
        try await tmux.startDemo()
        for (key, shown) in [
          ("U", "Update of pve1|Update pve1|update in place"), ("R", "eboot.* pve1|Drain.* pve1"), ("A", "ALL nodes"),
          ("D", "Drain pve1"), ("H", "Bring the guests of pve1 home(.|\\n)*no journal"),
          ("F", "Make something go wrong"),
          ("Enter", "─ pve1 ─.*─┐(.|\\n)*Close"), ("?", "─ Keys of the page cluster ─"),
        ] {
          await tmux.press(key)
          try await tmux.shows(shown)
          await tmux.press("Escape")
          try await tmux.shows("the dialog closed") { $0.contains("5 log") }
        }
        for (key, shown) in [
          ("p", "p is refused now: no run"), ("S", "S is refused now: no run"),
          ("s", "s is refused now: no run"), ("X", "X is refused now: no run"), ("Right", "► pve2"), ("l", "► pve3"),
          ("Right", "► pbs1"), ("U", "backup server"), ("Left", "► pve3"), ("h", "► pve2"), ("Left", "► pve1"),
          ("c", "pve1 +updates"), ("c", "┌► pve1"), ("v", "all jobs is shown"), ("r", "looking at the cluster"),
        ] {
          await tmux.press(key)
          try await tmux.shows(shown)
        }
        await tmux.press(
          "Up", "Down", "k", "j", "PPage", "NPage", "C-u", "C-d", "g", "Home", "G", "f", "End", "C-l", "Escape", "9",
          "x")
        try await tmux.shows("► pve1")
        await tmux.press("q")
        try await tmux.ended(with: 0)
      }
    }

    @Test func `a rolling run needs consent, survives every size and ends well`() async throws {
      try await Tmux.with { tmux in
        try await tmux.startDemo()
        await tmux.press("A")
        try await tmux.shows("type homelab to go on")
        await tmux.press("Enter")
        try await tmux.shows("the dialog closed") { $0.contains("5 log") && !$0.contains("run ") }
        await tmux.press("A")
        try await tmux.shows("type homelab to go on")
        await tmux.press("Tab", "Enter")
        try await tmux.shows("ALL nodes")
        await tmux.press("h", "o", "m", "e", "l", "a", "b", "Enter")
        try await tmux.shows("p pause")
        for (columns, rows) in [(200, 60), (40, 12), (20, 5), (1, 1), (120, 40), (80, 24)] {
          await tmux.resize(columns, rows)
        }
        try await tmux.shows("DRAIN|UPDATE|REBOOT|RETURN")
        await tmux.press("A")
        try await tmux.shows("A is refused now: run")
        try await tmux.shows(#"ended: ok(.|\n)*\[ Close \]"#)
        await tmux.press("Enter")
        try await tmux.showsCards()
        await tmux.press("q")
        try await tmux.ended(with: 0)
      }
    }

    @Test func `leaving a run that goes on asks first, and then stops it cleanly`() async throws {
      try await Tmux.with { tmux in
        try await tmux.startDemo()
        await tmux.press("A")
        try await tmux.shows("type homelab to go on")
        await tmux.press("h", "o", "m", "e", "l", "a", "b", "Enter")
        try await tmux.shows("p pause")
        await tmux.press("q")
        try await tmux.shows("A run is in progress")
        await tmux.press("Tab", "Enter")
        try await tmux.ended(with: 0)
      }
    }

    @Test func `a screen that only watches refuses what would change something`() async throws {
      try await Tmux.with { tmux in
        try await tmux.startDemo("--read-only")
        for key in ["A", "R", "U"] {
          await tmux.press(key)
          try await tmux.shows("\(key) is refused now: read-only")
        }
        await tmux.press("q")
        try await tmux.ended(with: 0)
      }
    }
  }
}
