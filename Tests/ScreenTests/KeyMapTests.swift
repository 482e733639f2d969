import Testing

@testable import Screen

@Suite struct KeyMapTests {
  @Test func `no key means two things`() {
    for page in Page.allCases {
      var seen: [Key] = []
      for binding in KeyMap.standard.bindings where binding.pages.contains(page) {
        for key in binding.keys {
          #expect(!seen.contains(key), "\(key) twice on \(page)")
          seen.append(key)
        }
      }
    }
  }

  @Test func `what changes the cluster is a capital letter`() {
    for action in [KeyAction.updateNode, .rebootNode, .drainNode, .undrainNode, .rollAll, .stop, .abort] {
      for key in KeyMap.standard.binding(for: action, on: .cluster)?.keys ?? [] {
        guard case .character(let character) = key else {
          Issue.record("\(action) is on \(key)")
          continue
        }
        #expect(character.isUppercase)
      }
    }
  }

  @Test(arguments: Page.allCases) func `the help tells every key of its page, and no other`(_ page: Page) {
    let help = HelpText(keys: .standard, page: page, width: 90).lines.map { $0.spans.map(\.text).joined() }.joined(
      separator: "\n")
    for binding in KeyMap.standard.bindings where !binding.pages.contains(page) {
      let isElsewhere = KeyMap.standard.bindings.contains { $0.pages.contains(page) && $0.help == binding.help }
      #expect(isElsewhere || !help.contains(binding.help))
    }
    for command in CommandWord.all { #expect(help.contains(command.help)) }
    for binding in KeyMap.standard.bindings where binding.pages.contains(page) {
      #expect(help.contains(binding.label))
      #expect(help.contains(binding.help))
    }
  }

  @Test func `a changed key does the same, and every text tells it`() throws {
    var options = ScreenState.Options(clusterName: "homelab", nodes: [SampleHerd.pve1])
    options.keys = try KeyMap(changing: ["refresh": "u", "all": "Z", "quit": "x"])
    var state = SampleHerd.atRest(120, 40, options: options)
    #expect(state.handle(.key("u")) == [.refresh])
    #expect(state.handle(.key("r")) == [])
    #expect(state.handle(.key("Z")) == [.plan(.rolling)])
    #expect(state.canvas().glyphLines.last?.contains("Esc close") == true)
    _ = state.handle(.key(.escape))
    #expect(state.canvas().glyphLines.last?.contains("Z ALL") == true)
    #expect(state.canvas().glyphLines.last?.contains("x quit") == true)
    // Leaving is always possible.
    #expect(state.handle(.key(.control("c"))) == [.quit])
  }

  @Test func `two keys may change places`() throws {
    let keys = try KeyMap(changing: ["mouse": "r", "refresh": "m"])
    #expect(keys.binding(for: "r", on: .cluster)?.action == .mouse)
    #expect(keys.binding(for: "m", on: .log)?.action == .refresh)
  }

  @Test(arguments: [
    ("all", "a", "'a' is not a capital letter"), ("refresh", "q", "'q' is taken: leave"),
    ("errors", "j", "'j' is taken: a line on"), ("mark", "ä", "not one character"), ("mark", "", "not one character"),
    ("mark", "ab", "not one character"), ("nonsense", "a", "no such action"),
  ])
  func `a key that can't be had is refused`(_ action: String, _ key: String, _ why: String) {
    let refusal = #expect(throws: KeyMap.Invalid.self) { try KeyMap(changing: [action: key]) }
    #expect(refusal?.action == action)
    #expect(refusal?.sentence.contains(why) == true, "\(refusal?.sentence ?? "")")
  }

  @Test func `the help is searched, and Escape ends the search before the help`() {
    var state = SampleHerd.pressing("?", in: SampleHerd.atRest(80, 24))
    for key in ["/", "d", "r", "a", "i", "n"] as [Key] { _ = state.handle(.key(key)) }
    let lines = state.canvas().glyphLines
    #expect(lines.contains { $0.contains("Keys of the page cluster   /drain") })
    #expect(lines.contains { $0.contains("drain it: its guests leave") })
    #expect(!lines.contains { $0.contains("look at the cluster now") })
    _ = state.handle(.key(.escape))
    #expect(state.dialog?.kind == .help)
    _ = state.handle(.key(.escape))
    #expect(state.dialog == nil)
  }
}
