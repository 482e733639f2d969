import Cluster
import Remote
import Testing

@testable import Proxmox

@Suite struct DeviceMappingsTests {
  private func mappings() throws -> DeviceMappings {
    try DeviceMappings(try Sample.part("pve1/etc-pve-mapping-pci-cfg.txt"))
  }

  @Test func `mapped devices read with their nodes, and whether they may move live`() throws {
    let mappings = try mappings()
    #expect(mappings.live == ["vgpu"])
    #expect(mappings.names(on: try #require(NodeName("pve1"))) == ["igpu", "vgpu"])
    #expect(mappings.names(on: try #require(NodeName("pve2"))) == ["igpu"])
    #expect(mappings.names(on: try #require(NodeName("pve3"))) == ["vgpu"])
    #expect(try DeviceMappings(Script.noFile).live == [])
  }

  @Test func `only a device that may move live does not pin its machine`() throws {
    var config = GuestConfig(id: GuestID(200))
    for line in ["hostpci0: mapping=igpu,pcie=1", "hostpci1: mapping=vgpu", "hostpci2: 0000:00:02.0"] {
      config.read(line[...])
    }
    let guest = MachineConfig.guest(
      config, node: try #require(NodeName("pve1")), status: .running, live: try mappings().live)
    #expect(guest.passthrough == ["hostpci0", "hostpci2"])
    #expect(guest.mappings == ["vgpu"])
  }
}
