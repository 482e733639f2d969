import Cluster
import Planning

extension ScreenState {
  mutating func press(_ key: Key) -> [ScreenCommand] {
    // These two mean the same everywhere.
    if key == .control("l") { return [.redraw] }
    if key == .control("z") { return [.suspend] }
    if dialog != nil { return pressInDialog(key) }
    guard let action = KeyMap.action(for: key) else { return [] }
    status = nil
    if let reason = refusal(of: action), let label = KeyMap.binding(for: action)?.label {
      say("\(label) is refused now: \(reason)", isRefusal: true)
      return []
    }
    return perform(action)
  }

  private mutating func perform(_ action: KeyAction) -> [ScreenCommand] {
    switch action {
    case .updateNode, .rebootNode, .rollAll:
      guard let scope = scope(for: action) else { return [] }
      dialog = Dialog(.consent(scope, .asked))
      return [.plan(scope)]
    case .pause:
      return [.steer(progress?.state == .paused ? .proceed : .pause)]
    case .stop: dialog = Dialog(.stopRun)
    case .previousCard: select(selected - 1)
    case .nextCard: select(selected + 1)
    case .cardAbove: moveByRow(-1)
    case .cardBelow: moveByRow(1)
    case .card(let number): if number < cards.count { selected = number }
    case .details: if let name = selectedCard?.name { dialog = Dialog(.details(name)) }
    case .lineUp: scrollPane(lines: -1)
    case .lineDown: scrollPane(lines: 1)
    case .pageUp: scrollPane(pages: -1)
    case .pageDown: scrollPane(pages: 1)
    case .oldest: scrollPaneToOldest()
    case .newest: paneBottom = nil
    case .toggleOutput:
      output = output.next
      say(output.sentence)
    case .refresh:
      say("looking at the cluster")
      return [.refresh]
    case .redraw: return [.redraw]
    case .suspend: return [.suspend]
    case .mouse:
      capturesMouse.toggle()
      say(capturesMouse ? "the mouse is on: a click selects, the wheel scrolls" : "the mouse is the terminal's again")
      return [.captureMouse(capturesMouse)]
    case .help: dialog = Dialog(.help)
    case .back: paneBottom = nil
    case .quit:
      guard isRunning else { return [.quit] }
      dialog = Dialog(.leaveRun)
    }
    return []
  }

  private mutating func select(_ number: Int) {
    let count = cards.count
    guard count > 0 else { return }
    selected = (number % count + count) % count
  }

  private mutating func moveByRow(_ step: Int) {
    let layout = Layout(of: self)
    guard layout.herdRows > 1 else { return scrollPane(lines: step) }
    let target = selected + step * layout.herdColumns
    if cards.indices.contains(target) {
      selected = target
    } else if step > 0, selected / layout.herdColumns < (cards.count - 1) / layout.herdColumns {
      selected = cards.count - 1
    }
  }
}
