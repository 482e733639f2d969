import Cluster
import Orchestration
import Synchronization

/// The time of a run that is played again: it can be made faster and slower, stopped, and moved on.
final class ReplayClock: Sendable {
  /// Speeds that the keys go through, in seconds of the run in one of ours.
  static let speeds = [1.0, 2, 5, 10, 20, 50, 100, 200, 500]

  private struct State {
    var position: Timestamp
    var since: ContinuousClock.Instant
    var speed: Double
    var isPaused = false
  }

  private let state: Mutex<State>

  /// A clock that shows `moment` and runs.
  init(at moment: Timestamp, speed: Double) {
    state = Mutex(State(position: moment, since: .now, speed: speed))
  }

  /// This moment of the run.
  var now: Timestamp { state.withLock { ReplayClock.moment(of: $0) } }

  /// How it runs, in a few words.
  var words: String { state.withLock { $0.isPaused ? "paused" : "\(Int($0.speed)) times as fast" } }

  /// Goes on to the next speed.
  func faster() { change { state in state.speed = ReplayClock.speeds.first { $0 > state.speed } ?? state.speed } }

  /// Goes back to the speed before.
  func slower() { change { state in state.speed = ReplayClock.speeds.last { $0 < state.speed } ?? state.speed } }

  /// Stops, or goes on.
  func togglePause() { change { $0.isPaused.toggle() } }

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
    if state.isPaused { return state.position }
    return state.position + (ContinuousClock.now - state.since) / Duration.seconds(1) * state.speed
  }
}
