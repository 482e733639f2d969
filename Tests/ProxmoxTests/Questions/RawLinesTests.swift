import Cluster
import Testing

@testable import Proxmox

@Suite struct RawLinesTests {
  private func lines(_ lines: String...) -> RawLines {
    var config = GuestConfig(id: GuestID(101))
    for line in lines { config.read(line[...]) }
    return RawLines(config)
  }

  @Test(arguments: [
    ("lxc.mount.entry: /dev/dri dev/dri none bind,optional,create=dir", ["/dev/dri"], [String]()),
    ("lxc.mount.entry = /dev/dri/renderD128 dev/dri/renderD128 none bind,create=file", ["/dev/dri/renderD128"], []),
    ("lxc.mount.entry: /dev/net/tun\tdev/net/tun\tnone\tbind", ["/dev/net/tun"], []),
    ("lxc.cgroup2.devices.allow: c 226:128 rwm", [], ["/sys/dev/char/226:128"]),
    ("lxc.cgroup.devices.allow = b 8:0 rwm", [], ["/sys/dev/block/8:0"]),
    ("lxc.mount.entry: /sys/kernel/debug sys/kernel/debug none bind,optional 0 0", [], ["/sys/kernel/debug"]),
    ("lxc.mount.entry: /lib/modules lib/modules none bind,ro 0 0", [], ["/lib/modules"]),
    // What needs nothing of one's own, or does not tell what.
    ("lxc.cgroup2.devices.allow: c 10:200 rwm", [], []), ("lxc.cgroup2.devices.allow: c 226:* rwm", [], []),
    ("lxc.cgroup2.devices.allow: c *:* rwm", [], []), ("lxc.cgroup2.devices.allow: a", [], []),
    ("lxc.cgroup2.devices.deny: c 226:0 rwm", [], []), ("lxc.mount.entry: tmpfs tmp tmpfs defaults 0 0", [], []),
    ("lxc.mount.auto: sys:rw", [], []), ("lxc.mount.entry:", [], []),
  ])
  func `raw lines name devices and paths of the node`(_ line: String, _ devices: [String], _ paths: [String]) {
    let raw = lines(line)
    #expect(raw.devices == devices)
    #expect(raw.paths == paths)
    #expect(raw.binds == [])
  }

  @Test func `a raw bind of a directory with data is one of the node's own`() {
    let raw = lines("lxc.mount.entry: /mnt/media media none bind 0 0", "lxc.mount.entry = /srv srv none rbind 0 0")
    #expect(
      raw.binds == [
        Guest.Disk(key: "lxc.mount.entry", backing: .hostPath("/mnt/media", shared: false)),
        Guest.Disk(key: "lxc.mount.entry", backing: .hostPath("/srv", shared: false)),
      ])
  }
}
