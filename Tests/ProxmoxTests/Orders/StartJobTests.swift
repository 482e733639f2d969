import Cluster
import Planning
import Remote
import Testing

@testable import Proxmox

@Suite struct StartJobTests {
  private static func answer(_ errors: String, _ exit: CommandResult.Exit) throws {
    let job = StartJob(
      run: try #require(RunID("7f3a21")), id: JobID("start-101"), order: .startGuest(GuestID(101), .container))
    try job.answer(from: CommandResult(errors: Array(errors.utf8), exit: exit), of: try #require(NodeName("pve1")))
  }

  @Test(arguments: [
    ("", 0),
    (
      "Failed to start transient service unit: Unit herdmon-7f3a21-start-101.service was already loaded or has a fragment file.\n",
      1
    ),
    ("Failed to start transient service unit: Unit herdmon-7f3a21-start-101.service already exists.\n", 1),
  ])
  func `a job that is there is started`(_ errors: String, _ status: Int32) throws {
    try Self.answer(errors, .status(status))
  }

  @Test func `a queued reboot is named as the reason`() {
    let text = """
      Failed to start transient service unit: Transaction for herdmon-7f3a21-start-101.service/start is destructive \
      (reboot.target has 'start' job queued, but 'stop' is included in transaction).
      """
    #expect {
      try Self.answer(text, .status(1))
    } throws: { error in
      guard let error = error as? NodeError else { return false }
      return error.kind == .refused && error.answered.hasPrefix("a reboot or shutdown is queued on pve1")
        && error.remedy.contains("systemctl list-jobs")
    }
  }

  @Test func `any other refusal comes in systemd's own words`() {
    #expect {
      try Self.answer("mkdir: cannot create directory '/run/herdmon': No space left on device\n", .status(1))
    } throws: { error in
      let error = error as? NodeError
      return error?.kind == .refused && error?.answered.contains("No space left on device (exit status 1)") == true
        && error?.tried == "start ct/101"
    }
  }

  @Test(arguments: [CommandResult.Exit.none, .signal("TERM")])
  func `a start whose end is not known is asked again`(_ exit: CommandResult.Exit) {
    #expect { try Self.answer("", exit) } throws: { ($0 as? NodeError)?.isTransient == true }
  }
}
