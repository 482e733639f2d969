import Testing

@testable import Simulation

struct PctTests {
  private let world = World(SmallHerd.herd())

  @Test func `the list has fixed columns, blank locks and does not mark templates`() {
    #expect(
      world.run("pct list").output == """
        VMID       Status     Lock         Name                
        101        running                 plex                
        102        running    backup       paperless           
        103        stopped                 old-wiki            
        104        stopped    migrate      nginx-proxy-01.home.example
        105        running                 web                 
        190        stopped                 tmpl-debian12       

        """)
  }

  @Test func `a node without containers lists nothing, not even a header`() {
    let answer = world.run("pct list; echo $?; qm list; echo $?", on: "pve2")
    #expect(answer.output == "0\n0\n")
  }

  @Test func `the configuration is sorted by key`() {
    #expect(
      world.run("pct config 101").output == """
        cores: 4
        dev0: /dev/dri/card1,gid=44
        dev1: /dev/dri/renderD128,gid=104
        hostname: plex
        memory: 512
        net0: name=eth0,bridge=vmbr0,ip=dhcp,type=veth
        rootfs: nfs-ct:101/vm-101-disk-0.raw,size=8G

        """)
  }

  @Test(
    arguments: [
      ("pct status 101", "status: running\n", "", 0),
      ("pct status 103", "status: stopped\n", "", 0),
      ("pct status 999", "", "Configuration file 'nodes/pve1/lxc/999.conf' does not exist\n", 2),
      ("pct start 101", "", "CT 101 already running\n", 255),
      ("pct shutdown 103", "", "CT 103 not running\n", 255),
      ("pct stop 103", "", "CT 103 not running\n", 255),
      ("pct start 190", "", "you can't start a CT if it's a template\n", 255),
      ("pct start 104", "", "CT is locked (migrate)\n", 255),
      ("pct unlock 104", "", "", 0),
      ("pct unlock 103", "", "no lock found trying to remove any lock\n", 255),
      ("pct start 103", "", "", 0),
      ("pct stop 105", "", "", 0),
      ("pct shutdown 105 --timeout 60", "", "", 0),
    ])
  func `each order answers with the real words`(_ line: String, _ output: String, _ errors: String, _ status: Int32) {
    let answer = world.run(line)
    #expect(answer.output == output)
    #expect(answer.errors == errors)
    #expect(answer.exit == .status(status))
  }

  @Test(
    arguments: [
      (
        "pct migrate 101 pve1 --restart",
        "400 Parameter verification failed.\ntarget: target is local node.\npct migrate <vmid> <target> [OPTIONS]\n"
      ),
      ("pct migrate 101 pve9 --restart", "no such cluster node 'pve9'\n"),
      ("pct migrate 999 pve2 --restart", "Configuration file 'nodes/pve1/lxc/999.conf' does not exist\n"),
      ("pct migrate 101 pve2", "can't migrate running container without --online or --restart\n"),
    ])
  func `a migration refused before its task leaves no task`(_ line: String, _ errors: String) {
    let answer = world.run(line)
    #expect(answer.errors == errors)
    #expect(answer.output.isEmpty)
    #expect(answer.exit != .status(0))
    #expect(world.run("cat /var/log/pve/tasks/active").output.isEmpty)
  }

  @Test func `without pmxcfs every tool says so three times and more`() {
    world.cluster.node("pve2")?.hasClusterFiles = false
    let answer = world.run("pct list; echo $?; ls -A /etc/pve", on: "pve2")
    #expect(answer.output == "111\n")
    #expect(answer.errors.contains("ipcc_send_rec[1] failed: Connection refused\nUnable to load access control list"))
  }
}
