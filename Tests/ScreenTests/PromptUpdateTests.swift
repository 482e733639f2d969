import Cluster
import Planning
import Testing

@testable import Screen

@Suite struct PromptUpdateTests {
  private func typed(_ text: String, in state: ScreenState) -> (ScreenState, [ScreenCommand]) {
    var state = SampleHerd.pressing(":", in: state)
    for character in text { _ = state.handle(.key(.character(character))) }
    let commands = state.handle(.key(.enter))
    return (state, commands)
  }

  @Test func `a command does what its key does`() {
    let rest = SampleHerd.atRest(80, 24)
    #expect(typed("fleet", in: rest).0.page == .fleet)
    #expect(typed("q", in: rest).1 == [.quit])
    #expect(typed("refresh", in: rest).1 == [.refresh])
    #expect(typed("rolling", in: rest).1 == [.plan(.rolling)])
    #expect(typed("pause", in: SampleHerd.running(80, 24)).1 == [.steer(.pause)])
    #expect(typed("help", in: rest).0.dialog?.kind == .help)
    #expect(typed("theme green", in: rest).1 == [.useTheme("green")])
    #expect(typed("replay 7f3a", in: rest).1 == [.replay(SampleHerd.run)])
  }

  @Test func `a node's name goes to its card, and a command acts on the node that it names`() {
    let (state, _) = typed("pve3", in: SampleHerd.pressing("2", in: SampleHerd.atRest(80, 24)))
    #expect(state.page == .cluster)
    #expect(state.selectedCard?.name == "pve3")
    let (asking, commands) = typed("reboot pve2", in: state)
    #expect(commands == [.plan(.reboot([SampleHerd.pve2]))])
    #expect(asking.dialog?.kind == .consent(.reboot([SampleHerd.pve2]), .asked))
  }

  @Test func `what can't be done is refused in place, and nothing is started`() {
    func sentence(_ text: String, _ state: ScreenState) -> String {
      let (after, commands) = typed(text, in: state)
      #expect(commands == [] && after.dialog == nil)
      return after.status?.text ?? ""
    }
    let rest = SampleHerd.atRest(80, 24)
    #expect(sentence("destroy", rest).hasPrefix("there is no command destroy"))
    #expect(sentence("reboot", rest).hasPrefix(":reboot needs a word after it"))
    #expect(sentence("reboot pve9", rest) == "there is no node pve9")
    #expect(sentence("reboot pbs1", rest).contains("pbs1 is a backup server"))
    #expect(sentence("pause", rest) == ":pause is refused now: no run is in progress")
    #expect(sentence("replay XYZ", rest) == "there is no run XYZ")
    #expect(sentence("sort id", rest) == "this page has no column id")
    #expect(sentence("filter (", SampleHerd.pressing("2", in: rest)) == "not a pattern: (")
    #expect(sentence("reboot pve1", SampleHerd.atRest(80, 24, options: .init(isReadOnly: true))).contains("read-only"))
  }

  @Test func `plan shows figures and has nothing that starts`() {
    var (state, commands) = typed("plan", in: SampleHerd.atRest(80, 24, options: .init(isReadOnly: true)))
    #expect(commands == [.plan(.rolling)])
    _ = state.handle(.plan(.rolling, SampleHerd.plan(.rolling)))
    #expect(state.dialogButtons.map(\.action) == [.close])
    #expect(state.handle(.key(.enter)) == [])
    #expect(state.dialog == nil)
  }

  @Test func `Tab goes through the completions and comes back`() {
    var state = SampleHerd.pressing(":", in: SampleHerd.atRest(80, 24))
    _ = state.handle(.key("r"))
    var seen: [String] = []
    for _ in 0..<9 {
      _ = state.handle(.key(.tab))
      seen.append(state.prompt?.text ?? "")
    }
    #expect(seen == ["runs", "reboot", "rolling", "resume", "retry", "report", "replay", "refresh", "runs"])
    _ = state.handle(.key(.backTab))
    #expect(state.prompt?.text == "refresh")
    #expect(state.completions(of: "reboot p") == ["pve1", "pve2", "pve3", "pbs1"].map { "reboot \($0)" })
    #expect(state.completions(of: "pv") == ["pve1", "pve2", "pve3"])
    #expect(SampleHerd.pressing("2", in: state).prompt?.text == "refresh2")
  }

  @Test func `a theme is tried on while it is completed, and taken off by Escape`() {
    var state = SampleHerd.atRest(80, 24)
    _ = state.handle(.themes(inUse: "amber", known: ["amber", "blue", "green"]))
    _ = state.handle(.key(":"))
    for character in "theme " { #expect(state.handle(.key(.character(character))) == []) }
    #expect(state.handle(.key(.tab)) == [.tryTheme("amber")])
    #expect(state.handle(.key(.tab)) == [.tryTheme("blue")])
    var left = state
    #expect(left.handle(.key(.escape)) == [.tryTheme(nil)])
    #expect(state.handle(.key(.enter)) == [.tryTheme(nil), .useTheme("blue")])
  }

  @Test func `Escape and an empty line close the prompt and do nothing`() {
    var state = SampleHerd.pressing(":", in: SampleHerd.atRest(80, 24))
    #expect(state.handle(.key(.enter)) == [])
    #expect(state.prompt == nil)
    _ = state.handle(.key(":"))
    _ = state.handle(.key("q"))
    #expect(state.handle(.key(.escape)) == [])
    #expect(state.prompt == nil)
    _ = state.handle(.key(":"))
    #expect(state.handle(.key(.backspace)) == [])
    #expect(state.prompt == nil)
  }

  @Test func `of completions that have no room it is told how many they are`() {
    for width in [40, 60, 80, 300] {
      let state = SampleHerd.pressing(":", in: SampleHerd.atRest(width, 24))
      let found = state.completions(of: "")
      let hint = PromptLine(state: state, prompt: Prompt(.command)).hint(width: width - 2)
      let words = hint.spans.map(\.text).filter { $0 != "  " }
      let rest = words.last.flatMap { $0.hasPrefix("+") ? Int($0.dropFirst()) : nil }
      #expect(hint.width <= width - 2)
      #expect(words.count - (rest == nil ? 0 : 1) + (rest ?? 0) == found.count, "\(words)")
      #expect((rest == nil) == (width == 300))
    }
  }

  @Test func `keys typed into the prompt are text, capitals included, and a paste is cleaned`() {
    var state = SampleHerd.pressing(":", in: SampleHerd.atRest(80, 24))
    for key in ["U", "R", "A", "2", "-"] as [Key] { #expect(state.handle(.key(key)) == []) }
    _ = state.handle(.key(.paste("x\u{1B}[31m\ny")))
    #expect(state.prompt?.text == "URA2-xy" || state.prompt?.text == "URA2-x y")
    #expect(state.page == .cluster && state.dialog == nil)
    _ = state.handle(.key(.paste(String(repeating: "a", count: 5000))))
    #expect(state.prompt?.text.count == 200)
    _ = state.handle(.key(.control("u")))
    #expect(state.prompt?.text == "")
  }
}
