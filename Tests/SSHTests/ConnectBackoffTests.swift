import Testing

@testable import SSH

@Suite struct ConnectBackoffTests {
  @Test func `pauses double up to the longest`() {
    let pauses = (0...6).map { ConnectBackoff().pause(failures: $0, reachedServer: false) }
    #expect(pauses == [0, 1, 2, 4, 8, 15, 15].map { .seconds($0) })
    #expect(ConnectBackoff().pause(failures: 100_000, reachedServer: false) == .seconds(15))
  }

  @Test func `a server that was reached is left alone for five seconds at least`() {
    let pauses = (0...5).map { ConnectBackoff().pause(failures: $0, reachedServer: true) }
    #expect(pauses == [0, 5, 5, 5, 8, 15].map { .seconds($0) })
  }
}
