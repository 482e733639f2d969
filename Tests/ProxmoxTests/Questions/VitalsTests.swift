import Cluster
import Remote
import Testing

@testable import Proxmox

@Suite struct VitalsTests {
  @Test func `the vital figures of a node read`() throws {
    #expect(
      try CurrentBoot(try Sample.part("pve1/boot-id.txt")).id == BootID("3f0c2a9e-5d1b-4c7a-9e43-1b2c3d4e5f60"))
    #expect(try Uptime(try Sample.part("pve1/proc-uptime.txt")).seconds == 1_209_600.42)
    #expect(try LoadAverages(try Sample.part("pve1/proc-loadavg.txt")).values == [0.42, 0.38, 0.40])
    #expect(try ProcessorCount(try Sample.part("pve1/nproc.txt")).count == 8)
    let memory = try MemoryUse(try Sample.part("pve1/proc-meminfo.txt")).capacity
    #expect(memory == Capacity(usedBytes: (32_765_732 - 18_554_687) << 10, totalBytes: 32_765_732 << 10))
  }

  @Test(arguments: [
    ("model name\t: AMD EPYC 7302P 16-Core Processor\n", "AMD EPYC 7302P 16-Core Processor"), ("", ""),
    ("model name : a : b\n", "a : b"),
  ])
  func `the processor has a model, or none where the kernel tells of none`(_ text: String, _ model: String) throws {
    #expect(try ProcessorModel(SectionedResult.Part(text, status: text.isEmpty ? 1 : 0)).name == model)
  }

  @Test(arguments: [
    ("pve-manager/7.4-20/f7d1a1ae (running kernel: 5.15.158-2-pve)\n", "7.4-20"),
    ("pve-manager/8.4.21/3d1ac9b2f8d5c7aa (running kernel: 6.8.12-15-pve)\n", "8.4.21"),
    ("pve-manager/9.2.2/b9984c6d90a4bd80 (running kernel: 7.0.2-6-pve)\r\n", "9.2.2"),
    ("WARN: x\npve-manager/8.4.1/2a5fa54a8503f96d (running kernel: 6.8.12-9-pve)", "8.4.1"),
    ("pve-manager/\n", nil), ("8.4.1\n", nil), ("", nil),
  ])
  func `the version is the manager's`(_ text: String, _ expected: String?) {
    #expect((try? ManagerVersion(SectionedResult.Part(text)))?.version == expected)
  }

  @Test(arguments: ["", "x", "3f0c2a9e", "3f0c2a9e-5d1b-4c7a-9e43-1b2c3d4e5f6z", "cat: permission denied"])
  func `only a boot id is a boot id`(_ text: String) {
    #expect(throws: Unreadable.self) { try CurrentBoot(SectionedResult.Part(text)) }
  }

  @Test(arguments: ["", "x y", "-1 2", "nan 1", "inf 1"])
  func `an uptime is a number of seconds`(_ text: String) {
    #expect(throws: Unreadable.self) { try Uptime(SectionedResult.Part(text)) }
  }

  @Test(arguments: [
    "", "MemTotal: 5 kB\n", "MemTotal: 5 kB\nMemAvailable: 6 kB\n", "MemTotal: x\nMemAvailable: 1 kB\n",
    "MemTotal: 9223372036854775807 kB\nMemAvailable: 1 kB\n",
  ])
  func `memory that does not add up is an error`(_ text: String) {
    #expect(throws: Unreadable.self) { try MemoryUse(SectionedResult.Part(text)) }
  }
}
