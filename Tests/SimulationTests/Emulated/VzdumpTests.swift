import Testing

@testable import Simulation

struct VzdumpTests {
  private let world = World(SmallHerd.herd())

  @Test func `a backup locks its guest and says when it has finished`() {
    let running = world.start("vzdump 105 --storage pbs --mode snapshot")
    world.wait(10)
    #expect(world.run("pct list | grep web").output.contains("backup"))
    #expect(world.run("pct migrate 105 pve2 --restart").output.contains("CT is locked (backup)"))
    let answer = world.finish(running)
    #expect(answer.exit == .status(0))
    #expect(answer.lines.contains("INFO: Starting Backup of VM 105 (lxc)"))
    #expect(answer.lines.contains { $0.hasPrefix("INFO: Finished Backup of VM 105 (00:00:") })
    #expect(answer.lines.last == "INFO: Backup job finished successfully")
    #expect(world.cluster.files.configuration(105)?["lock"] == nil)
  }

  @Test func `a locked guest fails the job`() {
    let answer = world.run("vzdump 104 --storage pbs")
    #expect(answer.lines.contains("ERROR: Backup of VM 104 failed - CT is locked (migrate)"))
    #expect(answer.lines.last == "INFO: Backup job finished with errors")
    #expect(answer.errors == "job errors\n")
    #expect(answer.exit == .status(255))
  }

  @Test func `a guest of another node is passed over without a word`() {
    let answer = world.run("vzdump 105 --storage pbs", on: "pve2")
    #expect(answer.output.isEmpty && answer.errors.isEmpty)
    #expect(answer.exit == .status(0))
  }
}
