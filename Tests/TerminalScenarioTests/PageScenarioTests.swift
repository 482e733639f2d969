import Foundation
import Testing

/// The pages, their keys and the commands, with the real program in a real terminal.
extension TerminalScenarios {
  @Suite struct ByPages {
    @Test func `every page comes by its key, and its keys do what they say`() async throws {
      try await Tmux.with { tmux in
        try await tmux.startDemo()
        for (key, shown) in [
          ("2", "guests +36"), ("j", "►.*102"), ("k", "►.*101"), ("G", "►.*204"), ("g", "►.*101"),
          ("Space", "1 marked"), ("*", "35 marked"), ("Escape", "guests +36.*─── 2/36"), (">", "sorted by name"),
          ("o", "the other way round"), ("<", "sorted by id"), ("U", "U is a key of the page 1"),
          ("t", "t is refused now: no run"), ("Enter", "boot(.|\n)*Close"), ("Escape", "/ filter"),
          ("/", "a pattern; ! before it"), ("h", "[0-9]+ of 36"), ("Escape", "─── [0-9]+/36"),
          ("Tab", "fleet +40 hosts"), ("C-d", "►"), ("-", "guests +36"), ("4", "runs +0"), ("5", "─ log"),
          ("e", "warnings and failures only"), ("Escape", "─ log ───"), ("w", ":save herdmon-20"),
          ("Escape", "w save"), (":", "cluster  guests  fleet"), ("Tab", ":cluster"), ("Enter", "┌► pve"),
          ("BTab", "─ log"), ("?", "Keys of the page log"), ("Escape", "w save"), ("1", "┌► pve"),
        ] {
          await tmux.press(key)
          try await tmux.shows(shown)
        }
        await tmux.press("q")
        try await tmux.ended(with: 0)
      }
    }

    @Test func `commands are typed, completed and obeyed, and the log goes to a file`() async throws {
      try await Tmux.with { tmux in
        try await tmux.startDemo()
        for (command, shown) in [
          (":pve3", "► pve3"), (":destroy everything", "there is no command destroy"),
          (":plan", "Plan: Rolling update(.|\n)*forecast(.|\n)*Close"),
        ] {
          await tmux.type(command)
          try await tmux.shows(shown)
        }
        await tmux.press("Escape")
        try await tmux.shows("5 log")
        await tmux.press("5")
        try await tmux.shows("w save")
        await tmux.type(":save my.log")
        try await tmux.shows("written to my.log")
        #expect(try tmux.file("my.log").contains("info cluster: homelab: 3 nodes"))
        await tmux.type(":save my.log")
        try await tmux.shows("my.log was not written: File exists")
        await tmux.type(":q")
        try await tmux.ended(with: 0)
      }
    }

    @Test func `a run is steered guest by guest, aborted, and stands in the list`() async throws {
      try await Tmux.with { tmux in
        try await tmux.startDemo()
        await tmux.type(":reboot pve1")
        try await tmux.shows("25 containers restart")
        await tmux.press("Tab", "Enter")
        try await tmux.shows("p pause")
        await tmux.press("2")
        try await tmux.shows("the map with guests that leave and come") {
          $0.contains("►") && $0.contains("◄") && $0.contains("moving ")
        }
        await tmux.press("p")
        try await tmux.shows("PAUSED")
        await tmux.press("t")
        try await tmux.shows("Another node for|t is refused now: ct/101")
        await tmux.press("Escape", "1", "X")
        try await tmux.shows("Abort the run(.|\n)*come home, now")
        await tmux.press("Tab", "Enter")
        try await tmux.shows("ended: FAILED", within: 60)
        await tmux.press("Enter", "4")
        try await tmux.shows(#"reboot pve1 +FAILED +\d+:\d\d"#)
        await tmux.press("q")
        try await tmux.ended(with: 0)
      }
    }

    @Test func `a node is drained and filled again by keys`() async throws {
      try await Tmux.with { tmux in
        try await tmux.startDemo()
        await tmux.press("Right", "D")
        try await tmux.shows("Drain pve2(.|\n)*stays(.|\n)*all others have left pve2")
        await tmux.press("Tab", "Enter")
        try await tmux.shows("ended: ok", within: 60)
        await tmux.press("Enter")
        try await tmux.shows("pve2 is empty") { $0.contains("CT  0/1") }
        await tmux.press("H")
        try await tmux.shows("home by(.|\n)*undrain pve2")
        await tmux.press("Tab", "Enter")
        try await tmux.shows("ended: ok", within: 60)
        await tmux.press("Enter")
        try await tmux.shows("pve2 is full") { !$0.contains("CT  0/1") && $0.contains("5 log") }
        await tmux.press("q")
        try await tmux.ended(with: 0)
      }
    }

    @Test func `a demo goes wrong by a key, and says what to do`() async throws {
      try await Tmux.with { tmux in
        try await tmux.startDemo()
        await tmux.press("Right", "Right", "F")
        try await tmux.shows("pve3 boots the kernel that ran before")
        await tmux.press("Tab", "Enter")
        try await tmux.shows("pve3 will come back with the kernel")
        await tmux.press("R")
        try await tmux.shows("Reboot pve3(.|\n)*forecast")
        await tmux.press("Tab", "Enter")
        try await tmux.shows("ended: NEEDS YOU(.|\n)*pve3 booted 6.8.12-9-pve", within: 60)
        await tmux.press("Enter", "q")
        try await tmux.ended(with: 0)
      }
    }
  }
}
