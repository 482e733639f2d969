/// The last line: the keys that make sense now. Those that would be refused are dim.
struct KeyLine {
  let state: ScreenState

  func draw(in area: Rect, on canvas: inout Canvas) {
    guard !area.isEmpty else { return }
    if state.dialog != nil {
      canvas.put(inDialog, x: area.x + 1, y: area.y, limit: area.width - 2)
      return
    }
    let room = area.width - 2
    var actions = actions
    var left = line(actions, words: true)
    var right = line([.help, .quit], words: true)
    if left.width + 3 + right.width > room { right = line([.help, .quit], words: false) }
    // On a narrow screen the help knows the rest.
    while left.width + 3 + right.width > room, actions.count > 3 {
      actions.removeLast()
      left = line(actions, words: true)
    }
    if left.width + 3 + right.width > room { left = line(actions, words: false) }
    let edge = canvas.putRight(right, right: area.right - 1, y: area.y, notBefore: area.x + 1)
    canvas.put(left, x: area.x + 1, y: area.y, limit: edge - area.x - 3, mark: "…")
  }

  private var inDialog: StyledLine {
    var line = StyledLine("Esc", .bright)
    line.append(" close", .text)
    let buttons = state.dialogButtons
    if let focus = state.dialog?.focus, buttons.indices.contains(focus) {
      line.append("  Enter", .bright)
      line.append(" \(buttons[focus].title)", .text)
    }
    if buttons.count > 1 {
      line.append("  Tab", .bright)
      line.append(" next button", .text)
    }
    if DialogFrame(of: state)?.scrollMax ?? 0 > 0 {
      line.append("  Up Down", .bright)
      line.append(" scroll", .text)
    }
    return line
  }

  private var actions: [KeyAction] {
    if state.options.isReadOnly { return state.isRunning ? [.toggleOutput] : [.refresh, .toggleOutput] }
    return state.isRunning
      ? [.pause, .stop, .toggleOutput] : [.updateNode, .rebootNode, .rollAll, .refresh, .toggleOutput]
  }

  private func line(_ actions: [KeyAction], words: Bool) -> StyledLine {
    var line = StyledLine()
    for binding in actions.compactMap(KeyMap.binding) {
      if !line.spans.isEmpty { line.append("  ") }
      let isRefused = state.refusal(of: binding.action) != nil
      line.append(binding.label, isRefused ? .dim : .bright)
      guard words, let word = binding.word else { continue }
      let said = binding.action == .pause && state.progress?.state == .paused ? "go on" : word
      line.append(" \(said)", isRefused ? .dim : .text)
    }
    return line
  }
}
