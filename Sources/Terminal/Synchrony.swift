/// Synchronised updates (private mode 2026): the terminal shows a frame as a whole instead of as it comes.
struct Synchrony {
  /// How long an answer is waited for. One that takes longer comes over a line on which the frames come in pieces anyway,
  /// or from a terminal multiplexer that answers for a terminal that it does not know.
  private static let answerMax = Duration.milliseconds(100)
  /// Frames below this arrive as a whole anyway; the clock costs no more than its digits.
  private static let frameBytesMin = 256

  private let isWanted: Bool
  private var askedAt: ContinuousClock.Instant?
  private var isOn = false

  init(isWanted: Bool) { self.isWanted = isWanted }

  /// The question whether the terminal has them; empty when it is not to be asked or has been.
  mutating func question(at moment: ContinuousClock.Instant = .now) -> String {
    guard isWanted, askedAt == nil else { return "" }
    askedAt = moment
    return "\u{1B}[?2026$p"
  }

  /// The terminal has answered.
  mutating func isAnswered(_ hasThem: Bool, at moment: ContinuousClock.Instant = .now) {
    guard let askedAt, moment - askedAt <= Synchrony.answerMax else { return }
    isOn = hasThem
  }

  /// A frame as it is to be sent.
  func wrapped(_ frame: [UInt8]) -> [UInt8] {
    guard isOn, frame.count >= Synchrony.frameBytesMin else { return frame }
    return Array("\u{1B}[?2026h".utf8) + frame + Array("\u{1B}[?2026l".utf8)
  }
}
