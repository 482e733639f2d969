/// The last line: the keys that make sense now, and the other pages. Keys that would be refused are dim.
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
    var right = self.right(pages: true, words: true)
    func isTooLong() -> Bool { left.width + 2 + right.width > room }
    // What is used least goes first; the help knows the rest.
    while isTooLong(), actions.count > actionsMin {
      actions.removeLast()
      left = line(actions, words: true)
    }
    if isTooLong() { right = self.right(pages: true, words: false) }
    if isTooLong() { right = self.right(pages: false, words: false) }
    while isTooLong(), actions.count > 3 {
      actions.removeLast()
      left = line(actions, words: true)
    }
    if isTooLong() { left = line(actions, words: false) }
    let edge = canvas.putRight(right, right: area.right - 1, y: area.y, notBefore: area.x + 1)
    canvas.put(left, x: area.x + 1, y: area.y, limit: edge - area.x - 3, mark: "…")
  }

  private var isSteered: Bool { state.isRunning && !state.options.isReadOnly }

  // What works on nodes or tells a run is worth more than the words of the last two keys.
  private var actionsMin: Int {
    if state.options.isReplay { return 3 }
    return state.page == .cluster || (state.page == .guests && isSteered) ? 4 : 3
  }

  private var inDialog: StyledLine {
    var line = StyledLine("Esc", .bright)
    line.append(" close", .text)
    let buttons = state.dialogButtons
    if let focus = state.dialog?.focus, buttons.indices.contains(focus) {
      line.append("  Enter", .bright)
      let isOpen = focus > 0 && state.dialogNeedsTyped.map { $0 != state.dialog?.typed } ?? false
      line.append(isOpen ? " once the name is typed" : " \(buttons[focus].title)", .text)
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

  // Most important first.
  private var actions: [KeyAction] {
    let steering: [KeyAction] =
      state.options.isReplay ? [.playPause, .playFaster, .playSlower] : isSteered ? [.pause, .stop] : []
    switch state.page {
    case .cluster:
      let work: [KeyAction] =
        state.isRunning || state.options.isReadOnly
        ? [] : [.updateNode, .rebootNode, .rollAll, .drainNode, .undrainNode]
      return steering + (isSteered ? [.skip, .abort] : []) + work + (state.options.isDemo ? [.goWrong] : [])
        + (state.isRunning ? [.toggleOutput] : [.refresh, .toggleOutput])
    case .guests:
      return steering + (isSteered ? [.skip, .abort, .target, .retry] : []) + [.filter, .sortRight, .mark, .openRow]
    case .fleet: return steering + [.filter, .sortRight, .openRow]
    case .runs:
      return steering + (state.refusal(of: .openRow) == nil ? [.openRow] : []) + [.report, .filter, .sortRight]
    case .log: return steering + [.filter, .errorsOnly, .save, .toggleOutput]
    }
  }

  private func right(pages: Bool, words: Bool) -> StyledLine {
    var line = StyledLine()
    for page in Page.allCases where pages && page != state.page {
      line.append("\(page.rawValue)", .bright)
      line.append(" \(page.name) ", .dim)
    }
    if pages { line.append(" ") }
    line.spans += self.line([.help, .quit], words: words).spans
    return line
  }

  // What the key of an action has stopped.
  private func isHeld(_ action: KeyAction) -> Bool {
    switch action {
    case .pause: state.progress?.state == .paused
    case .playPause: state.playback?.motion == .paused
    default: false
    }
  }

  private func line(_ actions: [KeyAction], words: Bool) -> StyledLine {
    var line = StyledLine()
    for binding in actions.compactMap({ state.options.keys.binding(for: $0, on: state.page) }) {
      if !line.spans.isEmpty { line.append("  ") }
      let isRefused = state.refusal(of: binding.action) != nil
      line.append(binding.label, isRefused ? .dim : .bright)
      guard words, let word = binding.word else { continue }
      line.append(" \(isHeld(binding.action) ? "go on" : word)", isRefused ? .dim : .text)
    }
    return line
  }
}
