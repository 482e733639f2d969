import Remote
import Testing

@testable import Proxmox

@Suite struct QueuedJobsTests {
  @Test(arguments: [
    ("No jobs running.\n", []),
    (
      "JOB  UNIT               TYPE  STATE\n1234 pve-guests.service stop  running\n1200 reboot.target      start waiting\n\n2 jobs listed.\n",
      ["reboot.target start waiting", "pve-guests.service stop running"]
    ),
    (
      " 77 shutdown.target start waiting\n 78 umount.target start waiting\n",
      [
        "shutdown.target start waiting", "umount.target start waiting",
      ]
    ),
    ("5 poweroff.target start waiting\r\n", ["poweroff.target start waiting"]),
    ("1 multi-user.target start waiting\n2 pve-guests.service start running\n", []),
    ("9 shutdown.target stop waiting\n", []),
    ("1 reboot.target.wants start waiting\n", []),
  ])
  func `only what ends the system counts`(_ text: String, _ expected: [String]) throws {
    #expect(try QueuedJobs(SectionedResult.Part(text)).shutdown == expected)
  }

  @Test func `silence and a dead bus are errors, not an idle node`() {
    #expect(throws: Unreadable.self) { try QueuedJobs(SectionedResult.Part("")) }
    let dead = SectionedResult.Part("", errors: "Failed to connect to bus: No such file or directory\n", status: 1)
    #expect { try QueuedJobs(dead) } throws: { "\($0)".contains("Failed to connect to bus") }
  }
}

@Suite struct ActiveTasksTests {
  @Test func `tasks without an end time run`() throws {
    let tasks = try ActiveTasks(try Sample.part("pve1/active-tasks.txt")).tasks
    #expect(tasks.map(\.type) == ["vzdump", "vzmigrate"])
    #expect(tasks.map(\.subject) == ["", "101"])
    #expect(tasks[0].upid == "UPID:pve1:0001A2B3:00F3C2D1:6921A3F0:vzdump::root@pam:")
  }

  @Test func `a node that never ran a task has no list`() throws {
    #expect(try ActiveTasks(Script.noFile).tasks == [])
    #expect(try ActiveTasks(SectionedResult.Part("")).tasks == [])
  }

  @Test(arguments: ["hello\n", "UPID:pve1 0\n"])
  func `a line that is no task is an error`(_ text: String) {
    #expect(throws: Unreadable.self) { try ActiveTasks(SectionedResult.Part(text)) }
  }
}
