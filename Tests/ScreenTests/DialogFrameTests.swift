import Cluster
import Planning
import Testing

@testable import Screen

@Suite struct DialogFrameTests {
  private func demo(_ width: Int, _ height: Int) -> ScreenState {
    var options = ScreenState.Options(clusterName: "homelab")
    options.isDemo = true
    var state = SampleHerd.atRest(width, height, options: options)
    var inventory = SampleHerd.inventory()
    inventory.guests[0].devices = ["/dev/dri"]
    _ = state.handle(.inventory(inventory))
    return SampleHerd.pressing("F", in: state)
  }

  @Test(arguments: [(40, 12), (60, 20), (80, 24)])
  func `every button is seen whole, whichever has the focus`(_ width: Int, _ height: Int) {
    var state = demo(width, height)
    for _ in state.dialogButtons {
      let lines = state.canvas().glyphLines.joined(separator: "\n")
      for button in state.dialogButtons { #expect(lines.contains(button.title), "\(lines)") }
      _ = state.handle(.key(.tab))
    }
  }

  @Test func `of very many buttons the one in focus is seen, and how many follow`() {
    var state = SampleHerd.pressing("2", in: SampleHerd.large(40, 40, 12))
    var progress = SampleHerd.progress()
    progress.nodes = [.init(node: SampleHerd.name("pve1"), stage: .working(.drain))]
    _ = state.handle(.progress(progress))
    _ = state.handle(.key("t"))
    #expect(state.dialogButtons.count > 30)
    #expect(state.canvas().glyphLines.contains { $0.contains("+2") || $0.contains("+1") || $0.contains("+3") })
    for button in state.dialogButtons {
      #expect(state.canvas().glyphLines.contains { $0.contains("[ \(button.title) ]") }, "\(button.title)")
      _ = state.handle(.key(.tab))
    }
  }

  @Test func `no word is cut beside what is typed`() {
    for width in 20...100 {
      var state = SampleHerd.asking(.character("A"), .rolling, plan: SampleHerd.plan(.rolling), width, 24)
      for character in "homelab" { _ = state.handle(.key(.character(character))) }
      let line = state.canvas().glyphLines.first { $0.contains("homelab") && $0.contains("│") } ?? ""
      let rest = line.split(separator: " ").filter { "right".hasPrefix($0) && $0 != "right" }
      #expect(rest.isEmpty, "\(width): \(line)")
    }
  }
}
