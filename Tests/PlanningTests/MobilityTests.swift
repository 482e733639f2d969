import Cluster
import Testing

@testable import Planning

struct MobilityTests {
  private func guest(_ change: (inout Guest) -> Void) -> Guest {
    var guest = SampleCluster.container(101, on: "pve1")
    change(&guest)
    return guest
  }

  @Test func `a mapped device that may move live needs one of the same name there`() {
    var guest = SampleCluster.machine(200, on: "pve1")
    guest.mappings = ["vgpu"]
    var nodes = ["pve1", "pve2", "pve3"].map { SampleCluster.node($0) }
    for index in 0..<2 { nodes[index].mappings = ["vgpu"] }
    #expect(Mobility.obstacles(of: guest).isEmpty)
    #expect(Mobility.objections(to: nodes[1], for: guest, from: nodes[0]) == [])
    #expect(
      Mobility.objections(to: nodes[2], for: guest, from: nodes[0]) == ["no device is mapped to vgpu there"])
  }

  @Test func `an ordinary guest can leave`() {
    #expect(Mobility.obstacles(of: SampleCluster.container(101, on: "pve1")).isEmpty)
    #expect(Mobility.obstacles(of: SampleCluster.machine(200, on: "pve1")).isEmpty)
  }

  @Test func `what keeps a guest on its node is named with what would help`() {
    let local = guest { $0.disks.append(.init(key: "mp0", backing: .hostPath("/srv", shared: false))) }
    #expect(Mobility.obstacles(of: local).map(\.code) == ["bind-mount"])
    let shared = guest { $0.disks.append(.init(key: "mp0", backing: .hostPath("/srv", shared: true))) }
    #expect(Mobility.obstacles(of: shared).isEmpty)
    let drive = guest { $0.disks.append(.init(key: "ide2", backing: .hostDrive)) }
    #expect(Mobility.obstacles(of: drive).map(\.remedy) == ["qm set 101 --ide2 none,media=cdrom"])
    #expect(Mobility.obstacles(of: guest { $0.passthrough = ["usb0"] }).map(\.code) == ["passthrough"])
    #expect(Mobility.obstacles(of: guest { $0.haState = "stopped" }).map(\.code) == ["ha-managed"])
    #expect(Mobility.obstacles(of: guest { $0.haState = "started" }).isEmpty)
    #expect(Mobility.obstacles(of: guest { $0.status = .unknown }).map(\.code) == ["status-unknown"])
  }

  @Test func `a machine moves live, a container by restart`() {
    #expect(Mobility.way(of: SampleCluster.machine(200, on: "pve1")) == .live)
    #expect(Mobility.way(of: SampleCluster.container(101, on: "pve1")) == .restart)
  }

  private func objections(_ guest: Guest, target change: (inout Node) -> Void) -> [String] {
    var target = SampleCluster.node("pve2")
    change(&target)
    return Mobility.objections(to: target, for: guest, from: SampleCluster.node("pve1"))
  }

  @Test func `a target must have the guest's storages, active and shared`() {
    let guest = SampleCluster.container(101, on: "pve1")
    #expect(objections(guest) { _ in } == [])
    #expect(objections(guest) { $0.storages[0].isActive = false } == ["storage nfs-ct is not active there"])
    #expect(objections(guest) { $0.storages = [] } == ["storage nfs-ct is not active there"])
    #expect(objections(guest) { $0.storages[0].isShared = false } == ["rootfs lies on local storage nfs-ct"])
    let image = self.guest { $0.disks.append(.init(key: "ide2", backing: .image(storage: "local"))) }
    #expect(objections(image) { _ in } == ["storage local is not active there"])
  }

  @Test func `only what the source has and the target has not is an objection`() {
    let guest = guest {
      $0.devices = ["/dev/dri/renderD128", "/dev/odd"]
      $0.bridges = ["vmbr0", "sdn1"]
    }
    #expect(objections(guest) { _ in } == [])
    #expect(objections(guest) { $0.devices = [] } == ["/dev/dri/renderD128 does not exist there"])
    #expect(objections(guest) { $0.bridges = [] } == ["no bridge vmbr0 there"])
  }

  @Test func `a raw bind is no mount point that could be declared to be everywhere`() {
    func remedy(_ key: String) -> String? {
      let guest = guest { $0.disks.append(.init(key: key, backing: .hostPath("/srv", shared: false))) }
      return Mobility.obstacles(of: guest).first?.remedy
    }
    #expect(remedy("mp0") == "if /srv is the same on every node, add shared=1 to mp0")
    #expect(
      remedy("lxc.mount.entry") == "if /srv is the same on every node, make it a mount point mpN with shared=1")
  }

  /// Paths of source and target, nil where it could not be said.
  @Test(
    arguments: [
      ("both have it", ["/srv", "s:x"], ["/srv", "s:x"], [String]()),
      ("the target lacks one", ["/srv", "s:x"], ["/srv"], ["s:x does not exist there"]),
      ("nobody has it", [], [], []), ("only the target has it", [], ["/srv"], []),
      (
        "the target can't say", ["/srv", "s:x"], nil,
        ["nobody knows whether /srv exists there", "nobody knows whether s:x exists there"]
      ),
      ("the source can't say, the target has it", nil, ["/srv", "s:x"], []),
      ("the source can't say, the target lacks one", nil, ["/srv"], ["s:x does not exist there"]),
    ] as [(String, [String]?, [String]?, [String])])
  func `directories bound in, raw mounts and hook scripts have to be on the target`(
    what: String, here: [String]?, there: [String]?, expected: [String]
  ) {
    let guest = guest {
      $0.disks.append(.init(key: "mp0", backing: .hostPath("/srv", shared: true)))
      $0.paths = ["s:x"]
    }
    func node(_ name: String, _ paths: [String]?) -> Node {
      var node = SampleCluster.node(name)
      node.paths = paths ?? []
      if paths == nil { node.unread[.paths] = "no answer" }
      return node
    }
    #expect(Mobility.objections(to: node("pve2", there), for: guest, from: node("pve1", here)) == expected, "\(what)")
  }

  @Test(arguments: [("8.4.1", true), ("8.4.0", false), ("8.10.0", true), ("7.4.19", false), ("9.0.3", true)])
  func `a running machine goes to no older release`(version: String, isAllowed: Bool) {
    let found = objections(SampleCluster.machine(200, on: "pve1")) { $0.version = version }
    #expect(found.isEmpty == isAllowed)
    #expect(objections(SampleCluster.container(101, on: "pve1")) { $0.version = version }.isEmpty)
  }

  @Test(arguments: [
    ("9.2.0-5", true), ("9.2.0-4", true), ("9.0.2-4", false), ("10.0.2-1", true), ("", true), ("8.2.2-1", false),
  ])
  func `where QEMU's versions are known they decide, and a revision of the package does not`(
    version: String, isAllowed: Bool
  ) {
    var source = SampleCluster.node("pve1")
    source.health.qemuVersion = "9.2.0-5"
    source.version = "8.4.1"
    var target = SampleCluster.node("pve2")
    target.health.qemuVersion = version
    let guest = SampleCluster.machine(200, on: "pve1")
    #expect(Mobility.objections(to: target, for: guest, from: source).isEmpty == isAllowed)
    #expect(Mobility.objections(to: target, for: guest, from: source, home: target.name).isEmpty, "it came from there")
  }
}
