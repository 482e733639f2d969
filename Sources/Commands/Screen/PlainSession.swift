import Cluster
import Dispatch
import Glibc
import Screen
import Synchronization
import Terminal

/// `herdmon --plain` on a terminal: the screen's commands and questions, line by line. It waits on its own thread, so
/// that a terminal which takes nothing delays no run.
@MainActor struct PlainSession {
  private let mailbox: Mailbox<ScreenInput>
  private let now: () -> Timestamp
  private let utcOffset: (Timestamp) -> Int
  private var screen: PlainScreen
  private var input: [UInt8] = []

  // Longer than any command; what is typed beyond is no line of ours.
  private static let lineBytesMax = 4096

  init(
    options: ScreenState.Options, mailbox: Mailbox<ScreenInput>, now: @escaping () -> Timestamp,
    utcOffset: @escaping (Timestamp) -> Int
  ) {
    self.mailbox = mailbox
    self.now = now
    self.utcOffset = utcOffset
    screen = PlainScreen(options: options, width: Terminals.width, now: now())
  }

  /// Reads and writes until it is left.
  /// - Parameter perform: is told what is to be done, and must not wait for it.
  /// - Returns: the signal that asked to end, if it was one.
  mutating func run(perform: (ScreenCommand) -> Void) -> Int32? {
    let signals = EndSignals { [mailbox] number in
      mailbox.post(.asked(number == SIGINT ? .interrupt : .terminate))
    }
    defer { signals.cancel() }
    StandardOutput.lines(screen.take(.tick(now())).lines)
    var isOpen = true
    while true {
      var waits = [
        pollfd(fd: mailbox.descriptor, events: Int16(POLLIN), revents: 0),
        pollfd(fd: isOpen ? STDIN_FILENO : -1, events: Int16(POLLIN), revents: 0),
      ]
      _ = poll(&waits, nfds_t(waits.count), -1)
      let moment = now()
      let size = ScreenInput.resize(width: Terminals.width, height: 24)
      let inputs = [size, .tick(moment), .zone(utcOffsetSeconds: utcOffset(moment))] + mailbox.takeAll().values
      var turns = inputs.map { screen.take($0) }
      if isOpen, waits[1].revents != 0 {
        let lines = readLines()
        isOpen = lines != nil
        // Whoever closes the input has nothing more to say; what goes on here ends cleanly.
        turns += lines?.map { screen.take(line: $0) } ?? [screen.take(.asked(.asked))]
      }
      for turn in turns {
        StandardOutput.lines(turn.lines)
        for command in turn.commands {
          if command == .quit { return signals.last }
          if isOfScreen(command) {
            mailbox.post(.message("only the full screen has that"))
          } else {
            perform(command)
          }
        }
      }
    }
  }

  private func isOfScreen(_ command: ScreenCommand) -> Bool {
    switch command {
    case .redraw, .suspend, .captureMouse, .tryTheme, .useTheme, .replay, .play: true
    default: false
    }
  }

  /// Whole lines that were typed; nil at the end of the input.
  private mutating func readLines() -> [String]? {
    var buffer = [UInt8](repeating: 0, count: PlainSession.lineBytesMax)
    let count = read(STDIN_FILENO, &buffer, buffer.count)
    if count < 0, errno == EINTR || errno == EAGAIN { return [] }
    guard count > 0 else { return nil }
    input += buffer.prefix(count)
    var lines: [String] = []
    while let end = input.firstIndex(of: UInt8(ascii: "\n")) {
      lines.append(PlainText.clean(String(decoding: input[..<end], as: UTF8.self)))
      input.removeSubrange(...end)
    }
    if input.count > PlainSession.lineBytesMax { input = [] }
    return lines
  }
}

/// The signals that ask to end, told as they come.
private final class EndSignals {
  private final class Note: Sendable {
    let number = Mutex<Int32?>(nil)
  }

  private let note = Note()
  private let sources: [any DispatchSourceSignal]

  /// The last one that came.
  var last: Int32? { note.number.withLock { $0 } }

  init(_ tell: @escaping @Sendable (Int32) -> Void) {
    let numbers = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]
    signal(SIGPIPE, SIG_IGN)
    sources = numbers.map { number in
      signal(number, SIG_IGN)
      return DispatchSource.makeSignalSource(signal: number, queue: .global())
    }
    for (number, source) in zip(numbers, sources) {
      source.setEventHandler { [note] in
        note.number.withLock { $0 = number }
        tell(number)
      }
      source.resume()
    }
  }

  func cancel() { for source in sources { source.cancel() } }
}
