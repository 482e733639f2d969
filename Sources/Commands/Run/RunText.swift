import Cluster
import Planning

/// A run as lines of text: time, subject, way, sentence, each in its column.
struct RunText {
  /// Which notices are worth a line.
  enum Detail: Comparable {
    /// Only what went wrong.
    case quiet
    /// One line a step.
    case steps
    /// Every line of every job as well.
    case everything
  }

  var detail: Detail = .steps
  var showsTime = true
  var zone = WallClock.Zone.local

  /// The line of a notice; nil for one that this detail leaves out.
  func line(_ record: RunRecord) -> String? {
    guard isShown(record.notice) else { return nil }
    let notice = record.notice
    var text = showsTime ? WallClock.time(record.time, in: zone) + " " : ""
    text += RunText.padded(RunText.printable(notice.subject), to: 22) + " "
    if let from = notice.from, let to = notice.to { text += RunText.padded("\(from) → \(to)", to: 12) + "  " }
    switch notice.level {
    case .output: text += "| "
    case .info: break
    case .warning: text += "warning: "
    case .error: text += "ERROR: "
    }
    return text + RunText.printable(notice.message)
  }

  /// The last line of every run, by contract (cli.md).
  static func final(_ outcome: RunOutcome, run: RunID) -> String {
    "herdmon: \(outcome.result.rawValue.uppercased()), \(Phrase.count(outcome.restarted.count, "node")) restarted, "
      + "\(Phrase.count(outcome.moves, "move")), \(Phrase.count(outcome.strays.count, "guest")) not home, "
      + "took \(twoDigits(outcome.seconds)) (forecast \(twoDigits(outcome.forecastSeconds))), run \(run)"
  }

  /// Minutes with two digits, as the contract has them for those who read the last line by machine.
  private static func twoDigits(_ seconds: Double) -> String { (seconds < 599.5 ? "0" : "") + Phrase.clock(seconds) }

  private func isShown(_ notice: Notice) -> Bool {
    switch notice.level {
    case .output: detail >= .everything
    case .info: detail >= .everything || (detail >= .steps && notice.event != "move.started")
    case .warning, .error: true
    }
  }

  /// Text of nodes and guests may hold anything; control characters must not reach a terminal.
  static func printable(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
  }

  static func padded(_ text: String, to width: Int) -> String {
    text.count >= width ? text : text + String(repeating: " ", count: width - text.count)
  }
}
