import Cluster
import Foundation
import Testing

@testable import Remote

/// The lines that start and watch a job, run by a real shell. Only systemd is played: by two small scripts that keep a
/// unit's state in a file.
struct DetachedJobTests {
  private final class Stage {
    let root = FileManager.default.temporaryDirectory.appending(path: "herdmon-\(UUID().uuidString)")
    let run: RunID

    init() throws {
      run = RunID(random: 0x7f3a12)
      let bin = root.appending(path: "bin")
      try FileManager.default.createDirectory(at: bin, withIntermediateDirectories: true)
      try write(
        "systemd-run", in: bin,
        """
        #!/bin/sh
        out=/dev/null err=/dev/null
        while [ "$1" != -- ]; do
          case $1 in
            --unit=*) unit=${1#--unit=} ;;
            StandardOutput=append:*) out=${1#StandardOutput=append:} ;;
            StandardError=append:*) err=${1#StandardError=append:} ;;
          esac
          shift
        done
        shift
        echo "$unit" >> \(root.path)/starts
        touch "\(root.path)/unit-$unit.service"
        ( "$@" >> "$out" 2>> "$err" < /dev/null; rm -f "\(root.path)/unit-$unit.service" ) > /dev/null 2>&1 &
        """)
      try write(
        "systemctl", in: bin,
        """
        #!/bin/sh
        [ "$1" = is-active ] || exit 1
        shift
        if [ "$1" = --quiet ]; then shift; exec > /dev/null; fi
        if [ -e "\(root.path)/unit-$1" ]; then echo active; else echo inactive; exit 3; fi
        """)
    }

    deinit { try? FileManager.default.removeItem(at: root) }

    /// Written by a shell: a file that this process holds open for writing could not be executed while another test
    /// starts a program.
    private func write(_ name: String, in folder: URL, _ text: String) throws {
      let file = folder.appending(path: name).path
      _ = try PosixShell.run("printf '%s\\n' \(ShellQuoting.word(text)) > \(file) && chmod 755 \(file)")
    }

    /// The line as the node gets it, but for the place of the files, which belongs to root.
    func carryOut(_ line: CommandLine) throws -> CommandResult {
      let text = line.text.replacing("/run/herdmon", with: root.appending(path: "jobs").path)
      return try PosixShell.run(text, path: root.appending(path: "bin").path + ":/usr/bin:/bin")
    }

    func poll(_ cursor: JobCursor) throws -> JobReport? {
      let result = try carryOut(DetachedJob.poll([cursor], run: run, marker: "mk"))
      return DetachedJob.reports([cursor], from: result, marker: "mk").first
    }

    /// Shell text that waits until `letGo`, and then says so.
    var waiting: String { "while [ -d \(root.path) ] && [ ! -e \(root.path)/gate ]; do sleep 0.02; done; echo way" }

    func letGo() throws { try Data().write(to: root.appending(path: "gate")) }

    /// Polls until the job is over.
    func ending(_ cursor: JobCursor) throws -> JobReport? {
      for _ in 0..<1000 {
        let report = try poll(cursor)
        if let report, report.state != .running { return report }
        usleep(10_000)
      }
      return nil
    }

    var starts: Int {
      let text = (try? String(contentsOf: root.appending(path: "starts"), encoding: .utf8)) ?? ""
      return text.split(separator: "\n").count
    }
  }

  private func job(_ stage: Stage, _ name: String = "drain-pve1-move-101-1") -> DetachedJob {
    DetachedJob(run: stage.run, id: JobID(name))
  }

  @Test func `a job runs on by itself, and its output, errors and exit status are found`() throws {
    let stage = try Stage()
    let job = job(stage)
    let script = "echo one; printf half; \(stage.waiting); echo bad >&2; exit 7"
    let started = try stage.carryOut(job.start(Command(words: ["/bin/sh", "-c", script]), purpose: "test"))
    #expect(started.succeeded, "\(started.errorText)")

    var cursor = JobCursor(id: job.id)
    var seen: [String] = []
    while seen.isEmpty {
      let report = try #require(try stage.poll(cursor))
      #expect(report.state == .running)
      seen += report.output
      cursor = report.cursor
    }
    // Half a line is not shown while its other half may come.
    #expect(seen == ["one"])
    try stage.letGo()
    let end = try #require(try stage.ending(cursor))
    #expect(end.state == .ended(exit: 7))
    #expect(end.output == ["halfway"])
    #expect(end.errors == ["bad"])
  }

  @Test func `starting a job again changes nothing, while it runs and when it is over`() throws {
    let stage = try Stage()
    let job = job(stage)
    let line = job.start(Command(words: ["/bin/sh", "-c", "echo once; \(stage.waiting)"]), purpose: "test")
    for _ in 0..<3 { #expect(try stage.carryOut(line).succeeded) }
    try stage.letGo()
    let end = try #require(try stage.ending(JobCursor(id: job.id)))
    #expect(try stage.carryOut(line).succeeded)
    #expect(end.output == ["once", "way"])
    #expect(stage.starts == 1)
  }

  @Test func `hostile arguments reach the program as they are`() throws {
    let stage = try Stage()
    let job = job(stage)
    let words = ["it's", "a b", "$HOME", "$(id)", "'\u{301}; exit 9; '", "-e", "", "\\"]
    let line = job.start(Command(words: ["printf", "<%s>\n"] + words), purpose: "test")
    #expect(try stage.carryOut(line).succeeded)
    let end = try #require(try stage.ending(JobCursor(id: job.id)))
    #expect(end.state == .ended(exit: 0))
    #expect(end.output.map { Array($0.utf8) } == words.map { Array("<\($0)>".utf8) })
  }

  @Test func `a program that is not there is an end with status 127, not a job that vanished`() throws {
    let stage = try Stage()
    let job = job(stage)
    #expect(try stage.carryOut(job.start(Command("no-such-program"), purpose: "test")).succeeded)
    let end = try #require(try stage.ending(JobCursor(id: job.id)))
    #expect(end.state == .ended(exit: 127))
    #expect(end.errors.count == 1)
  }

  @Test func `a job without unit and without end is gone, and may be started`() throws {
    let stage = try Stage()
    let job = job(stage)
    let cursor = JobCursor(id: job.id)
    #expect(try stage.poll(cursor)?.state == .gone)
    #expect(try stage.carryOut(job.start(Command("true"), purpose: "test")).succeeded)
    #expect(try stage.ending(cursor)?.state == .ended(exit: 0))
  }

  @Test func `a poll cut anywhere says nothing, or what the whole one says`() throws {
    let stage = try Stage()
    let jobs = [job(stage, "a"), job(stage, "b")]
    for job in jobs {
      let line = job.start(Command(words: ["/bin/sh", "-c", "echo out; echo err >&2; exit 12"]), purpose: "test")
      #expect(try stage.carryOut(line).succeeded)
      _ = try stage.ending(JobCursor(id: job.id))
    }
    let cursors = jobs.map { JobCursor(id: $0.id) }
    let whole = try stage.carryOut(DetachedJob.poll(cursors, run: stage.run, marker: "mk"))
    let reports = DetachedJob.reports(cursors, from: whole, marker: "mk")
    #expect(reports.map(\.state) == [.ended(exit: 12), .ended(exit: 12)])
    for length in 0...whole.output.count {
      let cut = CommandResult(output: Array(whole.output.prefix(length)), errors: whole.errors, exit: .none)
      #expect(
        DetachedJob.reports(cursors, from: cut, marker: "mk").allSatisfy { reports.contains($0) }, "cut at \(length)")
    }
  }

  @Test func `what stands behind the last line is told apart, and read again with its line`() throws {
    let stage = try Stage()
    let job = job(stage)
    _ = try stage.carryOut(
      job.start(Command("/bin/sh", "-c", .word("echo one; printf 'sure? '; \(stage.waiting)")), purpose: "ask"))
    var report: JobReport?
    for _ in 0..<1000 where report?.unfinished == nil {
      report = try stage.poll(JobCursor(id: job.id))
      usleep(10_000)
    }
    #expect(report?.output == ["one"])
    #expect(report?.unfinished == "sure? ")
    try stage.letGo()
    let end = try stage.ending(try #require(report).cursor)
    #expect(end?.output == ["sure? way"])
    #expect(end?.unfinished == nil)
  }

  @Test func `units are named after run and job`() throws {
    let stage = try Stage()
    #expect(job(stage).unit == "herdmon-7f3a12-drain-pve1-move-101-1")
  }
}
