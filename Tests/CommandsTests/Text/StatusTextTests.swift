import Cluster
import Testing

@testable import Commands

@Suite struct StatusTextTests {
  @Test func `status fits 80 columns and says what is wrong in sentences`() {
    let lines = StatusText(inventory: SampleHerd.inventory).lines
    #expect(
      lines.joined(separator: "\n") == """
        homelab: quorate, 2 of 3 votes, 2 needed, 2026-11-22T07:00:00Z

        NODE  STATE    PVE    KERNEL           UP   CT   VM  UPD  SEC   MEM  LOAD
        pve1  reboot   8.4.1  6.8.12-9-pve  41d3h  2/2  1/1   23    4  38 %  0.42
        pve2  ok       8.4.1  6.8.12-9-pve  41d3h  0/0  0/0    0    0  25 %  0.42
        pve3  offline  -      -                 -  ?/1  ?/0

        BACKUP SERVER  STATE  PBS       UP  UPD  DATASTORE  USED  LAST BACKUP
        pbs1           ok     3.4.1  90d0h    4  store1     71 %  6h0m ago

        GUEST                   NODE  STATE     MEMORY
        ct/101 plex             pve1  running  4.0 GiB  media
        ct/102 paperless        pve1  running  512 MiB  locked: backup
        vm/201 dc1              pve1  running  2.0 GiB  HA started
        ct/301 dns              pve3  unknown  512 MiB
        vm/900 debian-template  pve2  stopped  512 MiB  template

        pve1: needs a reboot: 6.8.12-11-pve is installed, 6.8.12-9-pve runs.
        pve3: connect to 192.168.1.13: no answer for 10 s; is it up?
        vm/201 dc1: ide2 is the node's own optical drive; qm set 201 --ide2
          none,media=cdrom.
        vm/201 dc1: uses hardware of pve1: usb0; shut it down for the time of the
          reboot, or leave its node out with --nodes.
        """)
    #expect(lines.allSatisfy { $0.count <= 80 })
  }

  @Test func `a cluster without quorum says what that means`() {
    var inventory = SampleHerd.inventory
    inventory.quorum = Quorum(isQuorate: false, votes: 1, expected: 3, needed: 2)
    let text = StatusText(inventory: inventory).lines.joined(separator: "\n")
    #expect(text.contains("NOT QUORATE, 1 of 3 votes, 2 needed"))
    #expect(text.contains("The cluster is not quorate"))
  }

  @Test func `what is not known is no figure, and who is out of the cluster shows it`() {
    var inventory = SampleHerd.inventory
    inventory.nodes[0].updates = .unknown(because: "held packages")
    inventory.nodes[1].isInCluster = false
    inventory.backupServers[0].updates = .unknown(because: "held packages")
    let text = StatusText(inventory: inventory).lines.joined(separator: "\n")
    #expect(text.contains("2/2  1/1    ?    ?  38 %"))
    #expect(text.contains("90d0h    ?  store1"))
    #expect(text.contains("pve2  no member  8.4.1"))
    #expect(text.contains("pve2: answers, and is out of the cluster."))
  }

  @Test func `a node that goes down and one in maintenance show it`() {
    var inventory = SampleHerd.inventory
    inventory.nodes[0].queuedJobs = ["reboot.target start waiting"]
    inventory.nodes[1].inMaintenance = true
    let text = StatusText(inventory: inventory).lines.joined(separator: "\n")
    #expect(text.contains("pve1  going down"))
    #expect(text.contains("pve2  maintenance"))
    #expect(text.contains("pve1: is going down: reboot.target start waiting."))
  }

  @Test func `a hostile name can't steer the terminal`() {
    var inventory = SampleHerd.inventory
    inventory.guests[0].name = "x\u{1B}[2J\u{9B}31m\r\ny"
    let text = StatusText(inventory: inventory).lines.joined(separator: "\n")
    #expect(text.contains("ct/101 x[2J31my"))
  }

  @Test func `an empty cluster has tables without rows`() {
    let empty = Inventory(
      clusterName: "c", quorum: Quorum(isQuorate: true, votes: 1, expected: 1, needed: 1), nodes: [], guests: [],
      takenAt: SampleHerd.takenAt)
    #expect(StatusText(inventory: empty).lines.count == 3)
  }
}
