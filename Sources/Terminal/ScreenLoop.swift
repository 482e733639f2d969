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
  private let mailbox: Mailbox<ScreenInput>
  private let now: () -> Timestamp
  private let utcOffset: ((Timestamp) -> Int)?

  /// A loop on a terminal. `now` is the clock that the screen shows; `utcOffset`, such as
  /// `LocalTime.utcOffsetSeconds`, is asked how many seconds east of UTC it is, where that may change.
  public init(
    terminal: CursesTerminal, themes: ThemeChoice, mailbox: Mailbox<ScreenInput>, now: @escaping () -> Timestamp,
    utcOffset: ((Timestamp) -> Int)? = nil
  ) {
    self.terminal = terminal
    self.themes = themes
    self.mailbox = mailbox
    self.now = now
    self.utcOffset = utcOffset
  }

  /// Shows the screen until it is left. `perform` is told what is to be done, and must not wait for it.
  /// - Returns: the signal that asked to end, if it was one.
  public mutating func run(_ state: inout ScreenState, perform: (ScreenCommand) -> Void) -> Int32? {
    var signal: Int32?
    var commands = take(.resize(width: terminal.size.width, height: terminal.size.height), &state)
    tellThemes(&state)
    while true {
      let moment = now()
      commands += take(.tick(moment), &state)
      changeTheme(&state) { choice throws(ThemeError) in try choice.follow() }
      if let utcOffset { commands += take(.zone(utcOffsetSeconds: utcOffset(moment)), &state) }
      for command in commands {
        switch command {
        case .quit: return signal
        case .redraw: terminal.redraw()
        case .suspend:
          terminal.suspend()
          _ = take(.resize(width: terminal.size.width, height: terminal.size.height), &state)
        case .tryTheme(let name): changeTheme(&state) { choice throws(ThemeError) in try choice.tryOn(name) }
        case .useTheme(let name):
          changeTheme(&state) { choice throws(ThemeError) in try choice.use(name) }
          tellThemes(&state)
        case .refresh, .plan, .start, .steer, .listRuns, .replay: perform(command)
        }
      }
      commands = []
      terminal.render(state.canvas(), theme: themes.shown)
      commands += listen(&state, &signal)
    }
  }

  private mutating func changeTheme(
    _ state: inout ScreenState, _ change: (inout ThemeChoice) throws(ThemeError) -> Void
  ) {
    do {
      try change(&themes)
    } catch {
      _ = take(.message(error.description), &state)
    }
  }

  private func tellThemes(_ state: inout ScreenState) {
    _ = take(.themes(inUse: themes.name, known: themes.names), &state)
  }

  private func listen(_ state: inout ScreenState, _ signal: inout Int32?) -> [ScreenCommand] {
    let rest = Int((now().milliseconds % 1000 + 1000) % 1000)
    // A little over the second, so that rounding never shows the old one.
    let events = terminal.waitForInput(milliseconds: 1002 - rest, wakingOn: [mailbox.descriptor])
    var commands: [ScreenCommand] = []
    for event in events {
      switch event {
      case .key(let key): commands += take(.key(key), &state)
      case .resize(let width, let height): commands += take(.resize(width: width, height: height), &state)
      case .signal(let number): commands += end(number, &state, &signal)
      case .hangUp: commands += end(SIGHUP, &state, &signal)
      }
    }
    var inputs = mailbox.takeAll()
    if events.isEmpty, !inputs.isEmpty {
      // What comes in a burst is shown in one frame; a key is answered at once.
      usleep(UInt32(ScreenLoop.frameMilliseconds * 1000))
      inputs += mailbox.takeAll()
    }
    for input in inputs { commands += take(input, &state) }
    return commands
  }

  // A terminal that is gone tells so twice, by a signal and by itself; a run that is ours still ends cleanly.
  private func end(_ number: Int32, _ state: inout ScreenState, _ signal: inout Int32?) -> [ScreenCommand] {
    if number == SIGHUP, signal != nil { return [] }
    signal = number
    return take(.asked(number == SIGTERM || number == SIGHUP ? .terminate : .interrupt), &state)
  }

  private func take(_ input: ScreenInput, _ state: inout ScreenState) -> [ScreenCommand] { state.handle(input) }
}
