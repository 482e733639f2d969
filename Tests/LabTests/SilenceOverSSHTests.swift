import FoundationEssentials
import Glibc
import Testing

@testable import Simulation

/// Monitoring told by the operator's commands: by hand, and by a run whose process is killed.
@Suite(.serialized) struct SilenceOverSSHTests {
  @Test func `monitoring is told by hand, once to keep quiet and once to watch again`() async throws {
    try await LabFixture.withLab(scale: 300) { lab in
      let told = try lab.listenToMonitoring()
      #expect(lab.onCluster(["silence", "show"]).output.contains("no silence"))
      let on = lab.onCluster(["silence", "on", "pve2", "--for", "10m"])
      #expect(on.status == 0 && on.output.contains("by hand"), "\(on.output)")
      let id = try #require(on.output.split(separator: " ").first { $0.hasSuffix("-pve2") }.map(String.init))
      #expect(try told() == ["silence.start \(id) 126 127 128 201 202"])
      #expect(lab.onCluster(["silence", "show"]).output.contains(id))
      #expect(lab.onCluster(["silence", "off", "nonsense"]).status == 64)
      let off = lab.onCluster(["silence", "off"])
      #expect(off.status == 0 && off.output.contains("\(id)  ended"), "\(off.output)")
      #expect(try told().last == "silence.end \(id) 126 127 128 201 202")
      #expect(lab.onCluster(["silence", "show"]).output.contains("no silence"))
    }
  }

  @Test func `what is kept of silences is never overwritten unread`() async throws {
    try await LabFixture.withLab(scale: 300) { lab in
      let told = try lab.listenToMonitoring()
      let state = lab.directory.path + "/state"
      let options = ["--state-dir", state]
      _ = lab.onCluster(["silence", "on", "pve2"] + options)
      let files = try FileManager.default.subpathsOfDirectory(atPath: state)
      let file = "\(state)/\(try #require(files.first { $0.hasSuffix("silences.json") }))"
      try "[{".write(toFile: file, atomically: true, encoding: .utf8)
      let refused = lab.onCluster(["silence", "on", "pve3"] + options)
      #expect(refused.status == 4 && refused.output.contains("can't be read"), "\(refused.output)")
      #expect(try String(contentsOfFile: file, encoding: .utf8) == "[{")
      #expect(try told().count == 1)
    }
  }

  @Test func `a run that is killed and taken up ends every silence that it has begun`() async throws {
    try await LabFixture.withLab(scale: 100) { lab in
      let told = try lab.listenToMonitoring()
      let run = try #require(lab.startOnCluster(["--rolling", "--yes"]))
      #expect(try LabFixture.eventually { try lab.truth().guests.contains { $0.moves > 0 } })
      kill(run, SIGKILL)
      while waitpid(run, nil, 0) < 0 && errno == EINTR {}
      #expect(try told().contains { $0.hasPrefix("silence.start") })
      let resumed = lab.onCluster(["resume", "--yes"])
      #expect(resumed.status == 0, "\(resumed.output)")
      let calls = try told().map { $0.split(separator: " ").prefix(2).map(String.init) }
      let begun = Set(calls.filter { $0[0] == "silence.start" }.map { $0[1] })
      let ended = calls.filter { $0[0] == "silence.end" }.map { $0[1] }
      #expect(begun.count == 3 && begun == Set(ended) && ended.count == 3, "\(calls)")
      try lab.expectWholeHerd()
    }
  }
}
