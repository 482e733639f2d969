import CNcurses
import Glibc
import Screen
import Synchronization

/// The real terminal: curses knows what it understands and reads its keys, the painter draws. Belongs to the main thread;
/// there is one at a time, and every way out leaves the terminal as it was.
public final class CursesTerminal {
  /// What overrides the terminal's own description.
  public struct Options: Hashable, Sendable {
    /// Colours to use; nil for what the terminal says that it has.
    public var colours: ColourDepth?
    /// Whether to use synchronised updates where the terminal has them.
    public var synchronises: Bool

    /// What overrides the terminal's own description.
    public init(colours: ColourDepth? = nil, synchronises: Bool = true) {
      self.colours = colours
      self.synchronises = synchronises
    }
  }

  private static let gone = Int16(POLLHUP | POLLERR | POLLNVAL)
  /// How long a terminal that takes nothing may keep us from leaving it, in milliseconds.
  private static let patience: Int32 = 300
  // Curses keeps one screen for the whole process.
  private static let isOpen = Atomic(false)

  /// Colours in use.
  public let depth: ColourDepth
  private let capabilities: Capabilities
  private let output: TerminalOutput
  private let keys: UnsafeMutablePointer<WINDOW>
  private let signalWake: Int32
  private var painter: Painter
  private var decoder = KeyDecoder()
  private var unknown = UnknownSequence()
  private var synchrony: Synchrony
  private var capturesMouse = false
  private var isGone = false

  /// Whether text outside ASCII would be garbled, by the locale.
  public static var needsASCII: Bool {
    hm_use_locale()
    return String(cString: hm_codeset()) != "UTF-8"
  }

  /// Takes the terminal over.
  /// - Throws: when there is none, or it can't show a screen.
  public init(options: Options = Options(), environment: [String: String]) throws(TerminalError) {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1, hm_restore_remember() else {
      throw .notATerminal
    }
    guard !CursesTerminal.isOpen.exchange(true, ordering: .relaxed) else { throw .isOpen }
    hm_use_locale()
    guard hm_can_show(), hm_open() != nil, let keys = hm_prepare_input() else {
      CursesTerminal.isOpen.store(false, ordering: .relaxed)
      throw .unusable(type: environment["TERM"] ?? "")
    }
    self.keys = keys
    capabilities = Capabilities.current()
    depth = capabilities.colours < 8 ? .mono : options.colours ?? capabilities.depth(environment: environment)
    painter = Painter(capabilities: capabilities, depth: depth) { Int(hm_width(wchar_t($0.value))) }
    output = TerminalOutput()
    signalWake = hm_eventfd()
    for (sequence, code) in KeyDecoder.ownSequences { define_key(sequence, code) }
    for (sequence, code) in KeyDecoder.extraSequences where key_defined(sequence) <= 0 { define_key(sequence, code) }
    // Terminals with fewer colours are as old as to print what they don't know.
    synchrony = Synchrony(isWanted: options.synchronises && capabilities.colours >= 256)
    hm_restore_arm(signalWake, output.descriptor)
    begin()
  }

  deinit { close() }

  /// Gives the terminal back; nothing is drawn afterwards.
  public func close() {
    guard CursesTerminal.isOpen.exchange(false, ordering: .relaxed) else { return }
    end()
    Glibc.close(signalWake)
  }

  /// Columns and rows.
  public var size: Size { Size(width: Int(hm_columns()), height: Int(hm_lines())) }

  /// Whether it still has to take what was drawn before; until then nothing more is drawn.
  public var isBusy: Bool { output.isBusy }

  /// Whether it ever took less than was drawn.
  public var isSlow: Bool { output.isSlow }

  /// Shows a canvas. Only what differs from what is shown is sent; never waits for the terminal.
  public func render(_ canvas: Canvas, theme: Theme) {
    if isGone || output.isBusy { return }
    let frame = painter.paint(canvas, theme: theme)
    if !frame.isEmpty { output.send(synchrony.wrapped(frame)) }
  }

  /// Forgets what is shown, so that the next `render` sends everything.
  public func redraw() { painter.forget() }

  /// Whether clicks and the wheel come as events, rather than selecting text in the terminal.
  public func captureMouse(_ captures: Bool) {
    capturesMouse = captures
    send(captures ? "\u{1B}[?1000h\u{1B}[?1006h" : "\u{1B}[?1006l\u{1B}[?1000l")
  }

  /// Gives the terminal back to the shell, sleeps until the shell continues the process, and takes it over again.
  public func suspend() {
    def_prog_mode()
    end()
    hm_stop_until_continued()
    hm_restore_arm(signalWake, output.descriptor)
    reset_prog_mode()
    begin()
    painter.forget()
  }

  /// Waits for keys, a new size, a request to end, or until one of `descriptors` is readable.
  /// - Returns: what the terminal reported, possibly nothing.
  public func waitForInput(milliseconds: Int, wakingOn descriptors: [Int32] = []) -> [TerminalEvent] {
    // Descriptors below 0 are passed over by the kernel.
    var polls = ([isGone ? -1 : STDIN_FILENO, signalWake] + descriptors).map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    polls.append(pollfd(fd: output.descriptorForRoom, events: Int16(POLLOUT), revents: 0))
    // Interrupted by a signal, such as that of a new size: curses tells which when it is read.
    _ = poll(&polls, nfds_t(polls.count), Int32(clamping: max(milliseconds, 0)))
    output.flush()
    var events = isGone ? [] : readKeys()
    var count: UInt64 = 0
    _ = read(signalWake, &count, MemoryLayout<UInt64>.size)
    let signal = hm_signal_take()
    if signal != 0 { events.append(.signal(signal)) }
    if !isGone, output.isGone || polls[0].revents & CursesTerminal.gone != 0 {
      isGone = true
      events.append(.hangUp)
    }
    return events
  }

  /// Gives a terminal that is still ours back as it was found.
  public static func restore() { hm_restore_now() }

  private func begin() {
    send(capabilities.enter + "\u{1B}[?2004h" + synchrony.question())
    if capturesMouse { captureMouse(true) }
  }

  // A terminal without a second screen keeps what was drawn, and the shell goes on in the last row. That is asked for as
  // a row further down than any: terminals stop at their last one, whatever their size has become meanwhile.
  private func end() {
    let last = Capabilities.fill(capabilities.place, 998, 0)
    send(capabilities.reset + last + (capabilities.eraseToEnd ?? ""))
    output.finish(milliseconds: CursesTerminal.patience)
    hm_restore_now()
    hm_restore_disarm()
  }

  private func readKeys() -> [TerminalEvent] {
    var events: [TerminalEvent] = []
    var code: UInt32 = 0
    // A terminal that never stops sending must not keep the screen from being drawn.
    for _ in 0..<4096 {
      switch Int(hm_read(keys, &code)) {
      case HM_FUNCTION:
        events += unknown.flush().compactMap { decoder.character($0) } + function(Int32(bitPattern: code))
      case HM_CHARACTER:
        guard let scalar = Unicode.Scalar(code) else { break }
        let keys = decoder.isPasting ? [scalar] : unknown.take(scalar)
        events += keys.compactMap { decoder.character($0) }
      default: return events + unknown.flush().compactMap { decoder.character($0) }
      }
    }
    return events
  }

  private func function(_ code: Int32) -> [TerminalEvent] {
    switch code {
    case KEY_RESIZE:
      painter.forget()
      return [.resize(width: size.width, height: size.height)]
    case Int32(HM_KEY_SYNC): synchrony.isAnswered(true)
    case Int32(HM_KEY_NO_SYNC): synchrony.isAnswered(false)
    default: return decoder.function(code).map { [$0] } ?? []
    }
    return []
  }

  private func send(_ sequence: String) { output.send(Array(sequence.utf8)) }
}
