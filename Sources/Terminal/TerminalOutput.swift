import CNcurses
import Glibc

/// The way to the terminal. Nobody waits for it: what it does not take at once is kept until it does.
final class TerminalOutput {
  let descriptor: Int32
  private var waiting: [UInt8] = []
  private var sent = 0

  /// Whether the terminal is gone.
  private(set) var isGone = false
  /// Whether the terminal ever took less than it was given.
  private(set) var isSlow = false

  /// Another way to the terminal that standard output is.
  init() { descriptor = hm_open_output() }

  /// A way of one's own.
  init(descriptor: Int32) { self.descriptor = descriptor }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// What to wait on for room; -1 when nothing waits for it.
  var descriptorForRoom: Int32 { isBusy ? descriptor : -1 }

  /// Whether something waits for the terminal.
  var isBusy: Bool { sent < waiting.count }

  /// Sends something after all that waits.
  func send(_ bytes: [UInt8]) {
    guard !isGone else { return }
    waiting += bytes
    flush()
  }

  /// Sends as much of what waits as the terminal takes.
  func flush() {
    while isBusy {
      let count = waiting[sent...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        sent += count
      } else if errno == EAGAIN {
        isSlow = true
        return
      } else if errno != EINTR {
        isGone = true
        break
      }
    }
    waiting.removeAll(keepingCapacity: true)
    sent = 0
  }

  /// Gives the terminal a moment to take what waits, and forgets what it then has not taken.
  func finish(milliseconds: Int32) {
    var room = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    while isBusy, poll(&room, 1, milliseconds) > 0 { flush() }
    waiting = []
    sent = 0
  }
}
