import Remote
import Testing

@testable import Proxmox

@Suite struct KernelsTests {
  @Test func `kernels of Proxmox are found and sorted as versions`() throws {
    let kernels = try InstalledKernels(try Sample.part("pve1/kernels-in-boot.txt"))
    #expect(kernels.releases == ["6.8.12-9-pve", "6.8.12-10-pve", "6.8.12-15-pve"])
  }

  @Test(
    arguments: [
      (["6.8.12-9-pve", "6.8.12-10-pve"], nil, nil, "6.8.12-10-pve", false),
      (["6.8.12-10-pve", "6.8.12-9-pve"], nil, nil, "6.8.12-10-pve", false),
      (["6.8.12-15-pve", "6.14.0-1-pve", "6.2.16-20-pve"], nil, nil, "6.14.0-1-pve", false),
      (["5.15.158-2-pve", "7.0.2-6-pve"], nil, nil, "7.0.2-6-pve", false),
      (["6.8.12-10-pve", "6.8.12-15-pve"], "6.8.12-10-pve", nil, "6.8.12-10-pve", true),
      (["6.8.12-15-pve"], "6.8.12-10-pve", nil, "6.8.12-15-pve", false),
      (["6.8.12-15-pve"], "6.8.12-10-pve", "6.8.12-15-pve", "6.8.12-15-pve", true),
      ([], nil, nil, "", false),
    ] as [([String], String?, String?, String, Bool)])
  func `the next boot takes its pin, else the pin, else the highest version`(
    _ installed: [String], _ pin: String?, _ nextBootPin: String?, _ expected: String, _ isPinned: Bool
  ) {
    let kernel = BootKernel(installed: installed, pin: pin, nextBootPin: nextBootPin)
    #expect(kernel.release == expected)
    #expect(kernel.isPinned == isPinned)
  }

  @Test func `a pin that is not there is none, one that can't be read is an error`() throws {
    #expect(try KernelPin(Script.noFile).release == nil)
    #expect(try NextBootPin(SectionedResult.Part("6.8.12-10-pve\n")).release == "6.8.12-10-pve")
    #expect(try KernelPin(SectionedResult.Part("\n")).release == nil)
    #expect(throws: Unreadable.self) {
      try KernelPin(SectionedResult.Part("", errors: "cat: x: Input/output error\n", status: 1))
    }
  }

  @Test func `no kernel in boot is no error of its own`() throws {
    let none = SectionedResult.Part(
      "", errors: "ls: cannot access '/boot/vmlinuz-*': No such file or directory\n", status: 2)
    #expect(try InstalledKernels(none).releases == [])
  }

  @Test(arguments: ["", "a b", "6.8\n6.9\n"])
  func `a running kernel is one word`(_ text: String) {
    #expect(throws: Unreadable.self) { try RunningKernel(SectionedResult.Part(text)) }
  }
}
