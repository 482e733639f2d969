/// How long the screen takes to be complete, from its start, on a terminal of its own.
enum FirstFrame {
  /// What stands in the frame once it is whole: a card for each host of the built-in cluster.
  static let marks = ["pve1", "pve2", "pve3", "pbs1"]

  /// Starts `herdmon --demo` in a new terminal, waits for the frame, and ends it.
  /// - Returns: seconds from start to frame.
  static func time() throws -> Double {
    let screen = try WatchedProgram(.herdmon, ["--demo"])
    defer { screen.end() }
    return try screen.wait(for: "a whole frame") { marks.allSatisfy($0.contains) }
  }
}
