import Cluster
import Planning

extension ScreenState {
  /// The buttons of the open dialog; the first changes nothing.
  var dialogButtons: [DialogButton] {
    guard let dialog else { return [] }
    switch dialog.kind {
    case .consent(let scope, let figures):
      guard case .known(let plan) = figures else { return [DialogButton(title: "Cancel", action: .close)] }
      guard plan.isFeasible, plan.hasWork else { return [DialogButton(title: "Close", action: .close)] }
      return [
        DialogButton(title: "Cancel", action: .close),
        DialogButton(title: ConsentText.verb(scope), action: .start(scope)),
      ]
    case .settle(let open, let settlement):
      let title = settlement == .resume ? "resume \(open.run)" : "abort, all home"
      return [DialogButton(title: "Cancel", action: .close), DialogButton(title: title, action: .settle(settlement))]
    case .stopRun:
      return [DialogButton(title: "Go on", action: .close), DialogButton(title: "stop the run", action: .stop)]
    case .steering(let question): return buttons(of: question)
    case .goWrong:
      return [DialogButton(title: "Cancel", action: .close)]
        + demoFaults.map { DialogButton(title: $0.title, action: .goWrong($0)) }
    case .leaveRun:
      let stay = DialogButton(title: "Stay", action: .close)
      let leave = DialogButton(title: "leave it running", action: .leave)
      if options.isReadOnly { return [stay, leave] }
      if !options.ownsRuns {
        return [stay, leave]
          + (progress?.state == .stopping ? [] : [DialogButton(title: "stop, then leave", action: .stopAndLeave)])
      }
      if progress?.state == .stopping { return [stay, DialogButton(title: "leave at once", action: .leave)] }
      return [stay, DialogButton(title: "stop cleanly, then leave", action: .stopAndLeave)]
    case .plan, .help, .summary, .details:
      return [DialogButton(title: "Close", action: .close)]
    }
  }

  /// What must be typed before the open dialog starts anything; nil where nothing must.
  var dialogNeedsTyped: String? {
    guard case .consent(.rolling, .known(let plan)) = dialog?.kind, plan.isFeasible, plan.hasWork else { return nil }
    return PlainText.clean(clusterName)
  }

  /// Whether letters are typed rather than keys of the open dialog. Whoever knows the question may answer before its
  /// figures are there; nothing starts before they are seen.
  private var isTyping: Bool {
    if case .consent(.rolling, .asked) = dialog?.kind { return true }
    return dialogNeedsTyped != nil || dialog?.isSearching == true
  }

  mutating func pressInDialog(_ key: Key) -> [ScreenCommand] {
    switch key {
    case .escape, .control("c"): if dialog?.isSearching == true { endSearch() } else { dialog = nil }
    case .enter: return pressButton()
    case .tab, .right: moveDialogFocus(1)
    case .backTab, .left: moveDialogFocus(-1)
    case .up: scrollDialog(-1)
    case .down: scrollDialog(1)
    case .pageUp: scrollDialog(-dialogPage)
    case .pageDown: scrollDialog(dialogPage)
    case .home: scrollDialog(-.max)
    case .end: scrollDialog(.max)
    case .backspace: if isTyping { takeTypedBack() }
    case .paste(let text): if isTyping { type(text) }
    case .character(let character): pressInDialog(character)
    case .control, .delete: break
    }
    return []
  }

  private mutating func pressInDialog(_ character: Character) {
    if isTyping { return type(String(character)) }
    switch character {
    case "q": dialog = nil
    case "?": if case .help = dialog?.kind { dialog = nil }
    case "/": if case .help = dialog?.kind { dialog?.isSearching = true }
    case "l": moveDialogFocus(1)
    case "h": moveDialogFocus(-1)
    case "j": scrollDialog(1)
    case "k": scrollDialog(-1)
    case " ": scrollDialog(dialogPage)
    case "g": scrollDialog(-.max)
    case "G": scrollDialog(.max)
    default: break
    }
  }

  private mutating func moveDialogFocus(_ step: Int) {
    let count = dialogButtons.count
    dialog?.moveFocus(step, of: count)
  }

  private mutating func type(_ text: String) {
    let typed = (dialog?.typed ?? "") + PlainText.clean(text)
    // No cluster's name is longer: corosync allows 15 characters, the field shows 63.
    dialog?.typed = String(typed.prefix(63))
    focusByWhatIsTyped()
  }

  private mutating func takeTypedBack() {
    guard dialog?.typed.isEmpty == false else { return }
    dialog?.typed.removeLast()
    focusByWhatIsTyped()
  }

  private mutating func endSearch() {
    dialog?.isSearching = false
    dialog?.typed = ""
  }

  // The whole name is the consent; until it stands there Enter changes nothing.
  private mutating func focusByWhatIsTyped() {
    if dialog?.isSearching == true { return scrollDialog(-.max) }
    let isConsent = dialogButtons.count > 1 && dialog?.typed == dialogNeedsTyped
    dialog?.focus = isConsent ? 1 : 0
  }

  private mutating func pressButton() -> [ScreenCommand] {
    guard let open = dialog, dialogButtons.indices.contains(open.focus) else { return [] }
    let action = dialogButtons[open.focus].action
    if case .start = action, let wanted = dialogNeedsTyped, open.typed != wanted {
      say("type \(wanted) to go on", isRefusal: true)
      return []
    }
    dialog = nil
    switch action {
    case .close:
      if case .consent = open.kind { say("nothing was started") }
      return []
    case .start(let scope):
      // The world may have changed while the dialog was open.
      if let reason = refusal(of: scope.action) {
        say("not started: \(reason)", isRefusal: true)
        return []
      }
      say("starting: \(ConsentText.verb(scope))")
      return [.start(scope)]
    case .settle(let settlement):
      guard !isRunning else { return [] }
      say(settlement == .resume ? "taking the run up" : "bringing its guests home")
      return [.settle(settlement)]
    case .stop:
      return [.steer(.stop(.asked))]
    case .steer(let told):
      guard isRunning else { return [] }
      return told.map(ScreenCommand.steer)
    case .stopAndLeave:
      leavesAfterRun = true
      return [.steer(.stop(.asked))]
    case .goWrong(let fault): return [.goWrong(fault)]
    case .leave: return [.quit]
    }
  }

  private var dialogPage: Int { max(DialogFrame(of: self)?.text.height ?? 1, 2) - 1 }

  mutating func scrollDialog(_ lines: Int) {
    guard var open = dialog else { return }
    let last = DialogFrame(of: self)?.scrollMax ?? 0
    let (sum, overflow) = min(open.scroll, last).addingReportingOverflow(lines)
    open.scroll = overflow ? (lines > 0 ? last : 0) : sum.clamped(to: 0...last)
    dialog = open
  }
}

extension Plan {
  /// Whether anything at all would be done.
  var hasWork: Bool { passes.contains { $0.action != .skip && !($0.action == .return && $0.return.isEmpty) } }
}

extension RunScope {
  /// What asks for it.
  fileprivate var action: KeyAction {
    switch self {
    case .rolling: .rollAll
    case .reboot: .rebootNode
    case .drain: .drainNode
    case .undrain: .undrainNode
    case .update: .updateNode
    }
  }
}
