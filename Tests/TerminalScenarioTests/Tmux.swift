import Foundation
import Glibc
import Testing

/// A shell in a real terminal of tmux, in a folder of its own; both are gone after use.
struct Tmux: Sendable {
  let socket: String
  let folder: String

  /// What the terminal is and how the shell in it speaks.
  struct Kind: Sendable, CustomStringConvertible {
    var columns = 80
    var rows = 24
    var term = "screen-256color"
    var locale = "C.UTF-8"
    var environment: [String] = []

    var description: String { "\(columns)x\(rows) \(term) \(locale)" }
  }

  /// The built program, which lies beside the tests.
  static let program: String = {
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(filePath: own).deletingLastPathComponent().appending(path: "herdmon").path
  }()

  /// Opens a terminal, lends it, closes it.
  static func with(_ kind: Kind = Kind(), _ body: @Sendable (Tmux) async throws -> Void) async throws {
    let socket = "herdmon-test-\(getpid())-\(UInt32.random(in: 0...(.max)))"
    let tmux = Tmux(socket: socket, folder: "/tmp/\(socket)")
    try FileManager.default.createDirectory(atPath: tmux.folder, withIntermediateDirectories: true)
    do {
      try await tmux.open(kind)
      try await body(tmux)
    } catch {
      await tmux.close()
      throw error
    }
    await tmux.close()
  }

  private func open(_ kind: Kind) async throws {
    let environment =
      ["PATH=/usr/bin:/bin", "HOME=\(folder)", "TERM=\(kind.term)", "LC_ALL=\(kind.locale)", "PS1=prompt: "]
      + kind.environment
    let shell = (["env", "-i"] + environment + ["bash", "--norc", "--noprofile", "-i"]).map(Tmux.quoted)
    let answer = await tmux([
      "new-session", "-d", "-x", "\(kind.columns)", "-y", "\(kind.rows)", "-c", folder, shell.joined(separator: " "),
    ])
    try #require(answer.status == 0, "\(answer.output)")
    try await shows("prompt:")
  }

  private func close() async {
    _ = await tmux(["kill-server"])
    try? FileManager.default.removeItem(atPath: folder)
    try? FileManager.default.removeItem(atPath: "/tmp/tmux-\(getuid())/\(socket)")
  }

  /// Types a line at the shell and presses Enter. What stood there before is gone already, so that no wait takes it
  /// for new, and the shell clears away what it wrote while it took the cursor to be elsewhere.
  func order(_ line: String) async {
    _ = await tmux(["send-keys", "-R"])
    _ = await tmux(["send-keys", "-l", "clear; \(line)"])
    await press("Enter")
  }

  /// Types a line into a program and presses Enter.
  func type(_ line: String) async {
    _ = await tmux(["send-keys", "-l", line])
    await press("Enter")
  }

  /// Presses keys, by tmux's names for them.
  func press(_ keys: String...) async { _ = await tmux(["send-keys"] + keys) }

  /// The same for keys that are written with blanks between.
  func press(each keys: String) async { _ = await tmux(["send-keys"] + keys.split(separator: " ").map(String.init)) }

  /// Pastes text, with the brackets that the program has asked for.
  func paste(_ text: String) async {
    _ = await tmux(["set-buffer", text])
    _ = await tmux(["paste-buffer", "-p"])
  }

  /// Makes the terminal take nothing, as Ctrl-S and a dead line do, or go on.
  func holdOutput(_ holds: Bool) async throws {
    let path = await tmux(["display-message", "-p", "#{pane_tty}"]).output
    let descriptor = Glibc.open(path.trimmingCharacters(in: .whitespacesAndNewlines), O_RDWR | O_NOCTTY)
    try #require(descriptor >= 0)
    defer { Glibc.close(descriptor) }
    try #require(tcflow(descriptor, holds ? TCOOFF : TCOON) == 0)
  }

  /// Ends what runs in the terminal as closing it does, and opens a shell anew.
  func reopen() async throws {
    _ = await tmux(["respawn-pane", "-k"])
    try await shows(#"^prompt:\s*$"#)
  }

  func resize(_ columns: Int, _ rows: Int) async {
    _ = await tmux(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
  }

  /// What the terminal shows; with its colour sequences where asked.
  func screen(withColours: Bool = false) async -> String {
    await tmux(["capture-pane", "-p"] + (withColours ? ["-e"] : [])).output
  }

  /// Waits until the terminal shows something like this.
  /// - Returns: what it shows then.
  @discardableResult
  func shows(
    _ pattern: String, within seconds: Double = 60, _ location: SourceLocation = #_sourceLocation
  ) async throws -> String {
    let expression = try Regex(pattern)
    return try await shows(pattern, within: seconds, location) { $0.contains(expression) }
  }

  /// Waits until what the terminal shows fulfils something.
  @discardableResult
  func shows(
    _ what: String, within seconds: Double = 60, _ location: SourceLocation = #_sourceLocation,
    _ fulfils: (String) -> Bool
  ) async throws -> String {
    let end = ContinuousClock.now + .seconds(seconds)
    var seen = ""
    repeat {
      seen = await screen()
      if fulfils(seen) { return seen }
      try await Task.sleep(for: .milliseconds(30))
    } while ContinuousClock.now < end
    try #require(Bool(false), "not shown within \(seconds) s: \(what)\n\(seen)", sourceLocation: location)
    return seen
  }

  /// The process id of what the shell runs in the foreground.
  func child() async throws -> pid_t {
    let shell = await tmux(["display-message", "-p", "#{pane_pid}"]).output.trimmingCharacters(
      in: .whitespacesAndNewlines)
    let children = try String(contentsOfFile: "/proc/\(shell)/task/\(shell)/children", encoding: .utf8)
    return try #require(children.split(separator: " ").first.flatMap { pid_t($0) })
  }

  /// A file that a command in the shell has written into its home.
  func file(_ name: String) throws -> String { try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8) }

  private func tmux(_ arguments: [String]) async -> (status: Int32, output: String) {
    let words = ["-L", socket, "-f", "/dev/null", "-u"] + arguments
    let line = (["tmux"] + words).map(Tmux.quoted).joined(separator: " ") + " </dev/null 2>&1"
    return await withCheckedContinuation { continuation in
      // It waits for a process: the threads that all other tests share stay free.
      DispatchQueue.global().async { continuation.resume(returning: Tmux.run(line)) }
    }
  }

  // Foundation's Process waits for whatever the program leaves behind as well, here the server.
  static func run(_ line: String) -> (status: Int32, output: String) {
    guard let stream = popen(line, "re") else { return (255, "no shell") }
    var output: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&buffer, 1, buffer.count, stream), count > 0 { output += buffer.prefix(count) }
    let status = pclose(stream)
    return (status & 0x7F == 0 ? status >> 8 & 0xFF : 255, String(decoding: output, as: UTF8.self))
  }

  private static func quoted(_ word: String) -> String {
    "'" + word.replacingOccurrences(of: "'", with: #"'\''"#) + "'"
  }
}
