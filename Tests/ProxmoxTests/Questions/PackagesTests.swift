import Remote
import Testing

@testable import Proxmox

@Suite struct PackagesTests {
  private static let list = "/etc/apt/sources.list.d/pve-enterprise.list:"
  private static let paragraphs = "/etc/apt/sources.list.d/pve-enterprise.sources:"
  private static let missing =
    "grep: /etc/apt/sources.list.d/*.sources: No such file or directory\n"

  /// Sources as PVE 7 and 8 write them, and as 9 does.
  private static let sources: [(lines: [String], wants: Bool)] = [
    ([], false), ([list + "deb https://enterprise.proxmox.com/debian/pve bullseye pve-enterprise"], true),
    ([list + "# deb https://enterprise.proxmox.com/debian/pve bookworm pve-enterprise"], false),
    ([list + "deb https://enterprise.proxmox.com/debian/ceph-quincy bookworm enterprise"], false),
    (
      ["Types: deb", "URIs: https://enterprise.proxmox.com/debian/pve", "Suites: trixie"].map { paragraphs + $0 }, true
    ),
    (
      ["Types: deb", "URIs: https://enterprise.proxmox.com/debian/pve", "Enabled: no"].map { paragraphs + $0 }, false
    ),
    (
      ["Enabled: false", "URIs: https://enterprise.proxmox.com/debian/pve", "", "URIs: http://deb.debian.org/debian"]
        .map { paragraphs + $0 }, false
    ),
    (
      ["Enabled: false", "URIs: http://deb.debian.org/debian", "", "URIs: https://enterprise.proxmox.com/debian/pve"]
        .map { paragraphs + $0 }, true
    ),
    (["#URIs: https://enterprise.proxmox.com/debian/pve"].map { paragraphs + $0 }, false),
  ]

  @Test(arguments: sources)
  func `the enterprise repository is on, off or absent in either form`(lines: [String], wants: Bool) throws {
    let part = SectionedResult.Part(lines.joined(separator: "\n") + "\n", errors: Self.missing, status: 2)
    #expect(try PackageSources(part).wantsEnterprise == wants)
  }

  @Test func `sources that offer pve-manager are those of its table`() throws {
    let whole = try PackageOrigin(try Sample.part("pve1/apt-cache-policy-pve-manager.txt"))
    #expect(whole.sources == ["http://download.proxmox.com/debian/pve"])
    let none =
      "pve-manager:\n  Installed: 8.4.1\n  Candidate: 8.4.1\n  Version table:\n *** 8.4.1 100\n"
      + "        100 /var/lib/dpkg/status\n"
    #expect(try PackageOrigin(SectionedResult.Part(none)).sources == [])
    #expect(throws: Unreadable.self) { try PackageOrigin(SectionedResult.Part("N: Unable to locate package\n")) }
  }

  @Test(arguments: [("7.2.10-1", true), ("10.0.2-4+pve1", true), ("", false), ("not installed", false)])
  func `a version of QEMU is one word that begins with a number`(text: String, isOne: Bool) {
    #expect((try? QemuVersion(SectionedResult.Part(text + "\n")))?.version == (isOne ? text : nil))
  }

  @Test func `who holds the lock of packages is a process, nobody, or not to be told`() throws {
    #expect(try PackageLock(SectionedResult.Part(" 4242", errors: "/var/lib/dpkg/lock-frontend: ")).holder == 4242)
    #expect(try PackageLock(SectionedResult.Part("", status: 1)).holder == nil)
    #expect(try PackageLock(SectionedResult.Part("", errors: "sh: fuser: not found\n", status: 127)).holder == nil)
  }
}
