import CNcurses
import Glibc
import Screen
import Synchronization

/// The real terminal. Belongs to the main thread; there is one at a time, and every way out leaves the terminal as it was.
public final class CursesTerminal {
  /// What overrides the terminal's own description.
  public struct Options: Hashable, Sendable {
    /// Colours to use at most; nil for what the terminal can.
    public var coloursMax: ColourDepth?

    /// What overrides the terminal's own description.
    public init(coloursMax: ColourDepth? = nil) { self.coloursMax = coloursMax }
  }

  private static let gone = Int16(POLLHUP | POLLERR | POLLNVAL)
  // Curses keeps one screen for the whole process.
  private static let isOpen = Atomic(false)

  /// Colours in use.
  public let depth: ColourDepth
  private var decoder = KeyDecoder()
  private var shown: Canvas?
  private var looks: [Look] = []
  private var theme: Theme?
  private let signalWake: Int32
  private var isGone = false

  /// Whether text outside ASCII would be garbled, by the locale.
  public static var needsASCII: Bool {
    hm_use_locale()
    return String(cString: hm_codeset()) != "UTF-8"
  }

  /// Takes the terminal over.
  /// - Throws: when there is none, or it can't show a screen.
  public init(options: Options = Options()) throws(TerminalError) {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1, hm_restore_remember() else {
      throw .notATerminal
    }
    guard !CursesTerminal.isOpen.exchange(true, ordering: .relaxed) else { throw .isOpen }
    hm_use_locale()
    guard hm_can_show(), hm_open() != nil else {
      CursesTerminal.isOpen.store(false, ordering: .relaxed)
      throw .unusable(type: getenv("TERM").map { String(cString: $0) } ?? "")
    }
    signalWake = hm_eventfd()
    hm_restore_arm(signalWake)
    hm_prepare_input()
    for (sequence, code) in KeyDecoder.extraSequences where key_defined(sequence) <= 0 { define_key(sequence, code) }
    var colours = 0
    if has_colors(), !hm_is_error(start_color()) {
      use_default_colors()
      colours = Int(hm_colors())
    }
    depth = min(ColourDepth(colours: colours), options.coloursMax ?? .full)
    curs_set(0)
    CursesTerminal.write("\u{1B}[?2004h")
  }

  deinit { close() }

  /// Gives the terminal back; nothing is drawn afterwards.
  public func close() {
    guard CursesTerminal.isOpen.exchange(false, ordering: .relaxed) else { return }
    CursesTerminal.write("\u{1B}[?2004l")
    clearLastRow()
    endwin()
    hm_restore_disarm()
    Glibc.close(signalWake)
  }

  /// Columns and rows.
  public var size: Size { Size(width: Int(hm_columns()), height: Int(hm_lines())) }

  /// Shows a canvas. Only what differs from what is shown is sent.
  public func render(_ canvas: Canvas, theme: Theme) {
    if isGone { return }
    if theme != self.theme { use(theme) }
    if canvas == shown { return }
    for y in 0..<canvas.size.height where shown?.size != canvas.size || canvas.row(y) != shown?.row(y) {
      draw(canvas.row(y), y: y)
    }
    if let cursor = canvas.cursor { move(Int32(cursor.y), Int32(cursor.x)) } else { move(0, 0) }
    curs_set(canvas.showsCursor ? 1 : 0)
    refresh()
    shown = canvas
  }

  /// Forgets what is shown, so that the next `render` sends everything.
  public func redraw() {
    shown = nil
    clearok(hm_window(), true)
  }

  /// Gives the terminal back to the shell, sleeps until the shell continues the process, and takes it over again.
  public func suspend() {
    CursesTerminal.write("\u{1B}[?2004l")
    clearLastRow()
    def_prog_mode()
    endwin()
    hm_restore_disarm()
    hm_stop_until_continued()
    hm_restore_arm(signalWake)
    reset_prog_mode()
    CursesTerminal.write("\u{1B}[?2004h")
    redraw()
  }

  /// Waits for keys, a new size, a request to end, or until one of `descriptors` is readable.
  /// - Returns: what the terminal reported, possibly nothing.
  public func waitForInput(milliseconds: Int, wakingOn descriptors: [Int32] = []) -> [TerminalEvent] {
    var waits = [isGone ? -1 : STDIN_FILENO, signalWake] + descriptors
    waits.removeAll { $0 < 0 }
    var polls = waits.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    // Interrupted by a signal, such as that of a new size: curses tells which when it is read.
    _ = poll(&polls, nfds_t(polls.count), Int32(clamping: max(milliseconds, 0)))
    var events = isGone ? [] : readKeys()
    var count: UInt64 = 0
    _ = read(signalWake, &count, MemoryLayout<UInt64>.size)
    let signal = hm_signal_take()
    if signal != 0 { events.append(.signal(signal)) }
    if !isGone, polls.contains(where: { $0.fd == STDIN_FILENO && $0.revents & CursesTerminal.gone != 0 }) {
      isGone = true
      events.append(.hangUp)
    }
    return events
  }

  // A terminal without a second screen keeps what was drawn, and the shell goes on in the last row.
  private func clearLastRow() {
    move(hm_lines() - 1, 0)
    clrtoeol()
    refresh()
  }

  private func readKeys() -> [TerminalEvent] {
    var events: [TerminalEvent] = []
    var code: UInt32 = 0
    // A terminal that never stops sending must not keep the screen from being drawn.
    for _ in 0..<4096 {
      switch Int(hm_read(&code)) {
      case HM_FUNCTION:
        if Int32(bitPattern: code) == KEY_RESIZE {
          shown = nil
          events.append(.resize(width: size.width, height: size.height))
        } else if let key = decoder.function(Int32(bitPattern: code)) {
          events.append(.key(key))
        }
      case HM_CHARACTER:
        if let scalar = Unicode.Scalar(code), let key = decoder.character(scalar) { events.append(.key(key)) }
      default: return events
      }
    }
    return events
  }

  private func draw(_ row: ArraySlice<Cell>, y: Int) {
    var text: [wchar_t] = []
    for (x, cell) in row.enumerated() where cell.width > 0 {
      text.removeAll(keepingCapacity: true)
      // Where the C library measures otherwise, curses and the canvas would drift apart.
      let agrees = Int(hm_width(wchar_t(cell.scalar.value))) == Int(cell.width)
      text.append(wchar_t((agrees ? cell.scalar : "?").value))
      if agrees {
        for mark in cell.marks where hm_width(wchar_t(mark.value)) == 0 { text.append(wchar_t(mark.value)) }
      }
      text.append(0)
      let attributes = looks[Int(cell.style.role.rawValue)].attributes(reversed: cell.style.isReversed)
      let pair = depth == .mono ? 0 : Int32(cell.style.role.rawValue) + 1
      // The last cell of a screen answers with an error though it is drawn.
      _ = hm_put(Int32(y), Int32(x), text, attributes, pair)
      if !agrees, cell.width == 2 { _ = hm_put(Int32(y), Int32(x) + 1, text, attributes, pair) }
    }
  }

  private func use(_ theme: Theme) {
    self.theme = theme
    shown = nil
    looks = Role.allCases.map { Look(theme[$0], background: theme.background, depth: depth) }
    guard depth != .mono else { return }
    for (number, look) in looks.enumerated() {
      init_extended_pair(Int32(number) + 1, Int32(clamping: look.foreground), Int32(clamping: look.background))
    }
    hm_background(1)
  }

  private static func write(_ sequence: String) {
    var bytes = Array(sequence.utf8)
    _ = Glibc.write(STDOUT_FILENO, &bytes, bytes.count)
  }
}
