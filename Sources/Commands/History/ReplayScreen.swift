import Cluster
import Glibc
import Orchestration
import Planning
import Screen
import Terminal

/// A past run in the screen that showed it when it was there.
struct ReplayScreen {
  /// How fast, unless told otherwise: a quarter of an hour in three quarters of a minute.
  static let usualSpeed = 20.0
  /// Silence of the run that is worth watching, in seconds; longer, as before it was taken up again, is left out.
  private static let silenceMax = 600.0

  let entry: RunHistory.Entry
  var speed = ReplayScreen.usualSpeed
  var options: ScreenState.Options
  let look: ScreenLook

  /// Plays the run until the screen is left.
  /// - Returns: the signal that asked to end, if it was one.
  @MainActor func show(on terminal: CursesTerminal, themes: ThemeChoice) -> Int32? {
    let tape = ReplayTape(entry)
    let clock = ReplayClock(at: tape.startedAt, speed: speed)
    let mailbox = TUICommand.mailbox()
    for input in tape.opening + [.playback(clock.playback)] { mailbox.post(input) }
    mailbox.post(.message("replay of run \(entry.past.run): + faster, - slower, Space pauses, q goes back"))
    let player = Task.detached { await ReplayScreen.play(tape, by: clock, into: mailbox) }
    defer { player.cancel() }
    var screen = options
    screen.isReadOnly = true
    screen.isReplay = true
    screen.timeScale = speed
    screen.keys = options.keys.forReplay
    screen.policy = entry.start.policy
    var state = ScreenState(options: screen, size: terminal.size, now: clock.now)
    var loop = ScreenLoop(
      terminal: terminal, themes: themes, effects: look.effects(on: terminal.depth, isASCII: screen.isASCII),
      mailbox: mailbox, now: { clock.now },
      utcOffset: { LocalTime.utcOffsetSeconds(at: $0) })
    return loop.run(&state) { command in
      guard case .play(let order) = command else { return }
      clock.obey(order)
      mailbox.post(.playback(clock.playback))
    }
  }

  private static func play(_ tape: ReplayTape, by clock: ReplayClock, into mailbox: Mailbox<ScreenInput>) async {
    var tape = tape
    while let next = tape.nextAt, !Task.isCancelled {
      if next - clock.now > silenceMax { clock.skip(to: next + -1) }
      for input in tape.play(to: clock.now) { mailbox.post(input) }
      try? await Task.sleep(for: .milliseconds(50))
    }
    clock.end(at: tape.endsAt)
    mailbox.post(.playback(clock.playback))
  }
}
