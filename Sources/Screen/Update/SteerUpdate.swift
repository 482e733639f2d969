import Cluster
import Planning

extension ScreenState {
  /// Buttons of a question about the run in progress; the first changes nothing.
  func buttons(of question: SteerQuestion) -> [DialogButton] {
    let goOn = DialogButton(title: "Go on", action: .close)
    switch question {
    case .skipNode(let node):
      return [goOn, DialogButton(title: "leave \(node) out", action: .steer([.skipNode(node)]))]
    case .skipGuests(let guests):
      return [goOn, DialogButton(title: "leave \(label(of: guests))", action: .steer(guests.map(Steering.skipGuest)))]
    case .target(let guests):
      return [DialogButton(title: "Cancel", action: .close)]
        + targets(for: guests).fit.map(\.name).map { node in
          DialogButton(title: "\(node)", action: .steer(guests.map { .retarget($0, to: node) }))
        }
    case .abort: return [goOn, DialogButton(title: "abort, all home", action: .steer([.abort]))]
    }
  }

  /// Tells the run what a key asks for, or asks first where it means more than its word.
  mutating func steer(_ action: KeyAction) -> [ScreenCommand] {
    if action == .abort, !isRunning { return ask(for: .abort) }
    switch action {
    case .pause: return [.steer(progress?.state == .paused ? .proceed : .pause)]
    case .stop: dialog = Dialog(.stopRun)
    case .abort: dialog = Dialog(.steering(.abort))
    case .skip where page != .guests:
      if let name = selectedCard?.name, let node = NodeName(name) { dialog = Dialog(.steering(.skipNode(node))) }
    default: return steer(action, steeredGuests)
    }
    return []
  }

  /// Asks whether the run that ended before its work was done is to be taken up.
  mutating func ask(for settlement: Settlement) -> [ScreenCommand] {
    if let reason = refusalOfSettling {
      say("refused now: \(reason)", isRefusal: true)
    } else if let openRun {
      dialog = Dialog(.settle(openRun, settlement))
    }
    return []
  }

  /// Why no run can be taken up, as a sentence; nil when one can.
  private var refusalOfSettling: String? {
    if options.isReplay { return "this run is over, and is only played again" }
    if options.isReadOnly { return "read-only: this screen only watches" }
    if isRunning { return "the run goes on already" }
    return openRun == nil ? "no run is unfinished" : nil
  }

  private mutating func steer(_ action: KeyAction, _ guests: [GuestID]) -> [ScreenCommand] {
    switch action {
    case .skip: dialog = Dialog(.steering(.skipGuests(guests)))
    case .target: dialog = Dialog(.steering(.target(guests)))
    default:
      say("told the run to try \(label(of: guests)) again")
      return guests.map { .steer(.retry($0)) }
    }
    return []
  }

  /// The same by a typed command, which names whom it is about.
  mutating func steer(by command: CommandWord, _ argument: String) -> [ScreenCommand] {
    let words = argument.split(separator: " ").map(String.init)
    switch command.effect {
    case .pause, .proceed:
      let isPaused = progress?.state == .paused
      if refusalOfSteering(.pause) == nil, isPaused == (command.effect == .pause) {
        say(isPaused ? "the run is paused already" : "the run is not paused", isRefusal: true)
        return []
      }
      return ask(for: .pause, called: ":\(command.name)")
    case .skip where select(named: argument): return show(.cluster) + ask(for: .skip, called: ":skip")
    case .target:
      guard words.count == 2, let guest = guest(named: words[0]), let node = NodeName(words[1]) else {
        say(":target needs a guest and a node, such as :target 103 pve3", isRefusal: true)
        return []
      }
      return steer([guest], .target, called: ":target") { _ in [.steer(.retarget(guest, to: node))] }
    default:
      guard let guest = guest(named: argument) else {
        say("there is no guest \(argument)", isRefusal: true)
        return []
      }
      let action: KeyAction = command.effect == .skip ? .skip : .retry
      return steer([guest], action, called: ":\(command.name)") { $0.steer(action, [guest]) }
    }
  }

  private mutating func steer(
    _ guests: [GuestID], _ action: KeyAction, called name: String,
    _ body: (inout ScreenState) -> [ScreenCommand]
  ) -> [ScreenCommand] {
    guard let reason = refusalOfSteering(action, of: guests) else { return body(&self) }
    say("\(name) is refused now: \(reason)", isRefusal: true)
    return []
  }

  /// Why the run can't be told so, as a sentence; nil when it can, as far as the screen knows.
  /// - Parameter guests: those that were named; nil for what the page has selected.
  func refusalOfSteering(_ action: KeyAction, of guests: [GuestID]? = nil) -> String? {
    if options.isReplay { return "this run is over, and is only played again" }
    guard isRunning, let progress else {
      return action == .abort && openRun != nil ? nil : "no run is in progress"
    }
    if options.isReadOnly { return "read-only: this screen only watches" }
    // Even a run that stops can be told to bring everyone home.
    if progress.state == .stopping, action != .abort {
      return "the run is stopping already, after the moves in flight"
    }
    switch action {
    case .abort where progress.state == .aborting: return "the run is aborting already, every guest comes home"
    case .skip where page != .guests && guests == nil: return refusalOfSkip
    case .skip, .target, .retry: return refusal(of: action, for: guests ?? steeredGuests)
    default: return nil
    }
  }

  private var refusalOfSkip: String? {
    guard let name = selectedCard?.name, let part = progress?.nodes.first(where: { $0.node.rawValue == name }) else {
      return "\(selectedCard?.name ?? "this") has no part in this run"
    }
    switch part.stage {
    case .waiting, .working: return nil
    case .done: return "the turn of \(name) is over"
    case .skipped, .failed: return "\(name) is left out already"
    }
  }

  private func refusal(of action: KeyAction, for guests: [GuestID]) -> String? {
    if guests.isEmpty { return "no guest is selected" }
    let moving = guests.filter { guest in progress?.inFlight.contains { $0.guest == guest } == true }
    if !moving.isEmpty, action != .retry {
      return "\(label(of: moving)) \(moving.count == 1 ? "is" : "are") on the way already"
    }
    let resting = guests.filter { !hasMoveToCome($0, action) }
    return resting.isEmpty ? nil : "\(label(of: resting)) \(resting.count == 1 ? "has" : "have") no move to come now"
  }

  private func hasMoveToCome(_ id: GuestID, _ action: KeyAction) -> Bool {
    guard action != .retry else { return true }
    guard let guest = inventory?.guest(id), shownStatus(of: guest) == .running else { return false }
    if part(of: place(of: guest))?.stage == .working(.drain) { return true }
    let home = home(of: guest)
    return action == .skip && home != place(of: guest) && part(of: home)?.stage == .working(.return)
  }
}
