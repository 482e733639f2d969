import Cluster
import Planning
import Screen

/// How long a flood of a job's output takes from the run's records to pictures.
enum PaneFlood {
  /// Lines of the flood: those of a second, where the screen is to stay responsive.
  static let lines = 100_000
  /// Lines between two pictures, of which there are 30 in a second.
  private static let linesPerPicture = 3300

  /// Seconds that all of it takes on a screen of 120x40.
  static func time() -> Double {
    let began = ContinuousClock.now
    let moment = Timestamp(milliseconds: 0)
    let run = RunID(random: 1)
    var state = ScreenState(size: Size(width: 120, height: 40), now: moment)
    for number in 1...lines {
      let notice = Notice(
        event: "job.output", level: .output, subject: "pve1", message: "Unpacking pve-manager, line \(number) of many")
      _ = state.handle(.record(RunRecord(run: run, seq: number, time: moment, notice: notice)))
      if number.isMultiple(of: linesPerPicture) { _ = state.canvas() }
    }
    return (ContinuousClock.now - began) / .seconds(1)
  }
}
