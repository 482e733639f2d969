import Testing

@testable import Commands

@Suite struct MessagesTests {
  @Test func `a message names the program once`() {
    #expect(Messages(marksPriority: false).text(.error, "a\nb") == "herdmon: a\nb\n")
  }

  @Test func `for the journal every line carries its priority`() {
    #expect(Messages(marksPriority: true).text(.error, "a\nb") == "<3>a\n<3>b\n")
    #expect(Messages(marksPriority: true).text(.debug, "a") == "<7>a\n")
  }

  @Test func `quiet and verbose move the threshold`() throws {
    #expect(Messages(try CommonOptions.parse(["--quiet"])).threshold == .error)
    #expect(Messages(try CommonOptions.parse(["--verbose"])).threshold == .debug)
    #expect(Messages(try CommonOptions.parse([])).threshold == .info)
  }
}
