import Glibc
import Testing

@testable import Terminal

@Suite struct TerminalOutputTests {
  /// A pipe whose near end never makes its writer wait, like the terminal's own.
  private func pipe() -> (near: Int32, far: Int32) {
    var ends: [Int32] = [-1, -1]
    _ = Glibc.pipe(&ends)
    for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    return (ends[1], ends[0])
  }

  private func drain(_ descriptor: Int32) -> [UInt8] {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = read(descriptor, &buffer, buffer.count), count > 0 { all += buffer.prefix(count) }
    return all
  }

  @Test func `a terminal that takes nothing is not waited for, and misses nothing when it goes on`() {
    let (near, far) = pipe()
    defer { close(far) }
    let output = TerminalOutput(descriptor: near)
    let frames = (0..<200).map { [UInt8](repeating: UInt8($0), count: 4000) }
    for frame in frames { output.send(frame) }
    #expect(output.isBusy)
    #expect(output.isSlow)
    #expect(output.descriptorForRoom == near)
    var taken: [UInt8] = []
    while output.isBusy {
      taken += drain(far)
      output.flush()
    }
    taken += drain(far)
    #expect(taken == frames.flatMap { $0 })
    #expect(output.descriptorForRoom == -1)
  }

  @Test func `a terminal that is gone takes everything into nothing`() {
    signal(SIGPIPE, SIG_IGN)
    let (near, far) = pipe()
    let output = TerminalOutput(descriptor: near)
    close(far)
    output.send([1, 2, 3])
    #expect(output.isGone)
    #expect(!output.isBusy)
    output.send([4])
    #expect(!output.isBusy)
  }

  @Test func `leaving a terminal that takes nothing is bounded`() {
    let (near, far) = pipe()
    defer { close(far) }
    let output = TerminalOutput(descriptor: near)
    output.send([UInt8](repeating: 1, count: 1_000_000))
    #expect(output.isBusy)
    output.finish(milliseconds: 1)
    #expect(!output.isBusy)
  }
}
