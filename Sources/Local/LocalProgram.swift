import Glibc

/// A program on this machine, found and started without a shell.
public enum LocalProgram {
  /// Where a file descriptor of the new process comes from.
  public enum Source {
    /// One of ours.
    case descriptor(Int32)
    /// A file that is opened for it.
    case file(String, flags: Int32)
  }

  /// POSIX_SPAWN_SETSID, which glibc shows to GNU sources only.
  private static let ownSession: Int32 = 0x80

  /// Both ends of a pipe, the reading one first; nil with `errno` set if there can be none.
  public static func pipe() -> (reading: Int32, writing: Int32)? {
    var ends: [Int32] = [0, 0]
    guard Glibc.pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  /// Looks a program up as a root login would find it: `/usr/sbin` is not in everyone's PATH.
  public static func find(_ name: String) -> String? {
    let path = getenv("PATH").map { String(cString: $0) } ?? ""
    let folders =
      path.split(separator: ":").map { String($0) } + [
        "/usr/sbin", "/usr/local/sbin", "/sbin", "/usr/bin",
      ]
    return folders.lazy.map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
  }

  /// Path of the program that this process runs.
  public static var own: String? {
    guard let buffer = realpath("/proc/self/exe", nil) else { return nil }
    defer { free(buffer) }
    return String(cString: buffer)
  }

  /// Starts a program in a session of its own, with signals as a fresh login has them.
  /// - Parameters:
  ///   - descriptors: what it finds under the numbers 0, 1, 2, …; nothing else is inherited.
  ///   - facts: variables of its environment, beside those of this process.
  /// - Returns: its process id; nil with `errno` set if it can't be started.
  public static func start(
    _ arguments: [String], descriptors: [Source], facts: [String: String] = [:]
  ) -> pid_t? {
    // Copies above every number that is given out, so that no source is overwritten before its turn.
    let copies = descriptors.map { source in
      if case .descriptor(let own) = source { fcntl(own, F_DUPFD_CLOEXEC, 64) } else { Int32(-1) }
    }
    defer { for copy in copies where copy >= 0 { close(copy) } }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (number, source) in descriptors.enumerated() {
      switch source {
      case .descriptor: posix_spawn_file_actions_adddup2(&actions, copies[number], Int32(number))
      case .file(let path, let flags):
        posix_spawn_file_actions_addopen(&actions, Int32(number), path, flags, 0o600)
      }
    }
    for open in LocalFolder.names(in: "/proc/self/fd").compactMap({ Int32($0) }) where open >= descriptors.count {
      posix_spawn_file_actions_addclose(&actions, open)
    }

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(
      &attributes, Int16(Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF) | ownSession))
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)

    var process = pid_t()
    let words = arguments.map { strdup($0) } + [nil]
    // No variable can hold a zero byte, and none is cut short by one.
    let added = facts.sorted { $0.key < $1.key }.map { name, value in strdup("\(name)=\(value.filter { $0 != "\0" })") }
    defer { for word in words + added { free(word) } }
    let reason = posix_spawn(
      &process, arguments[0], &actions, &attributes, words, environment(without: Set(facts.keys)) + added + [nil])
    errno = reason
    return reason == 0 ? process : nil
  }

  /// Runs a program to its end, with nothing to read and its error output together with its output.
  /// - Returns: output and exit status; 255 if it could not be started or was ended by a signal.
  public static func run(_ arguments: [String]) -> (status: Int32, output: String) {
    guard let ends = pipe() else { return (255, "no pipe: \(String(cString: strerror(errno)))") }
    defer { close(ends.reading) }
    let process = start(
      arguments,
      descriptors: [
        .file("/dev/null", flags: O_RDONLY), .descriptor(ends.writing), .descriptor(ends.writing),
      ])
    close(ends.writing)
    guard let process else { return (255, "\(arguments[0]): \(String(cString: strerror(errno)))") }
    var output: [UInt8] = []
    while let piece = LocalSocket.read(from: ends.reading), !piece.isEmpty { output += piece }
    return (wait(for: process), String(decoding: output, as: UTF8.self))
  }

  /// Waits for a process that was started here.
  /// - Returns: its exit status; 255 if it was ended by a signal.
  static func wait(for process: pid_t) -> Int32 {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    let hasExited = status & 0x7F == 0
    return hasExited ? status >> 8 & 0xFF : 255
  }

  /// The variables of this process, but for some.
  private static func environment(without names: Set<String>) -> [UnsafeMutablePointer<CChar>?] {
    var kept: [UnsafeMutablePointer<CChar>?] = []
    var next = environ
    while let entry = next.pointee {
      if !names.contains(String(String(cString: entry).prefix { $0 != "=" })) { kept.append(entry) }
      next += 1
    }
    return kept
  }
}
