import Cluster
import Testing

@testable import Planning

struct RunningTasksTests {
  private let node = SampleCluster.name("pve1")

  private func task(_ type: String, _ subject: String = "101") -> RunningTask {
    RunningTask(upid: "UPID:pve1:\(type)", type: type, subject: subject)
  }

  @Test(arguments: ["vzdump", "qmigrate", "vzmigrate", "qmclone", "qmrestore", "vzsnapshot", "imgcopy", "aptupdate"])
  func `work of others is waited for`(type: String) {
    let found = RunningTasks.waits([task(type)], on: node)
    #expect(found.map(\.code) == ["task-running"])
    #expect(found.first?.message == "pve1 is at work: \(type) of 101")
    #expect(found.first?.guest == GuestID(101))
  }

  @Test(arguments: ["vncproxy", "vncshell", "termproxy", "spiceproxy"])
  func `an open console is not`(type: String) {
    #expect(RunningTasks.waits([task(type)], on: node).isEmpty)
  }

  @Test func `a task without a guest names none`() {
    let found = RunningTasks.waits([task("startall", "")], on: node)
    #expect(found.first?.message == "pve1 is at work: startall")
    #expect(found.first?.guest == nil)
  }

  @Test func `a list that can't be read proves nothing`() {
    var glance = SampleCluster.glance("pve1")
    #expect(RunningTasks.waits(glance).isEmpty)
    glance.tasks = nil
    #expect(RunningTasks.waits(glance).map(\.code) == ["tasks-unknown"])
  }
}
