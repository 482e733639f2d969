import Cluster
import Planning
import Testing

@testable import Screen

@Suite struct PlainScreenTests {
  private func screen(isASCII: Bool = false, isRunning: Bool = false) -> PlainScreen {
    var options = ScreenState.Options(clusterName: "homelab", nodes: [SampleHerd.pve1], isASCII: isASCII)
    options.isDemo = true
    var screen = PlainScreen(options: options, now: SampleHerd.now)
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
    for command in CommandWord.all { #expect(help.contains { $0.hasPrefix(command.name) }) }
    let scope = RunScope.update([SampleHerd.pve1])
    _ = screen.take(line: "update pve1")
    let lines = screen.take(.plan(scope, SampleHerd.plan(scope))).lines
    #expect(lines.contains { $0.contains("6.8.12-9 -> 6.8.12-11") }, "\(lines)")
    #expect((help + lines).joined().utf8.allSatisfy { $0 < 0x80 })
  }
}
