import Cluster
import Planning
import Testing

@testable import Screen

@Suite struct PlainScreenTests {
  private func screen(isASCII: Bool = false, isRunning: Bool = false, width: Int = 200) -> PlainScreen {
    var options = ScreenState.Options(clusterName: "homelab", nodes: [SampleHerd.pve1], isASCII: isASCII)
    options.isDemo = true
    var screen = PlainScreen(options: options, width: width, now: SampleHerd.now)
    _ = screen.take(.inventory(SampleHerd.inventory()))
    if isRunning { _ = screen.take(.progress(SampleHerd.progress())) }
    return screen
  }

  @Test func `status is a sentence for each host`() {
    var screen = screen()
    let lines = screen.take(line: "status").lines
    #expect(lines.first == "homelab: quorate, 3 of 3 votes, 2 needed")
    #expect(
      lines.contains {
        $0.hasPrefix("pve1: REBOOT, 25 of 25 containers, 1 of 1 VM running, 23 updates, 4 security, reboot needed: ")
      }, "\(lines)")
    #expect(
      lines.contains { $0.hasPrefix("pbs1: updates, 4 updates, store1 71% full, last backup 6h ago") }, "\(lines)")
  }

  @Test func `during a run status tells where it stands`() {
    var screen = screen(isRunning: true)
    let lines = screen.take(line: "status").lines
    #expect(
      lines.contains("run 7f3a: in progress, 28 of 74 moves done, 8 in flight, forecast to end at 07:19"), "\(lines)")
    #expect(lines.contains("now: drain of pve1, 16 of 26 moved, 1:52 left"), "\(lines)")
  }

  @Test func `a node is rebooted only by the words that say so`() {
    let scope = RunScope.reboot([SampleHerd.pve1])
    for (answer, commands) in [("reboot pve1", [ScreenCommand.start(scope)]), ("yes", []), ("", []), ("reboot", [])] {
      var screen = screen()
      #expect(screen.take(line: "reboot pve1").commands == [.plan(scope)])
      let question = screen.take(.plan(scope, SampleHerd.plan(scope))).lines
      #expect(question.last == "type: reboot pve1; anything else: Cancel", "\(question)")
      #expect(question.contains { $0.contains("25 containers restart, each out about") })
      let turn = screen.take(line: answer)
      #expect(turn.commands == commands)
      #expect(turn.lines.last == (commands.isEmpty ? "nothing was changed" : "starting: reboot pve1"))
    }
  }

  @Test func `all nodes are restarted only by the cluster's name`() {
    for (answer, commands) in [("homelab", [ScreenCommand.start(.rolling)]), ("restart ALL", []), ("Homelab", [])] {
      var screen = screen()
      #expect(screen.take(line: "rolling").commands == [.plan(.rolling)])
      let question = screen.take(.plan(.rolling, SampleHerd.plan(.rolling))).lines
      #expect(question.last == "type homelab to restart ALL; anything else: Cancel")
      #expect(screen.take(line: answer).commands == commands)
    }
  }

  @Test func `what happens is told as it comes, once`() {
    var screen = screen(isRunning: true)
    let lines = SampleHerd.notices().enumerated().flatMap { index, entry in
      screen.take(
        .record(RunRecord(run: SampleHerd.run, seq: index + 1, time: SampleHerd.now + entry.0, notice: entry.1))
      ).lines
    }
    #expect(lines.count == SampleHerd.notices().count - 1, "output of moves is left out")
    #expect(lines.first == "07:03:31 ct/103 grafana pve1 → pve2: running again after 9.4 s")
    #expect(screen.take(.tick(SampleHerd.now + 1)).lines == [])
  }

  @Test func `a run is steered by words`() {
    var screen = screen(isRunning: true)
    #expect(screen.take(line: "pause").commands == [.steer(.pause)])
    #expect(screen.take(line: "skip pve3").lines.last == "type: leave pve3 out; anything else: Go on")
    #expect(screen.take(line: "leave pve3 out").commands == [.steer(.skipNode(SampleHerd.pve3))])
    _ = screen.take(line: "abort")
    #expect(screen.take(line: "abort, all home").commands == [.steer(.abort)])
    #expect(screen.take(line: "quit").lines.last?.hasPrefix("type: stop cleanly, then leave;") == true)
    #expect(screen.take(line: "stop cleanly, then leave").commands == [.steer(.stop(.asked))])
  }

  @Test func `the first words of an answer will do where no other begins so`() {
    func answer(_ text: String, to line: String) -> [ScreenCommand] {
      var screen = screen(isRunning: true)
      _ = screen.take(line: line)
      return screen.take(line: text).commands
    }
    #expect(answer("abort", to: "abort") == [.steer(.abort)])
    #expect(answer("Abort, all", to: "abort") == [.steer(.abort)])
    #expect(answer("stop", to: "quit") == [.steer(.stop(.asked))])
    for word in ["", "a", "abor", "home", "yes"] { #expect(answer(word, to: "abort") == [], "\(word)") }
  }

  @Test func `no line is wider than the terminal, and words stay whole`() {
    for width in [40, 60, 80] {
      var screen = screen(isRunning: true, width: width)
      _ = screen.take(.plan(.rolling, SampleHerd.plan(.rolling)))
      for line in ["guests", "fleet", "status", "help", "node pve1", "abort"] {
        let lines = screen.take(line: line).lines
        #expect(lines.allSatisfy { TextWidth.of($0) <= width }, "\(line) at \(width): \(lines)")
        #expect(line != "guests" || lines.contains { $0.split(separator: " ").contains("vaultwarden") })
      }
    }
    var wide = screen(width: 200)
    let sentence = wide.take(line: "status").lines.first { $0.hasPrefix("pve1") } ?? ""
    var narrow = screen(width: 60)
    let broken = narrow.take(line: "status").lines.drop { !$0.hasPrefix("pve1") }.prefix { !$0.hasPrefix("pve2") }
    #expect(broken.count > 1 && broken.dropFirst().allSatisfy { $0.hasPrefix("  ") })
    #expect(broken.joined(separator: " ").split(separator: " ") == sentence.split(separator: " "))
  }

  @Test func `keys are called by their commands, and what only a picture has is not offered`() {
    var screen = screen()
    let scope = RunScope.drain([SampleHerd.pve1])
    _ = screen.take(line: "drain pve1")
    let lines = screen.take(.plan(scope, SampleHerd.plan(scope))).lines.joined(separator: "\n")
    #expect(lines.contains("undrain brings them home"), "\(lines)")
    let help = screen.take(line: "no").lines + screen.take(line: "help").lines
    #expect(!help.contains { $0.contains("Tab") || $0.hasPrefix("theme") || $0.hasPrefix("replay") }, "\(help)")
  }

  @Test func `runs are told when their journals were read, each with its report`() {
    var screen = screen()
    let asked = screen.take(line: "runs")
    #expect(asked.commands == [.listRuns] && asked.lines == [])
    let runs = SampleHerd.withRuns(80, 24).runs
    #expect(screen.take(.pastRuns(runs)).lines.first == "runs: 4")
    let report = screen.take(line: "report 41c").lines
    #expect(report.first == "run 41c09e" && report.contains { $0.hasPrefix("  restarted pve2 pve1 pve3") }, "\(report)")
    #expect(screen.take(line: "report 99").lines == ["there is no run 99; runs lists them"])
  }

  @Test func `output is told as it is asked for`() {
    var screen = screen(isRunning: true)
    func told(_ seq: Int) -> [String] {
      let notice = Notice(
        event: "job.output", level: .output, phase: .update, node: SampleHerd.pve1, subject: "pve1",
        message: "Unpacking")
      return screen.take(.record(RunRecord(run: SampleHerd.run, seq: seq, time: SampleHerd.now, notice: notice))).lines
    }
    #expect(told(1) == [])
    #expect(screen.take(line: "output").lines == ["the output of updates is shown, that of moves is hidden"])
    #expect(told(2).count == 1)
  }

  @Test func `questions that need no answer are not asked`() {
    var screen = screen()
    _ = screen.take(line: "plan")
    let plan = screen.take(.plan(.rolling, SampleHerd.plan(.rolling))).lines
    #expect(plan.first == "Plan: Rolling update and restart of ALL nodes")
    #expect(screen.take(line: "node pve2").lines.first == "pve2")
    #expect(screen.take(line: "nonsense").lines == ["there is no command nonsense; help lists them"])
    #expect(screen.take(line: "quit").commands == [.quit])
  }

  @Test func `tables come with their rows, filtered as asked`() {
    var screen = screen()
    let all = screen.take(line: "guests").lines
    #expect(all.first == "guests: 38" && all.count == 40)
    #expect(screen.take(line: "filter grafana").lines.first == "guests: 1 of 38")
  }

  @Test func `help names every command, and ASCII is kept where it is wanted`() {
    var screen = screen(isASCII: true)
    let help = screen.take(line: "help").lines
    for command in CommandWord.all where !["theme", "replay"].contains(command.name) {
      #expect(help.contains { $0.hasPrefix(command.name) })
    }
    let scope = RunScope.update([SampleHerd.pve1])
    _ = screen.take(line: "update pve1")
    let lines = screen.take(.plan(scope, SampleHerd.plan(scope))).lines
    #expect(lines.contains { $0.contains("6.8.12-9 -> 6.8.12-11") }, "\(lines)")
    #expect((help + lines).joined().utf8.allSatisfy { $0 < 0x80 })
  }
}
