import Testing

@testable import Commands

@Suite struct ResumeUnitTests {
  private func start(_ words: [String], program: String = "/usr/local/bin/herdmon") throws -> String? {
    let options = try CommonOptions.parse(words)
    return ResumeUnit(options, program: program).lines.first { $0.hasPrefix("ExecStart=") }
  }

  @Test func `the unit starts this program with what says which run it is about`() throws {
    #expect(try start([]) == "ExecStart=/usr/local/bin/herdmon resume --if-needed")
    #expect(
      try start(["--config", "/etc/my herd.toml", "--cluster", "home", "--yes"])
        == #"ExecStart=/usr/local/bin/herdmon resume --if-needed --config "/etc/my herd.toml" --cluster home"#)
    #expect(try start([], program: #"/opt/50%/$a"b\c"#)?.contains(#""/opt/50%%/$$a\"b\\c""#) == true)
    #expect(try start(["--state-dir", "here"])?.contains(" --state-dir /") == true)
  }
}
