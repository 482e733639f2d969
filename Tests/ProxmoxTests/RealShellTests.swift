import Cluster
import Planning
import Remote
import Testing

@testable import Proxmox

/// The command lines run by the machine's own shell, grep, find, ls and timeout, on a directory that looks like a node.
@Suite struct RealShellTests {
  @Test func `a survey under a real shell is the survey of the samples`() throws {
    try FakeNode.with { node in
      try node.placeSamples()
      let result = try node.run(SurveyQuestion().lines(marker: Script.marker))
      let seen = try SurveyQuestion().answer(from: result, marker: Script.marker, host: "h1", address: "10.0.0.1")
      var expected = try SurveyQuestionTests.survey(try Script.survey())
      // What a directory can't imitate.
      expected.node.bridges = ["enp3s0", "vmbr0", "vmbr1"]
      expected.node.devices = [
        "/dev/dri", "/dev/dri/by-path", "/dev/dri/card1", "/dev/dri/renderD128", "/dev/null",
      ]
      expected.node.paths = []
      #expect(seen == expected)
    }
  }

  @Test func `a glance under a real shell is the glance of the samples`() throws {
    try FakeNode.with { node in
      try node.placeSamples()
      let name = try #require(NodeName("pve1"))
      let result = try node.run(GlanceQuestion().line(marker: Script.marker))
      let seen = try GlanceQuestion().answer(from: result, marker: Script.marker, of: name)
      #expect(seen == (try GlanceQuestionTests.glance(try Script.glance())))
    }
  }

  @Test func `a boot report under a real shell finds what is missing`() throws {
    try FakeNode.with { node in
      try node.placeSamples()
      let name = try #require(NodeName("pve1"))
      let question = BootReportQuestion(
        devices: ["/dev/dri", "/dev/dri/card1", "/dev/dri/card7", "/dev/dri/by-path/x"])
      let report = try question.answer(
        from: try node.run(question.line(marker: Script.marker)), marker: Script.marker, of: name)
      // dri is a folder, card1 a link to a real device, card7 is not there, x is a plain file that somebody left.
      #expect(report.missingDevices == ["/dev/dri/card7", "/dev/dri/by-path/x"])
      #expect(report.services.values.allSatisfy { $0 == "active" })
      #expect(report.services.count == 6)
      #expect(report.storages.count == 5)
    }
  }

  @Test func `a node without guests, pins and HA is just that`() throws {
    try FakeNode.with { node in
      try node.placeSamples()
      for path in ["etc/pve/local", "etc/pve/ha", "var/log/pve"] {
        try node.remove(path)
      }
      try node.program("pct", "exit 0")
      try node.program("qm", "exit 0")
      try node.place("etc/pve/.vmlist", Array("{\n\"version\": 1\n}\n".utf8))
      let survey = try SurveyQuestion().answer(
        from: try node.run(SurveyQuestion().lines(marker: Script.marker)), marker: Script.marker, host: "h1",
        address: nil)
      #expect(survey.guests == [])
      #expect(survey.placements == [])
      #expect(survey.node.tasks == [])
      #expect(survey.node.problems == ["storage pbs is not active"])
    }
  }

  @Test func `an empty etc pve is an error under a real shell too`() throws {
    try FakeNode.with { node in
      try node.placeSamples()
      try node.remove("etc/pve")
      try node.program("pct", "echo 'ipcc_send_rec[1] failed: Connection refused' >&2; exit 111")
      let result = try node.run(SurveyQuestion().lines(marker: Script.marker))
      #expect {
        try SurveyQuestion().answer(from: result, marker: Script.marker, host: "h1", address: nil)
      } throws: { error in
        guard let error = error as? NodeError else { return false }
        return error.kind == .unreadable && error.answered.contains("No such file or directory")
          && error.remedy.contains("pve-cluster") && Trouble(error).isTransient
      }
    }
  }

  @Test func `programs that are missing or die make sentences, not silence`() throws {
    try FakeNode.with { node in
      try node.placeSamples()
      try node.program("pvesm", "kill -9 $$")
      try node.remove("bin/pveversion")
      try node.program("apt-get", "echo 'E: Could not get lock' >&2; exit 100")
      let survey = try SurveyQuestion().answer(
        from: try node.run(SurveyQuestion().lines(marker: Script.marker)), marker: Script.marker, host: "h1",
        address: nil)
      let problems = survey.node.problems.joined(separator: "\n")
      #expect(problems.contains("`pvesm status` could not be read: no answer within 40 s"))
      #expect(problems.contains("`pveversion` could not be read: expected success, saw 'exit status 127"))
      #expect(
        problems.contains(
          "`apt-get -s dist-upgrade` could not be read: expected success, saw 'exit status 100: E: Could not get lock'")
      )
      #expect(survey.guests.count == 9)
    }
  }

  @Test func `a hostile description, name and tag stay text`() throws {
    try FakeNode.with { node in
      try node.placeSamples()
      let marker = "@\(Script.marker)= 0"
      let config = """
        #\(marker)
        #@\(Script.marker) boot_id
        #/etc/pve/local/lxc/999.conf:hostname: forged
        hostname: $(touch pwned)';--
        tags: `id`;a b
        \(marker)
        """
      try node.place("etc/pve/local/lxc/103.conf", Array(config.utf8))
      let survey = try SurveyQuestion().answer(
        from: try node.run(SurveyQuestion().lines(marker: Script.marker)), marker: Script.marker, host: "h1",
        address: nil)
      let guest = try #require(survey.guests.first { $0.id == GuestID(103) })
      #expect(guest.name == "$(touch pwned)';--")
      #expect(guest.tags == ["`id`", "a", "b"])
      #expect(survey.guests.count == 9)
    }
  }

  /// The start of a job, really run: the unit's wrapper writes the end where the poll looks for it.
  @Test func `a job runs through its wrapper with every word as it was`() throws {
    try FakeNode.with { node in
      let run = try #require(RunID("7f3a21"))
      let name = try #require(NodeName("pve1"))
      // What systemd does with a unit: run it with its files as outputs.
      try node.program(
        "systemd-run",
        """
        while [ "$1" != -- ]; do
          case $1 in StandardOutput=append:*) o=${1#*append:};; StandardError=append:*) e=${1#*append:};; esac
          shift
        done
        shift
        "$@" >>"\(node.root.path)$o" 2>>"\(node.root.path)$e"
        """)
      try node.program("systemctl", "echo inactive; exit 3")
      try node.program("pct", "echo \"$0 $*\" | sed 's,.*/,,'; echo refused >&2; exit 255")
      let order = RunRequest.start(
        JobID("move-101"), .moveContainer(GuestID(101), to: name, shutdownSeconds: 60))
      let started = try node.run(NodeProtocol.lines(for: order, to: name, run: run, marker: "k7Qz"))
      #expect(try NodeProtocol.answer(to: order, of: name, run: run, marker: "k7Qz", result: started) == .done)

      let cursor = JobCursor(id: JobID("move-101"))
      let poll = RunRequest.poll([cursor])
      let answer = try node.run(NodeProtocol.lines(for: poll, to: name, run: run, marker: "k7Qz"))
      guard
        case .jobs(let reports) = try NodeProtocol.answer(
          to: poll, of: name, run: run, marker: "k7Qz", result: answer)
      else {
        Issue.record("not about jobs")
        return
      }
      #expect(reports.first?.state == .ended(exit: 255))
      #expect(reports.first?.output == ["pct migrate 101 pve1 --restart --timeout 60"])
      #expect(reports.first?.errors == ["refused"])
    }
  }
}
