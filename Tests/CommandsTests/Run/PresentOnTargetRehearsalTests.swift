import Cluster
import Simulation
import TestPace
import Testing

@testable import Commands

/// Guests that need more of a node than memory and storage, by the command lines that real nodes get.
@Suite(.givesWay) struct PresentOnTargetRehearsalTests {
  private static let needs: [(line: String, path: String)] = [
    ("mp0: /mnt/media,mp=/media,shared=1", "/mnt/media"),
    ("hookscript: local:snippets/x.sh", "local:snippets/x.sh"),
    ("lxc.cgroup2.devices.allow: c 226:128 rwm", "/sys/dev/char/226:128"),
    ("lxc.mount.entry: /lib/modules lib/modules none bind,ro 0 0", "/lib/modules"),
  ]

  /// 102 on pve1 has the line; what it names is on all nodes but those.
  private func herd(_ line: String, _ path: String, lacking: [Int], guest: Int = 102) -> Herd {
    var herd = RehearsalHerd.herd
    for index in herd.nodes.indices where !lacking.contains(index + 1) { herd.nodes[index].paths = [path] }
    for index in herd.guests.indices where herd.guests[index].id == GuestID(guest) {
      herd.guests[index].configuration.append(line)
    }
    return herd
  }

  @Test(arguments: needs) func `a guest goes where there is what it needs`(line: String, path: String) {
    for lacking in [2, 3] {
      let run = RehearsedRun(herd(line, path, lacking: [lacking]))
      #expect(run.result.exitCode == 0 && run.violations == [], "\(run.violations)")
      #expect(run.guest(102)?.moves == 2 && run.guest(102)?.interruptions == 2)
      let complaints = run.notices.filter { $0.guest == GuestID(102) && $0.level >= .warning }.map(\.message)
      #expect(complaints == [], "lacking on pve\(lacking)")
    }
  }

  @Test(arguments: needs) func `where no node has it the guest stays, and the plan says what is missing`(
    line: String, path: String
  ) {
    let run = RehearsedRun(herd(line, path, lacking: [2, 3]))
    #expect(run.violations == [], "\(run.violations)")
    #expect(run.said("run.warning").contains { $0.contains("\(path) does not exist there") })
    #expect(run.guest(102)?.interruptions == 0 && run.guest(102)?.moves == 0)
  }

  @Test func `a folder of devices by a raw line is a device like any other`() {
    var herd = herd("lxc.mount.entry: /dev/dri dev/dri none bind,optional,create=dir", "/x", lacking: [])
    for index in herd.nodes.indices where index > 0 { herd.nodes[index].devices = [] }
    herd.guests.removeAll { $0.id == GuestID(101) }
    let run = RehearsedRun(herd)
    #expect(run.violations == [], "\(run.violations)")
    #expect(run.said("run.warning").contains { $0.contains("/dev/dri does not exist there") })
    #expect(run.guest(102)?.moves == 0)
  }

  @Test func `a machine that sees its processor goes to a like one, and where there is none that is said`() {
    var herd = RehearsalHerd.herd
    for index in herd.guests.indices where herd.guests[index].id == GuestID(200) {
      herd.guests[index].configuration.append("cpu: host")
    }
    herd.nodes[1].machine.processor = "Intel(R) Core(TM) i5-6500T CPU @ 2.50GHz"
    let alike = RehearsedRun(herd)
    #expect(alike.result.exitCode == 0 && alike.violations == [])
    #expect(!alike.said("run.warning").contains { $0.contains("may crash") })
    herd.nodes[2].machine.processor = herd.nodes[1].machine.processor
    let unlike = RehearsedRun(herd)
    #expect(unlike.result.exitCode == 0 && unlike.violations == [])
    #expect(unlike.said("run.warning").contains { $0.contains("vm/200") && $0.contains("i5-6500T") })
  }
}
