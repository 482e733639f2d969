import Testing

@testable import Simulation

struct QmTests {
  private let world = World(SmallHerd.herd())

  @Test func `long names push the other columns, unnamed machines are called VM and their id`() {
    let pids = [200, 202].map { world.cluster.node("pve1")?.running[$0]?.pid ?? 0 }
    #expect(
      world.run("qm list").output == """
              VMID NAME                 STATUS     MEM(MB)    BOOTDISK(GB) PID       
               200 ansible              running    4096              32.00 \(Pad.right("\(pids[0])", 10))
               201 VM 201               stopped    2048               0.00 0         
               202 win-server-2022-domain-ctl running    4096              64.00 \(Pad.right("\(pids[1])", 10))

        """)
  }

  @Test(
    arguments: [
      ("qm status 200", "status: running\n", "", 0),
      ("qm status 101", "", "Configuration file 'nodes/pve1/qemu-server/101.conf' does not exist\n", 2),
      ("qm start 200", "", "VM 200 already running\n", 255),
      ("qm start 201", "", "", 0),
      ("qm stop 201", "", "", 0),
      ("qm shutdown 201", "", "VM 201 not running\n\n", 0),
      ("qm shutdown 200", "", "", 0),
      ("qm migrate 200 pve2", "", "can't migrate running VM without --online\n", 25),
    ])
  func `each order answers with the real words`(_ line: String, _ output: String, _ errors: String, _ status: Int32) {
    let answer = world.run(line)
    #expect(answer.output == output)
    #expect(answer.errors == errors)
    #expect(answer.exit == .status(status))
  }

  @Test func `a stopped machine moves offline though asked online`() {
    let answer = world.run("qm migrate 201 pve2 --online")
    #expect(answer.exit == .status(0))
    #expect(answer.errors == "VM isn't running. Doing offline migration instead.\n")
    #expect(world.guest(201)?.node == "pve2")
    #expect(world.guest(201)?.status == "stopped")
  }

  @Test func `setting a drive is echoed and written`() {
    let answer = world.run("qm set 201 --ide2 none,media=cdrom; qm config 201 | grep ide2")
    #expect(answer.output == "update VM 201: -ide2 none,media=cdrom\nide2: none,media=cdrom\n")
  }
}
