import Cluster
import Planning
import Testing

@testable import Screen

@Suite struct ColouredTextTests {
  private func seen(_ text: String) -> [String] {
    let (clean, tints) = PlainText.coloured(text)
    let scalars = Array(clean.unicodeScalars)
    return tints.map { tint in
      "\(tint.role) " + String(String.UnicodeScalarView(scalars[tint.range]))
    }
  }

  @Test(arguments: [
    ("\u{1B}[31mred\u{1B}[0m plain", ["red red"]),
    ("\u{1B}[1;32mbold green\u{1B}[mplain", ["green bold green"]),
    ("\u{9B}33myellow", ["yellow yellow"]),
    ("\u{1B}[94mbright blue\u{1B}[39m", ["blue bright blue"]),
    ("\u{1B}[35ma\u{1B}[36mb", ["magenta a", "cyan b"]),
    ("\u{1B}[38;5;196mof 256\u{1B}[38;5;2m of 16", ["red of 256", "green  of 16"]),
    ("\u{1B}[38;2;0;200;10mfull", ["green full"]),
    ("\u{1B}[41mbackground\u{1B}[48;5;1;32mgreen", ["green green"]),
    ("\u{1B}[7;5;8mreverse, blinking, hidden", []),
    ("\u{1B}[37mwhite\u{1B}[30mblack", []),
    ("\u{1B}[31m\u{1B}[32m", []),
    ("\u{1B}[31m10%\r\u{1B}[32m100%", ["green 100%"]),
    ("\u{1B}[31ma\u{1B}[2J\u{1B}]0;title\u{07}b", ["red ab"]),
    ("\u{1B}[38;5m?\u{1B}[38;2;1m!\u{1B}[99999999m.", []),
    ("\u{1B}[31m漢字\u{1B}[0m", ["red 漢字"]),
  ]) func `colours are all that is left of a sequence`(_ text: String, _ tints: [String]) {
    #expect(seen(text) == tints)
    #expect(PlainText.coloured(text).text == PlainText.clean(text))
  }

  @Test func `a line of colours costs no more than a row of them`() {
    let text = String(repeating: "\u{1B}[31ma\u{1B}[32mb", count: 5000)
    #expect(PlainText.coloured(text).tints.count == ColouredText.tintsMax)
  }

  @Test func `what a node coloured is coloured in the pane, and nothing else of it is kept`() {
    var state = SampleHerd.running(80, 24)
    let notice = Notice(
      event: "job.output", level: .output, phase: .update, node: SampleHerd.pve1, subject: "pve1",
      message: "2026-11-22 07:21:26 \u{1B}[31merror:\u{1B}[0m \u{1B}[5;7mno \u{1B}[33mroom")
    _ = state.handle(.record(RunRecord(run: SampleHerd.run, seq: 50, time: SampleHerd.now, notice: notice)))
    let canvas = state.canvas()
    let line = canvas.glyphLines.firstIndex { $0.hasSuffix("error: no room") } ?? 0
    #expect(line > 0)
    #expect(canvas.styleLines[line].hasSuffix("rrrrrr dd yyyy"))
  }

  @Test func `what a run says itself has no colours of others`() {
    let line = LogLine(time: SampleHerd.now, level: .info, subject: "pve1", message: "\u{1B}[31mred")
    #expect(line.message == "red" && line.tints.isEmpty)
  }

  @Test(arguments: Theme.builtIn) func `every theme has its own colours for them, and none without colours`(
    _ theme: Theme
  ) {
    for role in Role.ofNodes { #expect(theme[role].mono == theme[.dim].mono) }
    #expect(theme[.red].color == theme[.danger].color)
  }

  @Test func `a theme file may say its own`() throws {
    let theme = try ThemeFile.read("text = \"#ffb000\"\ncyan = \"#00ffff\"", file: "t.toml")
    #expect(theme[.cyan].color == RGB(0, 255, 255))
    #expect(theme[.green].color == theme[.text].color)
  }
}
