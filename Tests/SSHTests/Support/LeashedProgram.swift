import Glibc

/// A program on a leash: whatever way the test process ends, the leash goes with it and the program is stopped.
final class LeashedProgram: Sendable {
  private let leash: Int32
  private let process: Int32

  /// - Parameters:
  ///   - command: simple shell command that stays in the foreground.
  ///   - folder: removed after its end.
  init(_ command: String, folder: String) throws {
    let script = """
      \(command) </dev/null & program=$!
      read -r line
      kill $program
      wait $program
      rm -rf '\(folder)'
      """
    var ends: [Int32] = [-1, -1]
    // Closed on exec from its birth: a program that starts at the same moment must not hold this one's leash.
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0, &ends) == 0 else {
      throw SSHServer.StartFailure(log: "no socket pair")
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
    // The pool's threads block signals, and a shell that misses SIGCHLD waits for ever.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var arguments = ["sh", "-c", script].map { (text: String) in strdup(text) } + [nil]
    var pid: pid_t = 0
    let rc = posix_spawn(&pid, "/bin/sh", &actions, &attributes, &arguments, environ)
    arguments.forEach { free($0) }
    posix_spawn_file_actions_destroy(&actions)
    posix_spawnattr_destroy(&attributes)
    close(ends[0])
    guard rc == 0 else { throw SSHServer.StartFailure(log: "no process") }
    leash = ends[1]
    process = pid
  }

  func stop() {
    close(leash)
    var status: Int32 = 0
    waitpid(process, &status, 0)
  }
}
