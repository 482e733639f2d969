import Foundation

/// What a screen costs that somebody leaves open.
struct ScreenFigures {
  /// Seconds from start to the first frame, medians of several starts.
  var firstFrame: Double?
  /// Seconds from a key to what it changes.
  var keyToFrame: Double?
  /// Bytes sent in an idle minute.
  var idleBytes: Double?
  /// Bytes sent in a second with much to show: the mean, and the worst one.
  var busyBytes: Double?
  var worstBytes: Double?
  /// Share of a processor while idle.
  var idleProcessor: Double?
  /// Seconds that a flood of lines takes into the pane.
  var flood: Double?
  /// Memory at rest, and after much was shown, in bytes.
  var memory: Double?
  var busyMemory: Double?

  /// Four hosts behind real sshd, at the speed of life: at rest, and then in a rolling run.
  static func ofHerdmon(seconds: Int) throws -> ScreenFigures {
    var figures = ScreenFigures()
    figures.firstFrame = median(try (0..<5).map { _ in try FirstFrame.time() })
    figures.flood = median((0..<5).map { _ in PaneFlood.time() })
    try LabSurvey.withLab(scale: "1") { lab in
      let screen = try WatchedProgram(.herdmon, ["--config", lab.configuration])
      defer { screen.end() }
      try screen.wait(for: "the cluster") { $0.contains("QUORATE") }
      figures.keyToFrame = median((0..<10).compactMap { _ in screen.time(of: "l") })
      let idle = screen.watch(seconds: seconds)
      figures.idleBytes = perMinute(idle.bytes)
      figures.idleProcessor = idle.processor
      figures.memory = screen.memory
      screen.type("A")
      try screen.wait(for: "the dialog") { $0.contains("to go on") }
      screen.type("homelab\r")
      try screen.wait(for: "the run") { $0.contains("pause") }
      let busy = screen.watch(seconds: seconds)
      figures.busyBytes = mean(busy.bytes)
      figures.worstBytes = busy.bytes.max().map(Double.init)
      figures.busyMemory = screen.memory
    }
    return figures
  }

  /// btop as it comes; it is always busy.
  static func ofBtop(seconds: Int) throws -> ScreenFigures {
    let program = Program(path: "/usr/bin/btop")
    let home = "/tmp/herdmon-bench-btop-\(ProcessInfo.processInfo.processIdentifier)"
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: home) }
    var figures = ScreenFigures()
    figures.firstFrame = median(
      try (0..<5).map { _ in
        let screen = try WatchedProgram(program, [], home: home)
        defer { screen.end() }
        return try screen.wait(for: "a whole frame") { ["cpu", "mem", "net", "proc"].allSatisfy($0.contains) }
      })
    let screen = try WatchedProgram(program, [], home: home)
    defer { screen.end() }
    try screen.wait(for: "a frame") { $0.contains("proc") }
    let watched = screen.watch(seconds: seconds)
    figures.idleBytes = perMinute(watched.bytes)
    figures.busyBytes = mean(watched.bytes)
    figures.worstBytes = watched.bytes.max().map(Double.init)
    figures.idleProcessor = watched.processor
    figures.memory = screen.memory
    figures.busyMemory = figures.memory
    // Its help; another key closes it.
    figures.keyToFrame = median((0..<10).compactMap { _ in screen.time(of: "h") })
    return figures
  }

  private static func perMinute(_ bytes: [Int]) -> Double { mean(bytes) * 60 }

  private static func mean(_ bytes: [Int]) -> Double {
    bytes.isEmpty ? 0 : Double(bytes.reduce(0, +)) / Double(bytes.count)
  }

  private static func median(_ seconds: [Double]) -> Double? {
    Measurement(name: "", seconds: seconds, goal: .none).median
  }
}
