import Testing

@testable import Planning

@Suite struct MoveLogTests {
  private static let ssh = "# /usr/bin/ssh -e none -o 'BatchMode=yes' -o 'HostKeyAlias=pve2' root@192.168.1.12"

  private static func stamped(_ lines: [String]) -> [String] { lines.map { "2026-11-22 07:00:11 \($0)" } }

  private static func reason(_ lines: [String], errors: [String] = []) -> String {
    MoveLog(output: stamped(lines), errors: errors).reason
  }

  @Test(arguments: [
    "CT is locked (backup)", "lxc live migration is currently not implemented",
    "cannot migrate local bind mount point 'mp0'", "storage 'local-zfs' is not available on node 'pve2'",
    "can't migrate VM which uses local devices: hostpci0, usb0", "container did not stop",
    "failed to move config file to node 'pve2': Permission denied",
  ])
  func `the cause of an aborted move is what its last line says`(_ cause: String) {
    let lines = ["shutdown CT 101", "ERROR: migration aborted (duration 00:00:00): \(cause)"]
    #expect(Self.reason(lines, errors: ["migration aborted"]) == cause)
  }

  @Test func `a cause that only points to the log is followed there`() {
    let lines = [
      "starting migration of CT 101 to node 'pve2' (192.168.1.12)",
      "found local volume 'local-lvm:vm-101-disk-0' (in current VM config)",
      "ERROR: can't migrate local volume 'local-lvm:vm-101-disk-0': non-migratable snapshot exists",
      "aborting phase 1 - cleanup resources", "start final cleanup", "start container on source node",
      "ERROR: migration aborted (duration 00:00:09): can't migrate CT - check log",
    ]
    #expect(
      Self.reason(lines)
        == "can't migrate CT - check log: can't migrate local volume 'local-lvm:vm-101-disk-0': non-migratable snapshot exists"
    )
  }

  @Test func `a target that can't be reached is told in ssh's own words`() {
    let lines = [
      "\(Self.ssh) /bin/true", "ssh: connect to host 192.168.1.12 port 22: No route to host",
      "ERROR: migration aborted (duration 00:00:03): Can't connect to destination address using public key",
    ]
    #expect(
      Self.reason(lines, errors: ["migration aborted"])
        == "Can't connect to destination address using public key: ssh: connect to host 192.168.1.12 port 22: No route to host"
    )
    #expect(
      Self.reason([lines[0], lines[2]]) == "Can't connect to destination address using public key")
  }

  @Test func `a start that failed on the target says what it met there`() {
    let lines = [
      "start final cleanup", "start container on target node", "\(Self.ssh) pct start 101",
      "Device /dev/dri/renderD128 does not exist",
      "ERROR: command '/usr/bin/ssh -e none root@192.168.1.12 pct start 101' failed: exit code 255",
      "ERROR: migration finished with problems (duration 00:00:12)",
    ]
    #expect(
      Self.reason(lines, errors: ["migration problems"])
        == "moved, but the start on the target failed: Device /dev/dri/renderD128 does not exist")
  }

  @Test func `a live move that failed says what the target said`() {
    let lines = [
      "starting VM 200 on remote node 'pve2'",
      "[pve2] Installed QEMU version '9.0.2' is too old to run machine type 'pc-i440fx-9.2+pve1', please upgrade node 'pve2'",
      "ERROR: online migrate failure - remote command failed with exit code 255",
      "aborting phase 2 - cleanup resources", "migrate_cancel",
      "ERROR: migration finished with problems (duration 00:00:04)",
    ]
    #expect(
      Self.reason(lines, errors: ["migration problems"]).hasPrefix(
        "online migrate failure - remote command failed with exit code 255: [pve2] Installed QEMU version"))
  }

  @Test(arguments: [
    (
      ["400 Parameter verification failed.", "target: target is local node.", "pct migrate <vmid> <target> [OPTIONS]"],
      "target: target is local node."
    ),
    (["cluster not ready - no quorum?"], "cluster not ready - no quorum?"),
    (["VM is locked (migrate)"], "VM is locked (migrate)"),
    (
      ["perl: warning: Setting locale failed.", "\tLC_ALL = (unset),", "no such cluster node 'pve9'"],
      "no such cluster node 'pve9'"
    ),
    (
      ["Configuration file 'nodes/pve1/lxc/101.conf' does not exist"],
      "Configuration file 'nodes/pve1/lxc/101.conf' does not exist"
    ),
    (
      ["can't lock file '/var/lock/pve-manager/pve-migrate-101' - got timeout"],
      "can't lock file '/var/lock/pve-manager/pve-migrate-101' - got timeout"
    ),
  ])
  func `a refusal before any task comes from error output`(_ errors: [String], _ expected: String) {
    #expect(MoveLog(output: [], errors: errors).reason == expected)
  }

  @Test func `a log that ends without a word still has a reason`() {
    #expect(MoveLog(output: [], errors: []).reason == "the job ended without a word")
    #expect(MoveLog(output: [], errors: ["migration problems"]).reason == "migration problems")
    #expect(MoveLog(output: ["", "  "], errors: [""]).reason == "the job ended without a word")
    #expect(MoveLog(output: ["# cmd"], errors: []).reason == "the job ended without a word")
  }

  @Test func `a reason is short and steers no terminal`() {
    let reason = MoveLog(output: [], errors: ["x\u{1B}[2J" + String(repeating: "y", count: 5000)]).reason
    #expect(reason.count == 300)
    #expect(!reason.contains("\u{1B}"))
  }

  @Test(arguments: [
    ("CT is locked (backup)", true, "backup"), ("VM is locked (snapshot-delete)", true, "snapshot-delete"),
    ("can't lock file '/var/lock/pve-manager/pve-migrate-101' - got timeout", true, "another move or a replication"),
    ("can't lock file '/run/lock/lxc/pve-config-101.lock' - got timeout", true, "another task"),
    ("container did not stop", false, "another task"), ("is locked ()", true, "another task"),
  ])
  func `someone else's lock is told from other reasons`(_ reason: String, _ isLock: Bool, _ word: String) {
    #expect(MoveLog.isLock(reason) == isLock)
    #expect(MoveLog.lockWord(reason) == word)
  }

  @Test func `a live move is out of service for its downtime`() {
    let lines = [
      "2026-11-22 07:00:06 migration active, transferred 112.5 MiB of 4.0 GiB VM-state, 118.9 MiB/s",
      "2026-11-22 07:00:38 average migration speed: 128.5 MiB/s - downtime 62 ms",
      "2026-11-22 07:00:41 migration finished successfully (duration 00:00:40)",
    ]
    #expect(MoveLog(output: lines, errors: []).outageSeconds == 0.062)
  }

  @Test func `a container is out of service from its shutdown to its start, midnight included`() {
    let lines = [
      "2026-12-31 23:59:50 shutdown CT 101", "2027-01-01 00:00:01 start container on target node",
      "2027-01-01 00:00:05 migration finished successfully (duration 00:00:15)",
    ]
    #expect(MoveLog(output: lines, errors: []).outageSeconds == 15)
    #expect(MoveLog(output: Array(lines.dropFirst()), errors: []).outageSeconds == nil)
    #expect(MoveLog(output: ["9999-99-99 99:99:99 shutdown CT 1"] + lines.dropFirst(), errors: []).outageSeconds == nil)
  }

  @Test func `the newest figures of a live move are read`() throws {
    let lines = [
      "2026-11-22 07:00:06 migration active, transferred 1.0 MiB of 4.0 GiB VM-state, 118.9 MiB/s",
      "2026-11-22 07:00:07 migration active, transferred 1.0 GiB of 4.0 GiB VM-state, 2.0 KiB/s, VM dirties lots of memory: 3.0 MiB/s",
      "2026-11-22 07:00:07 xbzrle: send updates to 3021 pages in 1.2 MiB encoded memory, cache-miss 41.20%, overflow 12",
    ]
    let transfer = try #require(MoveLog.transfer(in: lines))
    #expect(transfer.sentBytes == 1_073_741_824)
    #expect(transfer.totalBytes == 4_294_967_296)
    #expect(transfer.bytesPerSecond == 2048)
    #expect(transfer.fraction == 0.25)
    #expect(MoveLog.transfer(in: ["migration active, transferred x MiB of y"]) == nil)
    #expect(MoveLog.transfer(in: []) == nil)
  }

  @Test func `a log cut anywhere traps nothing`() {
    let text = """
      2026-11-22 07:00:01 shutdown CT 101
      2026-11-22 07:00:06 migration active, transferred 112.5 MiB of 4.0 GiB VM-state, 118.9 MiB/s
      2026-11-22 07:00:12 ERROR: command 'pct start 101' failed: exit code 255
      2026-11-22 07:00:12 ERROR: migration finished with problems (duration 00:00:12)
      """
    for length in 0...text.utf8.count {
      let lines = String(decoding: text.utf8.prefix(length), as: UTF8.self).split(separator: "\n").map(String.init)
      #expect(!MoveLog(output: lines, errors: []).reason.isEmpty)
      _ = MoveLog.transfer(in: lines)
    }
  }
}
