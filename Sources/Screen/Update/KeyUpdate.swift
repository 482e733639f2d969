import Cluster
import Planning

extension ScreenState {
  mutating func press(_ key: Key) -> [ScreenCommand] {
    // These two mean the same everywhere.
    if key == .control("l") { return [.redraw] }
    if key == .control("z") { return [.suspend] }
    if prompt != nil { return pressInPrompt(key) }
    if dialog != nil { return pressInDialog(key) }
    guard let binding = options.keys.binding(for: key, on: page) else {
      sayWhere(key)
      return []
    }
    return ask(for: binding.action, called: binding.label)
  }

  /// Does what was asked for, or says why not.
  mutating func ask(for action: KeyAction, called name: String) -> [ScreenCommand] {
    status = nil
    if let reason = refusal(of: action) {
      say("\(name) is refused now: \(reason)", isRefusal: true)
      return []
    }
    return perform(action)
  }

  // Keys that act on a node do so only where it is seen which.
  private mutating func sayWhere(_ key: Key) {
    guard let binding = options.keys.bindings.first(where: { $0.keys.contains(key) && $0.group == .node }),
      binding.action != .details
    else { return }
    say("\(binding.label) is a key of the page 1 cluster", isRefusal: true)
  }

  private mutating func perform(_ action: KeyAction) -> [ScreenCommand] {
    switch action {
    case .updateNode, .rebootNode, .drainNode, .undrainNode, .rollAll: return askForConsent(action)
    case .pause, .stop, .skip, .target, .retry, .abort: return steer(action)
    case .goWrong: dialog = Dialog(.goWrong)
    case .previousCard, .nextCard, .cardAbove, .cardBelow, .details, .toggleForm: performOnCards(action)
    case .rowAbove, .rowBelow, .pageOfRowsUp, .pageOfRowsDown, .firstRow, .lastRow, .sortLeft, .sortRight,
      .sortReversed, .mark, .invertMarks, .openRow, .report:
      return performOnTable(action)
    case .lineUp, .lineDown, .pageUp, .pageDown, .oldest, .newest, .toggleOutput, .errorsOnly, .save:
      return performOnLog(action)
    case .page(let page): return show(page)
    case .nextPage: return show(page.neighbour(1))
    case .previousPage: return show(page.neighbour(-1))
    case .lastPage: return show(lastPage)
    case .command: openPrompt(.command)
    case .filter: openPrompt(.filter)
    case .refresh:
      say("looking at the cluster")
      return page == .runs ? [.refresh, .listRuns] : [.refresh]
    case .playPause: return [.play(.pause)]
    case .playFaster: return [.play(.faster)]
    case .playSlower: return [.play(.slower)]
    case .redraw: return [.redraw]
    case .suspend: return [.suspend]
    case .mouse:
      capturesMouse.toggle()
      say(capturesMouse ? "the mouse is on: a click selects, the wheel scrolls" : "the mouse is the terminal's again")
      return [.captureMouse(capturesMouse)]
    case .help: dialog = Dialog(.help)
    case .back: return stepBack()
    case .quit:
      guard isRunning, !options.isReplay else { return [.quit] }
      dialog = Dialog(.leaveRun)
    }
    return []
  }

  private mutating func askForConsent(_ action: KeyAction) -> [ScreenCommand] {
    guard let scope = scope(for: action) else { return [] }
    dialog = Dialog(.consent(scope, .asked))
    return [.plan(scope)]
  }

  private mutating func performOnCards(_ action: KeyAction) {
    switch action {
    case .previousCard: selectCard(selected - 1)
    case .nextCard: selectCard(selected + 1)
    case .cardAbove: moveByRow(-1)
    case .cardBelow: moveByRow(1)
    case .toggleForm: prefersOtherForm.toggle()
    default: if let name = selectedCard?.name { dialog = Dialog(.details(.card(name))) }
    }
  }

  private mutating func performOnTable(_ action: KeyAction) -> [ScreenCommand] {
    switch action {
    case .rowAbove: selectRow(movedBy: -1)
    case .rowBelow: selectRow(movedBy: 1)
    case .pageOfRowsUp: selectRow(movedBy: -rowsOfPage)
    case .pageOfRowsDown: selectRow(movedBy: rowsOfPage)
    case .firstRow: selectRow(movedBy: -.max)
    case .lastRow: selectRow(movedBy: .max)
    case .sortLeft: sort(movedBy: -1)
    case .sortRight: sort(movedBy: 1)
    case .sortReversed: sort(by: tableState.sort, isReversed: !tableState.isReversed)
    case .mark: toggleMark()
    case .invertMarks: invertMarks()
    default: return open(action)
    }
    return []
  }

  private mutating func open(_ action: KeyAction) -> [ScreenCommand] {
    guard let table, let number = table.selectedRow else { return [] }
    let id = table.rows[number].id
    guard case .run(let run) = id, action == .openRow else {
      dialog = Dialog(.details(id))
      return []
    }
    return [.replay(run)]
  }

  private mutating func performOnLog(_ action: KeyAction) -> [ScreenCommand] {
    switch action {
    case .lineUp: scrollPane(lines: -1)
    case .lineDown: scrollPane(lines: 1)
    case .pageUp: scrollPane(pages: -1)
    case .pageDown: scrollPane(pages: 1)
    case .oldest: scrollPaneToOldest()
    case .newest: pane.bottom = nil
    case .errorsOnly:
      _ = show(.log)
      logPane.errorsOnly.toggle()
      logPane.choose(from: log)
      say(logPane.errorsOnly ? "warnings and failures only" : "all lines")
    case .save: prompt = Prompt(.command, text: "save \(logFileName)")
    default:
      output = output.next
      say(output.sentence)
    }
    return []
  }

  private mutating func selectCard(_ number: Int) {
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
