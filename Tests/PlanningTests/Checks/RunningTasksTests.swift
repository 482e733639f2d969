import Cluster
import Testing

@testable import Planning

struct RunningTasksTests {
  private func waits(_ task: RunningTask) -> [Blocker] {
    var node = SampleCluster.node("pve1")
    node.tasks = [task]
    return RunningTasks.waits(on: node)
  }

  private func task(_ type: String, _ subject: String = "101") -> RunningTask {
    RunningTask(upid: "UPID:pve1:\(type)", type: type, subject: subject)
  }

  @Test(arguments: ["vzdump", "qmigrate", "vzmigrate", "qmclone", "qmrestore", "vzsnapshot", "imgcopy", "aptupdate"])
  func `work of others is waited for`(type: String) {
    let found = waits(task(type))
    #expect(found.map(\.code) == ["task-running"])
    #expect(found.first?.message == "pve1 is at work: \(type) of 101")
    #expect(found.first?.guest == GuestID(101))
  }

  @Test(arguments: ["vncproxy", "vncshell", "termproxy", "spiceproxy"])
  func `an open console is not`(type: String) {
    #expect(waits(task(type)).isEmpty)
  }

  @Test func `a task without a guest names none`() {
    let found = waits(task("startall", ""))
    #expect(found.first?.message == "pve1 is at work: startall")
    #expect(found.first?.guest == nil)
  }

  @Test func `a list that can't be read proves nothing`() {
    var glance = SampleCluster.glance("pve1")
    #expect(RunningTasks.waits(glance).isEmpty)
    glance.tasks = nil
    #expect(RunningTasks.waits(glance).map(\.code) == ["tasks-unknown"])
    #expect(RunningTasks.waits(for: SampleCluster.name("pve2"), by: glance).map(\.code) == ["tasks-unknown"])
    var node = SampleCluster.node("pve1")
    node.unread[.tasks] = "no such file"
    #expect(RunningTasks.waits(on: node).map(\.code) == ["tasks-unknown"])
    #expect(RunningTasks.waits(for: SampleCluster.name("pve2"), on: node).map(\.code) == ["tasks-unknown"])
  }

  @Test(arguments: [("qmigrate", 1), ("vzmigrate", 1), ("hamigrate", 1), ("vzdump", 0), ("qmclone", 0)])
  func `of another node's work only a move may come here`(type: String, count: Int) {
    var (node, glance) = (SampleCluster.node("pve1"), SampleCluster.glance("pve1"))
    (node.tasks, glance.tasks) = ([task(type)], [task(type)])
    let pve2 = SampleCluster.name("pve2")
    for found in [RunningTasks.waits(for: pve2, on: node), RunningTasks.waits(for: pve2, by: glance)] {
      #expect(found.count == count)
      #expect(found.allSatisfy { $0.message == "pve1 is at work: \(type) of 101, perhaps to pve2" })
    }
  }
}
