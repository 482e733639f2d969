import Cluster
import Remote
import Testing

@testable import Proxmox

@Suite struct GuestListTests {
  @Test func `pct list reads with and without locks`() throws {
    let rows = try ContainerList(try Sample.part("pve1/pct-list.txt")).rows
    #expect(
      rows == [
        GuestRow(id: GuestID(101), status: .running, lock: nil, name: "plex"),
        GuestRow(id: GuestID(102), status: .running, lock: "backup", name: "paperless"),
        GuestRow(id: GuestID(103), status: .stopped, lock: nil, name: "old-wiki"),
        GuestRow(id: GuestID(104), status: .stopped, lock: "migrate", name: "nginx-proxy-01.home.example"),
        GuestRow(id: GuestID(190), status: .stopped, lock: nil, name: "tmpl-debian12"),
      ])
  }

  @Test func `qm list reads names with a space and names that overflow`() throws {
    let rows = try MachineList(try Sample.part("pve1/qm-list.txt")).rows
    #expect(
      rows == [
        GuestRow(id: GuestID(200), status: .running, lock: nil, name: "ansible"),
        GuestRow(id: GuestID(201), status: .stopped, lock: nil, name: "VM 201"),
        GuestRow(id: GuestID(202), status: .running, lock: nil, name: "win-server-2022-domain-ctl"),
        GuestRow(id: GuestID(900), status: .stopped, lock: nil, name: "tmpl-ubuntu"),
      ])
  }

  @Test func `carriage returns change nothing`() throws {
    #expect(
      try ContainerList(try Sample.part("lists/pct-carriage-returns.txt")).rows
        == ContainerList(try Sample.part("pve1/pct-list.txt")).rows)
    #expect(
      try MachineList(try Sample.part("lists/qm-carriage-returns.txt")).rows
        == MachineList(try Sample.part("pve1/qm-list.txt")).rows)
  }

  @Test(arguments: [
    ("101        running                 plex                ", "101 running - plex"),
    ("101        running                 plex", "101 running - plex"),
    ("103        stopped    backup       lockedct            ", "103 stopped backup lockedct"),
    ("101        running    snapshot-delete plex                ", "101 running snapshot-delete plex"),
    ("101        running    mounted      a b", "101 running mounted a b"),
    ("99999999999 running    backup       plex", "99999999999 running backup plex"),
    ("99999999999 running                 plex", "99999999999 running - plex"),
    ("101\trunning\tplex", "101 running - plex"),
    ("101        running                 running             ", "101 running - running"),
    ("101        running                 backup              ", "101 running - backup"),
    ("101        running    weird        backup              ", "101 running weird backup"),
    ("101        running                 k\u{1B}[2Jx", "101 running - k\u{FFFD}[2Jx"),
    ("101 running web1", "101 running - web1"),
    ("101        started                 plex", nil),
    ("abc        running                 plex", nil),
    ("-1         running                 plex", nil),
    ("0          running                 plex", nil),
    ("99999999999999999999 running    plex", nil),
    ("WARN: something", nil),
    ("101", nil),
  ])
  func `a row of pct list is taken apart by its columns`(_ line: String, _ expected: String?) {
    let row = ContainerList.row(line)
    #expect(row.map { "\($0.id) \($0.status) \($0.lock ?? "-") \($0.name)" } == expected)
  }

  @Test(arguments: [
    ("       200 ansible              running    4096              32.00 2211      ", "200 running ansible"),
    ("       201 VM 201               stopped    2048               0.00 0         ", "201 stopped VM 201"),
    ("       203 stopped 1 2 3 paused    2048               0.00 77        ", "203 running stopped 1 2 3"),
    ("       204                      running    512                8.00 12        ", "204 running "),
    ("       205 a prelaunch  512 8.00 12", "205 running a"),
    ("       205 a sleeping   512 8.00 12", nil),
    ("       205 a running    512 8.00 x", nil),
    ("       205 a running    x 8.00 1", nil),
    ("       205 running 512 8.00", nil),
    ("", nil),
  ])
  func `a row of qm list is taken apart from both ends`(_ line: String, _ expected: String?) {
    let row = MachineList.row(line)
    #expect(row.map { "\($0.id) \($0.status) \($0.name)" } == expected)
  }

  @Test func `a paused machine counts as running`() throws {
    #expect(try MachineList(try Sample.part("lists/qm-full.txt")).rows.map(\.status) == [.running, .running])
  }

  @Test func `nothing at all with exit 0 means no guests`() throws {
    #expect(try ContainerList(SectionedResult.Part("")).rows == [])
    #expect(try MachineList(SectionedResult.Part("\n\n")).rows == [])
  }

  @Test func `nothing at all with another exit status is an error`() {
    let down = SectionedResult.Part(
      "",
      errors: "ipcc_send_rec[1] failed: Connection refused\nUnable to load access control list: Connection refused\n",
      status: 111)
    #expect {
      try ContainerList(down)
    } throws: {
      "\($0)".contains("exit status 111: ipcc_send_rec[1] failed: Connection refused")
    }
  }

  @Test func `a list that hangs says how long it was waited for`() {
    #expect {
      try MachineList(SectionedResult.Part("", status: 124))
    } throws: {
      ($0 as? Unreadable)?.kind == .timedOut && "\($0)" == "no answer within 20 s"
    }
  }

  @Test func `warnings on error output with exit 0 are no error`() throws {
    var part = try Sample.part("pve1/pct-list.txt")
    part.errors = "perl: warning: Setting locale failed.\nWARN: old config\n"
    #expect(try ContainerList(part).rows.count == 5)
  }

  @Test func `text before the header is noise, an odd row after it is an error that shows it`() throws {
    let header = "VMID       Status     Lock         Name                \n"
    #expect(try ContainerList(SectionedResult.Part("hello\n" + header)).rows == [])
    let odd = String(repeating: "x", count: 500)
    #expect {
      try ContainerList(SectionedResult.Part(header + odd + "\n"))
    } throws: {
      "\($0)".contains("expected a row of `pct list`, saw 'xxx") && "\($0)".count < 260
    }
    #expect(throws: Unreadable.self) { try ContainerList(SectionedResult.Part("command not found\n")) }
  }

  @Test func `foreign bytes in a name do not move the columns`() throws {
    let rows = try ContainerList(try Sample.part("lists/pct-latin1.txt")).rows
    #expect(rows.map(\.name) == ["k\u{FFFD}che"])
  }

  @Test func `a lock longer than its column is still a lock`() throws {
    let rows = try ContainerList(try Sample.part("lists/pct-overflowing-lock.txt")).rows
    #expect(rows.map(\.lock) == ["snapshot-delete", nil])
    #expect(rows.map(\.name) == ["plex", "paperless"])
  }
}
