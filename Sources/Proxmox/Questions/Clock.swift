import Cluster
import Remote

/// The node's clock when it begins to answer.
struct ClockAtBegin: Reading {
  static let section = Section("date", Command("date", "+%s.%N"))

  var seconds: Double

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    seconds = try ClockAtBegin.seconds(part, section: Self.section)
  }

  static func seconds(_ part: SectionedResult.Part, section: Section) throws(Unreadable) -> Double {
    try part.requireStatus(0, of: section)
    guard let seconds = Double(part.output.trimmingBlanks), seconds.isFinite, (0...1e11).contains(seconds) else {
      throw Unreadable(expected: "seconds since 1970", seen: part.output)
    }
    return seconds
  }
}

/// The node's clock when it has answered.
struct ClockAtEnd: Reading {
  static let section = Section("date at the end", Command("date", "+%s.%N"))

  var seconds: Double

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    seconds = try ClockAtBegin.seconds(part, section: Self.section)
  }
}

extension ClockReading {
  init?(_ answer: Answer, problems: inout [String]) throws(NodeError) {
    guard let began = try answer.optional(ClockAtBegin.self, problems: &problems)?.seconds,
      let ended = try answer.optional(ClockAtEnd.self, problems: &problems)?.seconds
    else { return nil }
    self.init(began: began, ended: ended)
  }
}
