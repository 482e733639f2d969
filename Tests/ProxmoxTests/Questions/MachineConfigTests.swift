import Cluster
import Testing

@testable import Proxmox

@Suite struct MachineConfigTests {
  @Test func `a machine's configuration tells all that moving it depends on`() throws {
    let guest = try GuestConfigTests.machine(200)
    #expect(guest.kind == .machine)
    #expect(guest.name == "ansible")
    #expect(!guest.isPrivileged)
    #expect(guest.cores == 4)
    #expect(guest.memoryBytes == 4096 << 20)
    #expect(guest.startsAtBoot)
    #expect(guest.tags == ["infra"])
    #expect(guest.startup == Guest.Startup(order: 1))
    #expect(guest.bridges == ["vmbr0"])
    #expect(guest.hardwareID == "0b9f4f2e-0000-4000-8000-000000000000")
    #expect(guest.hardwareAddresses == ["bc:24:11:aa:bb:cc"])
  }

  @Test func `hardware that pins a running machine is named by its keys`() throws {
    #expect(try GuestConfigTests.machine(200).passthrough == ["hostpci0", "hostpci1", "serial1", "usb0", "vga"])
  }

  @Test(arguments: [
    ("usb0", "spice", false), ("usb0", "host=spice", false), ("usb0", "mapping=stick", true),
    ("usb0", "host=1234:5678,usb3=1", true), ("serial0", "socket", false), ("serial0", "/dev/ttyS0", true),
    ("parallel0", "/dev/parport0", true), ("hostpci3", "mapping=igpu", true), ("ivshmem", "size=32", true),
    ("virtiofs0", "dirid=share", true), ("amd-sev", "std", true), ("intel-tdx", "type=tdx", true),
    ("vga", "std", false), ("vga", "std,clipboard=vnc", true), ("usbx", "host=1-3", false), ("numa0", "x", false),
  ])
  func `each kind of pinning hardware is known`(_ key: String, _ value: String, _ pins: Bool) throws {
    var config = GuestConfig(id: GuestID(200))
    config.read("\(key): \(value)")
    let node = try #require(NodeName("pve1"))
    let guest = MachineConfig.guest(config, node: node, status: .running)
    #expect(guest.passthrough == (pins ? [key] : []))
  }

  @Test(arguments: [
    ("host", true), ("cputype=host,flags=+aes", true), ("max", true), ("host,hidden=1", true),
    ("x86-64-v2-AES", false), ("kvm64", false), ("custom-host", false), ("", false),
  ])
  func `a machine that sees its node's processor is told by its CPU type`(_ value: String, _ sees: Bool) throws {
    var config = GuestConfig(id: GuestID(200))
    config.read("cpu: \(value)")
    config.read("hookscript: local:snippets/x.sh")
    let guest = MachineConfig.guest(config, node: try #require(NodeName("pve1")), status: .running)
    #expect(guest.seesProcessor == sees)
    #expect(guest.paths == ["local:snippets/x.sh"])
    #expect(try GuestConfigTests.machine(200).seesProcessor && !GuestConfigTests.machine(201).seesProcessor)
  }

  @Test func `drives are told apart, and a cloud-init drive never stands in the way`() throws {
    #expect(
      try GuestConfigTests.machine(200).disks == [
        Guest.Disk(key: "ide2", backing: .image(storage: "local"), sizeBytes: 629 << 20),
        Guest.Disk(key: "scsi0", backing: .volume(storage: "nfs-ct"), sizeBytes: 32 << 30),
        Guest.Disk(
          key: "scsi10", backing: .hostPath("/dev/disk/by-id/ata-WDC_WD40", shared: false), sizeBytes: 4 << 40),
        Guest.Disk(key: "efidisk0", backing: .volume(storage: "nfs-ct"), sizeBytes: 528 << 10),
      ])
    #expect(
      try GuestConfigTests.machine(201).disks == [
        Guest.Disk(key: "sata1", backing: .hostDrive),
        Guest.Disk(key: "scsi0", backing: .volume(storage: "nfs-ct"), sizeBytes: 8 << 30),
      ])
  }

  @Test func `a machine without a name is called by its number`() throws {
    let guest = try GuestConfigTests.machine(201)
    #expect(guest.name == "VM 201")
    #expect(guest.memoryBytes == 2048 << 20)
    #expect(guest.cores == 1)
  }

  @Test func `numbers beyond any machine trap nothing`() throws {
    var config = GuestConfig(id: GuestID(200))
    config.read("cores: 9223372036854775807")
    config.read("sockets: 9223372036854775807")
    config.read("memory: 9223372036854775807")
    let node = try #require(NodeName("pve1"))
    _ = MachineConfig.guest(config, node: node, status: .running)
    _ = ContainerConfig.guest(config, node: node, status: .running)
  }
}
