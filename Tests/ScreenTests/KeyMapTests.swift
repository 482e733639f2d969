import Testing

@testable import Screen

@Suite struct KeyMapTests {
  @Test func `no key means two things`() {
    for page in Page.allCases {
      var seen: [Key] = []
      for binding in KeyMap.bindings where binding.pages.contains(page) {
        for key in binding.keys {
          #expect(!seen.contains(key), "\(key) twice on \(page)")
          seen.append(key)
        }
      }
    }
  }

  @Test func `what changes the cluster is a capital letter`() {
    for action in [KeyAction.updateNode, .rebootNode, .drainNode, .undrainNode, .rollAll, .stop, .abort] {
      for key in KeyMap.binding(for: action, on: .cluster)?.keys ?? [] {
        guard case .character(let character) = key else {
          Issue.record("\(action) is on \(key)")
          continue
        }
        #expect(character.isUppercase)
      }
    }
  }

  @Test(arguments: Page.allCases) func `the help tells every key of its page, and no other`(_ page: Page) {
    let help = HelpText(page: page, width: 90).lines.map { $0.spans.map(\.text).joined() }.joined(separator: "\n")
    for binding in KeyMap.bindings where !binding.pages.contains(page) {
      let isElsewhere = KeyMap.bindings.contains { $0.pages.contains(page) && $0.help == binding.help }
      #expect(isElsewhere || !help.contains(binding.help))
    }
    for command in CommandWord.all { #expect(help.contains(command.help)) }
    for binding in KeyMap.bindings where binding.pages.contains(page) {
      #expect(help.contains(binding.label))
      #expect(help.contains(binding.help))
    }
  }
}
