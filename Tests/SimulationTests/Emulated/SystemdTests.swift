import Cluster
import Remote
import Testing

@testable import Simulation

/// `systemctl` and `systemd-run`, and the detached jobs that herdmon makes of them.
struct SystemdTests {
  private let world = World()
  private let run = RunID(random: 0xABCDEF)

  private func job(_ name: String) -> DetachedJob { DetachedJob(run: run, id: JobID(name)) }

  private func reports(_ cursors: [JobCursor]) -> [JobReport] {
    let result = world.run(DetachedJob.poll(cursors, run: run, marker: "m1"))
    return DetachedJob.reports(cursors, from: result, marker: "m1")
  }

  @Test func `a detached migration is polled while it runs and keeps its output and end`() {
    let job = job("move-102")
    let start = job.start(Command(words: ["pct", "migrate", "102", "pve2", "--restart"]), purpose: "move 102")
    #expect(world.run(start).exit == .status(0))
    var cursor = JobCursor(id: job.id)
    #expect(reports([cursor]).map(\.state) == [.running])
    world.wait(40)
    let middle = reports([cursor])
    #expect(middle.map(\.state) == [.running])
    #expect(middle.first?.output.contains { $0.hasSuffix("shutdown CT 102") } == true)
    cursor = middle.first?.cursor ?? cursor
    world.wait(60)
    let end = reports([cursor])
    #expect(end.map(\.state) == [.ended(exit: 0)])
    #expect(end.first?.output.last?.contains("migration finished successfully") == true)
    #expect(end.first?.output.contains { $0.hasSuffix("shutdown CT 102") } == false)
    #expect(world.guest(102)?.node == "pve2")
  }

  @Test func `a second start of the same job does nothing, running or ended`() {
    let start = job("once").start(Command(words: ["sh", "-c", "echo started; sleep 10"]), purpose: "once")
    #expect(world.run(start).exit == .status(0))
    #expect(world.run(start).exit == .status(0))
    world.wait(20)
    #expect(world.run(start).exit == .status(0))
    let report = reports([JobCursor(id: JobID("once"))])
    #expect(report.first?.output == ["started"])
    #expect(report.first?.state == .ended(exit: 0))
  }

  @Test func `exit status and error output of a failed job are kept`() {
    let start = job("bad").start(Command(words: ["pct", "migrate", "999", "pve2"]), purpose: "bad")
    world.run(start)
    world.wait(5)
    let report = reports([JobCursor(id: JobID("bad"))])
    #expect(report.first?.state == .ended(exit: 2))
    #expect(report.first?.errors == ["Configuration file 'nodes/pve1/lxc/999.conf' does not exist"])
  }

  @Test func `a reboot takes jobs and their files away`() throws {
    world.run(job("long").start(Command(words: ["sleep", "9999"]), purpose: "long"))
    world.run("systemctl reboot")
    #expect(world.wait(until: { world.cluster.groundTruth().nodes[0].boots == 1 }))
    #expect(reports([JobCursor(id: JobID("long"))]).map(\.state) == [.gone])
    #expect(world.run("ls /run/herdmon").exit == .status(2))
  }

  @Test func `a unit of that name is refused while it runs`() {
    let answer = world.run(
      "systemd-run --unit=a --collect --quiet -- sleep 5; systemd-run --unit=a --collect -- sleep 5; echo $?; "
        + "systemctl is-active a.service; sleep 6; systemctl is-active a.service; echo $?")
    #expect(
      answer.errors
        == "Failed to start transient service unit: Unit a.service was already loaded or has a fragment file.\n")
    #expect(answer.output == "1\nactive\ninactive\n3\n")
  }

  @Test func `stopping a unit ends all of its processes`() {
    let answer = world.run(
      "systemd-run --unit=b --collect --quiet -- sh -c 'sleep 50; echo late > /tmp/late'; systemctl stop b.service; "
        + "systemctl is-active b.service; sleep 60; ls /tmp")
    #expect(answer.output == "inactive\n")
  }

  @Test func `an idle system has no jobs and runs`() {
    let answer = world.run(
      "systemctl list-jobs; systemctl is-system-running; systemctl is-active pve-cluster corosync x")
    #expect(answer.output == "No jobs running.\nrunning\nactive\nactive\ninactive\n")
  }

  @Test func `a lost channel kills a foreground migration but not a unit`() throws {
    let foreground = world.start("pct migrate 102 pve2 --restart")
    world.run("systemd-run --unit=m103 --collect --quiet -- pct migrate 103 pve2 --restart")
    _ = world.wait(until: { world.cluster.files.configuration(102)?["lock"] == "migrate" }, atMost: 60)
    world.cluster.disconnect(try #require(foreground.id))
    world.wait(120)
    #expect(foreground.answer.exit == nil, "nobody is told once the channel is closed")
    #expect(world.guest(102)?.node == "pve1")
    #expect(world.guest(102)?.status == "stopped")
    #expect(world.cluster.files.configuration(102)?["lock"] == "migrate")
    #expect(world.guest(103)?.node == "pve2")
    #expect(world.guest(103)?.status == "running")
  }
}
