import Cluster
import Glibc
import Screen

/// Runs the screen on the main thread: input to state, state to canvas, canvas to terminal, commands to whoever carries
/// them out. Everybody else talks to it through the mailbox.
public struct ScreenLoop {
  /// Milliseconds between two frames at least: faster than this nobody sees, and a slow line would choke.
  private static let frameMilliseconds = 33

  private let terminal: CursesTerminal
  private var themes: ThemeChoice
  private var tube: Tube
  private let mailbox: Mailbox<ScreenInput>
  private let now: () -> Timestamp
  private let utcOffset: ((Timestamp) -> Int)?
  private let start = ContinuousClock.now
  private var lastTurn = 0
  /// What of the clock the last picture showed; nil when something has happened since.
  private var drawnMoment: Int64?

  /// A loop on a terminal. `now` is the clock that the screen shows; `utcOffset`, such as
  /// `LocalTime.utcOffsetSeconds`, is asked how many seconds east of UTC it is, where that may change.
  public init(
    terminal: CursesTerminal, themes: ThemeChoice, effects: Tube.Effects, mailbox: Mailbox<ScreenInput>,
    now: @escaping () -> Timestamp, utcOffset: ((Timestamp) -> Int)? = nil
  ) {
    self.terminal = terminal
    self.themes = themes
    self.mailbox = mailbox
    self.now = now
    self.utcOffset = utcOffset
    tube = Tube(effects)
  }

  /// Shows the screen until it is left. `perform` is told what is to be done, and must not wait for it.
  /// - Returns: the signal that asked to end, if it was one.
  public mutating func run(_ state: inout ScreenState, perform: (ScreenCommand) -> Void) -> Int32? {
    var signal: Int32?
    var commands = state.handle(.resize(width: terminal.size.width, height: terminal.size.height))
    tellThemes(&state)
    while true {
      let moment = now()
      commands += state.handle(.tick(moment))
      if let utcOffset { commands += state.handle(.zone(utcOffsetSeconds: utcOffset(moment))) }
      changeTheme(&state) { choice throws(ThemeError) in try choice.follow() }
      for command in commands {
        if command == .quit { return signal }
        if !obey(command, &state) { perform(command) }
      }
      draw(state)
      commands = listen(&state, &signal)
    }
  }

  // What concerns the terminal and its colours is done here, all else elsewhere.
  private mutating func obey(_ command: ScreenCommand, _ state: inout ScreenState) -> Bool {
    switch command {
    case .redraw: terminal.redraw()
    case .suspend:
      terminal.suspend()
      _ = state.handle(.resize(width: terminal.size.width, height: terminal.size.height))
    case .captureMouse(let captures): terminal.captureMouse(captures)
    case .tryTheme(let name): changeTheme(&state) { choice throws(ThemeError) in try choice.tryOn(name) }
    case .useTheme(let name):
      changeTheme(&state) { choice throws(ThemeError) in try choice.use(name) }
      tellThemes(&state)
    default: return false
    }
    return true
  }

  private mutating func changeTheme(
    _ state: inout ScreenState, _ change: (inout ThemeChoice) throws(ThemeError) -> Void
  ) {
    let before = themes.shown
    defer { if themes.shown != before { drawnMoment = nil } }
    do {
      try change(&themes)
    } catch {
      drawnMoment = nil
      _ = state.handle(.message(error.description))
    }
  }

  private func tellThemes(_ state: inout ScreenState) {
    _ = state.handle(.themes(inUse: themes.name, known: themes.names))
  }

  // A terminal that has not taken the last frame gets the newest one when it has; those between are never made.
  private mutating func draw(_ state: ScreenState) {
    // A screen at rest costs nothing but a look at the clock.
    if drawnMoment == state.shownMoment, tube.rest(at: elapsed) == nil { return }
    if terminal.isBusy { return }
    if terminal.isSlow { tube = Tube([]) }
    terminal.render(tube.picture(of: state.canvas(), at: elapsed), theme: themes.shown)
    drawnMoment = tube.rest(at: elapsed) == nil ? state.shownMoment : nil
  }

  private var elapsed: Int { Int((ContinuousClock.now - start) / .milliseconds(1)) }

  private mutating func listen(_ state: inout ScreenState, _ signal: inout Int32?) -> [ScreenCommand] {
    let rest = Int((now().milliseconds % 1000 + 1000) % 1000)
    // A little over the second, so that rounding never shows the old one.
    let untilChange = min(1002 - rest, tube.rest(at: elapsed) ?? .max)
    var events = terminal.waitForInput(milliseconds: untilChange, wakingOn: [mailbox.descriptor])
    let untilFrame = lastTurn + ScreenLoop.frameMilliseconds - elapsed
    // What comes in a burst is shown in one frame; a key is answered at once.
    if events.isEmpty, untilFrame > 0 { events = terminal.waitForInput(milliseconds: untilFrame) }
    lastTurn = elapsed
    var commands: [ScreenCommand] = []
    for event in events { commands += take(event, &state, &signal) }
    let mail = mailbox.takeAll()
    if !events.isEmpty || !mail.values.isEmpty || mail.dropped > 0 { drawnMoment = nil }
    for input in mail.values { commands += state.handle(input) }
    if mail.dropped > 0 {
      let sentence = "\(mail.dropped) lines came faster than they could be shown, and were left out"
      commands += state.handle(.message(sentence))
    }
    return commands
  }

  private mutating func take(
    _ event: TerminalEvent, _ state: inout ScreenState, _ signal: inout Int32?
  ) -> [ScreenCommand] {
    switch event {
    case .key(let key):
      tube.skipBoot()
      return state.handle(.key(key))
    case .mouse(let event): return state.handle(.mouse(event))
    case .resize(let width, let height): return state.handle(.resize(width: width, height: height))
    case .signal(let number): return end(number, &state, &signal)
    case .hangUp: return end(SIGHUP, &state, &signal)
    }
  }

  // A terminal that is gone tells so twice, by a signal and by itself; a run that is ours still ends cleanly.
  private func end(_ number: Int32, _ state: inout ScreenState, _ signal: inout Int32?) -> [ScreenCommand] {
    if number == SIGHUP, signal != nil { return [] }
    signal = number
    return state.handle(.asked(number == SIGTERM || number == SIGHUP ? .terminate : .interrupt))
  }
}
