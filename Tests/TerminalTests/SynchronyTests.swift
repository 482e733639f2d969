import Testing

@testable import Terminal

@Suite struct SynchronyTests {
  private let frame = [UInt8](repeating: 0x78, count: 1000)
  private let start = ContinuousClock.now

  @Test func `frames are synchronised once the terminal has said that it can`() {
    var synchrony = Synchrony(isWanted: true)
    #expect(synchrony.question(at: start) == "\u{1B}[?2026$p")
    #expect(synchrony.wrapped(frame) == frame)
    synchrony.isAnswered(true, at: start + .milliseconds(40))
    #expect(synchrony.wrapped(frame).count == frame.count + 16)
    #expect(synchrony.wrapped([0x78]) == [0x78])
    #expect(synchrony.question(at: start).isEmpty)
  }

  @Test func `a late answer, a no and an answer to nothing change nothing`() {
    var late = Synchrony(isWanted: true)
    _ = late.question(at: start)
    late.isAnswered(true, at: start + .milliseconds(101))
    #expect(late.wrapped(frame) == frame)
    var no = Synchrony(isWanted: true)
    _ = no.question(at: start)
    no.isAnswered(false, at: start)
    #expect(no.wrapped(frame) == frame)
    var unwanted = Synchrony(isWanted: false)
    #expect(unwanted.question(at: start).isEmpty)
    unwanted.isAnswered(true, at: start)
    #expect(unwanted.wrapped(frame) == frame)
  }
}
