import Cluster
import Remote
import Testing

@testable import Proxmox

@Suite struct StorageStatusTests {
  @Test(arguments: ["pve1/pvesm-status.txt", "lists/pvesm-9.txt"])
  func `storages read under both headers`(_ sample: String) throws {
    let config = try StorageConfig(try Sample.part("pve1/etc-pve-storage-cfg.txt"))
    let storages = try StorageStatus(try Sample.part(sample)).storages(by: config)
    #expect(storages.map(\.name) == ["local", "local-lvm", "nfs-ct", "pbs", "san"])
    #expect(storages.map(\.type) == ["dir", "lvmthin", "nfs", "pbs", "dir"])
    #expect(storages.map(\.isActive) == [true, true, true, false, true])
    #expect(storages.map(\.isShared) == [false, false, true, true, true])
    #expect(storages[0].capacity == Capacity(usedBytes: 12_034_128 << 10, totalBytes: 98_497_780 << 10))
  }

  @Test func `a storage that is switched off is none`() throws {
    let storages = try StorageStatus(try Sample.part("pve1/pvesm-status.txt")).storages
    #expect(!storages.contains { $0.name == "old-nfs" })
  }

  @Test func `warnings about an unreachable server are no error`() throws {
    var part = try Sample.part("pve1/pvesm-status.txt")
    part.errors = "storage 'pbs' is not online\nunable to activate storage 'pbs'\n"
    #expect(try StorageStatus(part).storages.count == 5)
  }

  @Test(arguments: [
    "local dir active x y z 1%", "local dir active 1", "local dir sleeping 1 2 3 4%", "nonsense",
    "local dir active 9223372036854775807 0 0 0%",
  ])
  func `an odd row is an error that shows it`(_ row: String) {
    let text = "Name Type Status Total Used Available %\n\(row)\n"
    #expect { try StorageStatus(SectionedResult.Part(text)) } throws: { "\($0)".contains(row) }
  }

  @Test func `silence is an error, not a node without storages`() {
    #expect(throws: Unreadable.self) { try StorageStatus(SectionedResult.Part("")) }
    #expect {
      try StorageStatus(SectionedResult.Part("", status: 137))
    } throws: {
      ($0 as? Unreadable)?.kind == .timedOut
    }
  }

  @Test(arguments: ["\tshared 1\n", "\tshared\n", "   shared   1  \n"])
  func `the word shared counts with and without its 1`(_ line: String) throws {
    #expect(try StorageConfig(SectionedResult.Part("dir: san\n\tpath /x\n\(line)")).shared == ["san"])
  }

  @Test func `shared 0 and missing files are not shared`() throws {
    #expect(try StorageConfig(SectionedResult.Part("dir: san\n\tshared 0\n# shared 1\n")).shared == [])
    #expect(try StorageConfig(Script.noFile).shared == [])
  }
}
