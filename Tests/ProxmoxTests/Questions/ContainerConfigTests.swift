import Cluster
import Testing

@testable import Proxmox

@Suite struct ContainerConfigTests {
  @Test func `a container's configuration tells all that moving it depends on`() throws {
    let guest = try GuestConfigTests.container(101)
    #expect(guest.kind == .container)
    #expect(guest.isPrivileged)
    #expect(guest.startsAtBoot)
    #expect(!guest.isTemplate)
    #expect(guest.cores == 4)
    #expect(guest.tags == ["media", "gpu"])
    #expect(guest.startup == Guest.Startup(order: 2, upSeconds: 30, downSeconds: 120))
    #expect(guest.bridges == ["vmbr0", "vmbr1"])
    #expect(guest.passthrough == [])
  }

  @Test func `devices are paths, whatever options follow them, and by raw lines too`() throws {
    let guest = try GuestConfigTests.container(101)
    #expect(guest.devices == ["/dev/dri/card1", "/dev/dri/renderD128", "/dev/dri"])
    #expect(guest.paths == ["/sys/dev/char/226:0"])
    #expect(guest.pathsNeeded == ["/srv/scratch", "/sys/dev/char/226:0"])
  }

  @Test func `volumes, bound directories and unused disks are told apart`() throws {
    #expect(
      try GuestConfigTests.container(101).disks == [
        Guest.Disk(key: "rootfs", backing: .volume(storage: "nfs-ct"), sizeBytes: 8 << 30),
        Guest.Disk(key: "mp0", backing: .hostPath("/mnt/media", shared: false)),
        Guest.Disk(key: "mp1", backing: .volume(storage: "nfs-ct"), sizeBytes: 16 << 30),
        Guest.Disk(key: "mp2", backing: .hostPath("/srv/scratch", shared: true)),
        Guest.Disk(key: "unused0", backing: .volume(storage: "local-lvm")),
      ])
  }

  @Test func `what is not configured has Proxmox's default`() throws {
    let guest = try GuestConfigTests.container(103)
    #expect(guest.memoryBytes == 512 << 20)
    #expect(guest.cores == nil)
    #expect(guest.isPrivileged)
    #expect(!guest.startsAtBoot)
  }

  @Test func `locks, templates and unprivileged containers are recognised`() throws {
    #expect(try GuestConfigTests.container(102).lock == "backup")
    #expect(try !GuestConfigTests.container(102).isPrivileged)
    #expect(try GuestConfigTests.container(190).isTemplate)
  }

  @Test func `a container without a hostname is called by its number`() throws {
    let node = try #require(NodeName("pve1"))
    let guest = ContainerConfig.guest(GuestConfig(id: GuestID(101)), node: node, status: .stopped)
    #expect(guest.name == "CT 101")
  }
}
