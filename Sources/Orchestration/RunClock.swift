import Cluster

/// The time that a run goes by: real, or a simulation's.
public protocol RunClock: Sendable {
  /// This moment.
  func now() -> Timestamp
  /// Waits; returns early, without an error, when the task is cancelled.
  func sleep(seconds: Double) async
}

/// Real time, or real time that runs faster by a factor: for demos.
public struct ScaledClock: RunClock {
  /// Seconds of this clock in a real one.
  public let scale: Double
  private let origin: Timestamp
  private let started: ContinuousClock.Instant

  /// A clock that shows `origin` now and runs `scale` times as fast as real time.
  public init(origin: Timestamp, scale: Double = 1) {
    self.origin = origin
    self.scale = max(scale, 0.001)
    started = ContinuousClock.now
  }

  /// This moment on this clock.
  public func now() -> Timestamp {
    let elapsed = (ContinuousClock.now - started) / Duration.seconds(1)
    return origin + elapsed * scale
  }

  /// Waits `seconds` of this clock.
  public func sleep(seconds: Double) async {
    try? await Task.sleep(for: .seconds(max(seconds, 0) / scale))
  }
}
