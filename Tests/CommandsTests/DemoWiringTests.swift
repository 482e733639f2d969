import Cluster
import Screen
import Simulation
import Testing

@testable import Commands

@Suite struct DemoWiringTests {
  @Test func `what a demo offers to go wrong is known to the simulator`() throws {
    let node = try #require(NodeName("pve1"))
    let faults: [DemoFault] = [
      .oldKernel(node), .noStart(GuestID(101)), .lateDevice(node, path: "/dev/dri/renderD128"),
    ]
    #expect(
      faults.map { $0.simulated?.description } == [
        "old-kernel:pve1", "migration-start-fails:101:9", "late-device:pve1:/dev/dri/renderD128:400",
      ])
  }

  @Test func `only a simulated cluster goes wrong on purpose`() async throws {
    let options = try CommonOptions.parse(["--demo", "--speed", "max"])
    let demo = ClusterAccess.demo(options)
    let fault = DemoFault.oldKernel(try #require(NodeName("pve1")))
    #expect(await demo.goWrong(fault) == "pve1 will come back with the kernel that ran before")
    var config = ClusterConfig(
      name: "real", nodes: [], backupServers: [], ssh: SSHConfig(at: options.place), policy: demo.policy,
      screen: ScreenConfig(), stateDirectory: "/nowhere")
    config.policy.controller = nil
    #expect(await ClusterAccess(config).goWrong(fault) == nil)
  }
}
