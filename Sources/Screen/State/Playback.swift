/// How a past run is played again.
public struct Playback: Hashable, Sendable {
  /// Whether it goes on.
  public enum Motion: Hashable, Sendable {
    /// Time goes by.
    case playing
    /// Time stands still until a key is pressed.
    case paused
    /// All that happened was shown; time stands still.
    case over
  }

  /// What the keys ask for.
  public enum Order: Hashable, Sendable {
    /// Stop, or go on.
    case pause
    /// Go through the run's time faster.
    case faster
    /// Go through the run's time slower.
    case slower
  }

  /// Seconds of the run in one of the operator's.
  public var speed: Double
  /// Whether it goes on.
  public var motion: Motion

  /// How a past run is played again.
  public init(speed: Double, motion: Motion) {
    self.speed = speed
    self.motion = motion
  }

  var words: String {
    switch motion {
    case .playing: speed < 1 ? "\(speed)x" : "\(Int(speed))x"
    case .paused: "PAUSED"
    case .over: "AT ITS END"
    }
  }
}
