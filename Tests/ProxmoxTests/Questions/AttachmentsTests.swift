import Remote
import Testing

@testable import Proxmox

@Suite struct AttachmentsTests {
  @Test func `bridges are told from what Proxmox makes for guests`() throws {
    let names = try Bridges(try Sample.part("pve1/sys-class-net.txt")).names
    #expect(names == ["enp3s0", "vethbr", "vmbr0", "vmbr1"])
  }

  @Test func `device nodes come without terminals and second names`() throws {
    let paths = try DeviceNodes(try Sample.part("pve1/device-nodes.txt")).paths
    #expect(
      paths == [
        "/dev/bus/usb/001/002", "/dev/dri", "/dev/dri/by-path/pci-0000:00:02.0-render", "/dev/dri/card1",
        "/dev/dri/renderD128", "/dev/null", "/dev/pts", "/dev/ttyUSB0",
      ])
  }

  @Test func `a device that went away while it was looked at spoils nothing`() throws {
    let part = SectionedResult.Part(
      "/dev/null\n", errors: "find: '/dev/sdz': No such file or directory\n", status: 1)
    #expect(try DeviceNodes(part).paths == ["/dev/null"])
    #expect(throws: Unreadable.self) { try DeviceNodes(SectionedResult.Part("", status: 1)) }
  }
}
