import Cluster
import Screen
import Synchronization

/// The time of a run that is played again: it can be made faster and slower, stopped, and moved on.
final class ReplayClock: Sendable {
  /// Speeds that the keys go through, in seconds of the run in one of ours.
  static let speeds = [1.0, 2, 5, 10, 20, 50, 100, 200, 500]

  private struct State {
    var position: Timestamp
    var since: ContinuousClock.Instant
    var speed: Double
    var motion = Playback.Motion.playing
  }

  private let state: Mutex<State>

  /// A clock that shows `moment` and runs.
  init(at moment: Timestamp, speed: Double) {
    state = Mutex(State(position: moment, since: .now, speed: speed))
  }

  /// This moment of the run.
  var now: Timestamp { state.withLock { ReplayClock.moment(of: $0) } }

  /// How it runs.
  var playback: Playback { state.withLock { Playback(speed: $0.speed, motion: $0.motion) } }

  /// Goes on to the next speed or back to the one before, stops, or goes on.
  func obey(_ order: Playback.Order) {
    change { state in
      switch (order, state.motion) {
      case (_, .over): break
      case (.faster, _): state.speed = ReplayClock.speeds.first { $0 > state.speed } ?? state.speed
      case (.slower, _): state.speed = ReplayClock.speeds.last { $0 < state.speed } ?? state.speed
      case (.pause, .playing): state.motion = .paused
      case (.pause, .paused): state.motion = .playing
      }
    }
  }

  /// Stands still at the run's last moment, for good.
  func end(at moment: Timestamp) { change { ($0.position, $0.motion) = (moment, .over) } }

  /// Leaves time out in which nothing happened.
  func skip(to moment: Timestamp) { change { $0.position = max($0.position, moment) } }

  private func change(_ how: (inout State) -> Void) {
    state.withLock { state in
      state.position = ReplayClock.moment(of: state)
      state.since = .now
      how(&state)
    }
  }

  private static func moment(of state: State) -> Timestamp {
    if state.motion != .playing { return state.position }
    return state.position + (ContinuousClock.now - state.since) / Duration.seconds(1) * state.speed
  }
}
