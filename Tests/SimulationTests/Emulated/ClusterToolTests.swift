import Testing

@testable import Simulation

/// `pvecm`, `pvesm`, `pveversion` and the files of pmxcfs, word for word as in facts/pve.md 3 and 10.
struct ClusterToolTests {
  private let world = World(SmallHerd.herd())

  @Test func `pvecm status of a quorate cluster`() {
    let answer = world.run("pvecm status; echo $?")
    #expect(
      answer.output == """
        Cluster information
        -------------------
        Name:             homelab
        Config Version:   3
        Transport:        knet
        Secure auth:      on

        Quorum information
        ------------------
        Date:             Sun Nov 22 07:00:01 2026
        Quorum provider:  corosync_votequorum
        Nodes:            3
        Node ID:          0x00000001
        Ring ID:          1.5f
        Quorate:          Yes

        Votequorum information
        ----------------------
        Expected votes:   3
        Highest expected: 3
        Total votes:      3
        Quorum:           2  
        Flags:            Quorate 

        Membership information
        ----------------------
            Nodeid      Votes Name
        0x00000001          1 192.168.1.11 (local)
        0x00000002          1 192.168.1.12
        0x00000003          1 192.168.1.13
        0

        """)
  }

  @Test func `pvecm without quorum ends with 2, lists only those present, and writes are refused`() {
    for name in ["pve2", "pve3"] { world.cluster.node(name)?.goDown(returns: false) }
    let answer = world.run("pvecm status; echo $?; pvecm nodes; echo $?")
    #expect(answer.lines.contains("Quorate:          No"))
    #expect(answer.lines.contains("Quorum:           2 Activity blocked"))
    #expect(answer.lines.contains("Flags:            "))
    #expect(answer.lines.filter { $0.hasPrefix("0x") } == ["0x00000001          1 192.168.1.11 (local)"])
    #expect(answer.lines.suffix(2) == ["         1          1 pve1 (local)", "0"])
    let write = world.run(
      "mkdir /etc/pve/priv/lock/herdmon; stat -c %A /etc/pve/local; echo x > /etc/pve/x; cat /etc/pve/.members | grep quorate"
    )
    #expect(
      write.errors == """
        mkdir: cannot create directory '/etc/pve/priv/lock/herdmon': Permission denied
        sh: 1: cannot create /etc/pve/x: Permission denied

        """)
    #expect(write.output.hasPrefix("lr-xr-xr-x\n"))
    #expect(write.output.contains("\"quorate\": 0"))
    let orders = world.run("pct start 103; echo $?; pct migrate 101 pve2 --restart; echo $?; pct stop 105; echo $?")
    #expect(orders.errors == "cluster not ready - no quorum?\ncluster not ready - no quorum?\n")
    #expect(orders.output == "255\n2\n0\n")
  }

  @Test func `pvesm status as its format prints it`() {
    #expect(
      world.run("pvesm status").output == """
        Name             Type     Status           Total            Used       Available        %
        local             dir     active        98497780        12034128        86463652   12.22%
        local-lvm     lvmthin     active       365760512        40233656       325526856   11.00%
        nfs-ct            nfs     active      7751366656      2102194176      5649172480   27.12%
        old-nfs           nfs   disabled               0               0               0      N/A

        """)
  }

  @Test func `pveversion names version, hash and running kernel`() {
    #expect(world.run("pveversion").output == "pve-manager/8.4.1/2a5fa54a8503f96d (running kernel: 6.8.12-9-pve)\n")
  }

  @Test func `the members file is what pmxcfs writes`() {
    #expect(
      world.run("cat /etc/pve/.members").output == """
        {
        "nodename": "pve1",
        "version": 12,
        "cluster": { "name": "homelab", "version": 3, "nodes": 3, "quorate": 1 },
        "nodelist": {
          "pve1": { "id": 1, "online": 1, "ip": "192.168.1.11"},
          "pve2": { "id": 2, "online": 1, "ip": "192.168.1.12"},
          "pve3": { "id": 3, "online": 1, "ip": "192.168.1.13"}
          }
        }

        """)
  }

  @Test func `the guest list names node and type of each`() {
    let output = world.run("cat /etc/pve/.vmlist").output
    #expect(output.hasPrefix("{\n\"version\": "))
    #expect(output.contains("\n\"ids\": {\n\"101\": { \"node\": \"pve1\", \"type\": \"lxc\", \"version\": "))
    #expect(output.contains("\"200\": { \"node\": \"pve1\", \"type\": \"qemu\", \"version\": "))
    #expect(output.hasSuffix(" }}\n\n}\n"))
  }

  @Test func `configurations lie below the local link and the node's folder alike`() {
    let answer = world.run(
      "grep -a -H '^hostname' /etc/pve/local/lxc/101.conf; ls /etc/pve/nodes/pve1/qemu-server; readlink /etc/pve/local",
      on: "pve1")
    #expect(
      answer.output == "/etc/pve/local/lxc/101.conf:hostname: plex\n200.conf\n201.conf\n202.conf\nnodes/pve1\n")
    #expect(world.run("ls /etc/pve/local/lxc /etc/pve/nodes/pve1/lxc/105.conf", on: "pve2").output.contains("105.conf"))
  }

  @Test func `a lock folder is made once, kept alive only by its maker, and expires after 120 seconds`() {
    let path = "/etc/pve/priv/lock/herdmon"
    #expect(world.run("mkdir \(path); mkdir \(path)", on: "pve1").errors.hasSuffix("File exists\n"))
    #expect(world.run("mkdir \(path)", on: "pve2").errors == "mkdir: cannot create directory '\(path)': File exists\n")
    #expect(world.run("touch \(path)", on: "pve2").errors == "touch: cannot touch '\(path)': Permission denied\n")
    world.wait(100)
    #expect(world.run("touch \(path) && echo kept", on: "pve1").output == "kept\n")
    world.wait(100)
    #expect(world.run("touch -d @0 \(path)", on: "pve2").errors == "touch: cannot touch '\(path)': Permission denied\n")
    world.wait(30)
    #expect(world.run("touch -d @0 \(path); mkdir \(path) && echo mine", on: "pve2").output == "mine\n")
    #expect(world.cluster.groundTruth().locks == ["herdmon", "102 backup", "104 migrate"])
  }
}
