import Testing

@testable import Screen

@Suite struct KeyMapTests {
  @Test func `no key means two things`() {
    var seen: [Key] = []
    for binding in KeyMap.bindings {
      for key in binding.keys {
        #expect(!seen.contains(key), "\(key) twice")
        seen.append(key)
      }
    }
  }

  @Test func `what changes the cluster is a capital letter`() {
    for action in [KeyAction.updateNode, .rebootNode, .rollAll, .stop] {
      for key in KeyMap.binding(for: action)?.keys ?? [] {
        guard case .character(let character) = key else {
          Issue.record("\(action) is on \(key)")
          continue
        }
        #expect(character.isUppercase)
      }
    }
  }

  @Test func `the help tells every key`() {
    let help = HelpText(width: 68).lines.map { $0.spans.map(\.text).joined() }.joined(separator: "\n")
    for binding in KeyMap.bindings {
      #expect(help.contains(binding.label))
      #expect(help.contains(binding.help))
    }
  }
}
