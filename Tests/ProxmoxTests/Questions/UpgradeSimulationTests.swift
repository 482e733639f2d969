import Cluster
import Remote
import Testing

@testable import Proxmox

@Suite struct UpgradeSimulationTests {
  @Test func `installs, security, removals and the new kernel are counted`() throws {
    let updates = try UpgradeSimulation(try Sample.part("pve1/apt-get-s-dist-upgrade.txt")).updates
    #expect(
      updates
        == PendingUpdates(
          count: 7, security: 2, removals: ["some-old-package"], kernel: "proxmox-kernel-6.8.12-15-pve-signed",
          digest: updates.digest))
  }

  @Test func `other packages or other versions have another digest, other origins the same`() throws {
    func digest(_ line: String) throws -> UInt32? {
      try UpgradeSimulation(SectionedResult.Part(Self.summary + line + "\n")).updates.digest
    }
    let known = try digest("Inst a [1] (2 Debian:12/x [all])")
    #expect(known != nil)
    #expect(try digest("Inst a [1] (2 Debian:12/y [amd64]) []") == known)
    #expect(try digest("Inst a [1] (3 Debian:12/x [all])") != known)
    #expect(try digest("Inst b [1] (2 Debian:12/x [all])") != known)
    #expect(try digest("Inst a") != known)
  }

  private static let summary = "1 upgraded, 0 newly installed, 0 to remove and 0 not upgraded.\n"

  @Test(arguments: [
    ("Inst a [1] (2 Debian-Security:13/stable-security [amd64])", 1),
    ("Inst a [1] (2 Debian:12.15/oldstable, Debian-Security:12/oldstable-security [all]) []", 1),
    ("Inst a (2 Debian-Security:13/stable-security [amd64])", 1),
    ("Inst a [1] (2 Debian:12.15/oldstable [amd64])", 0),
    ("Inst Debian-Security [1] (2 Proxmox Debian Repository:stable [all])", 0),
    ("Inst a [Debian-Security:1] (2 Debian:12/x [all])", 0),
    ("Inst a [1] (2 Not-Debian-Security:1/x [all])", 0),
    ("Inst a [1] (2)", 0), ("Inst a", 0),
  ])
  func `security is told by the label of an origin`(_ line: String, _ security: Int) throws {
    let updates = try UpgradeSimulation(SectionedResult.Part(Self.summary + line + "\n")).updates
    #expect(updates.count == 1)
    #expect(updates.security == security)
  }

  @Test(arguments: [
    ("proxmox-kernel-6.8.12-15-pve-signed", true), ("pve-kernel-5.15.158-2-pve", true), ("proxmox-kernel-6.8", false),
    ("proxmox-default-kernel", false), ("proxmox-kernel-helper", false), ("pve-kernel-helper", false),
    ("linux-image-amd64", false), ("proxmox-kernel-6.8.12-15-pve-dbgsym", false),
  ])
  func `only a kernel is a kernel`(_ package: String, _ isKernel: Bool) throws {
    let text = Self.summary + "Inst \(package) (6.8.12-15 Proxmox Debian Repository:stable [amd64])\n"
    #expect(try UpgradeSimulation(SectionedResult.Part(text)).updates.kernel == (isKernel ? package : nil))
  }

  @Test func `nothing to do is nothing pending`() throws {
    #expect(try UpgradeSimulation(try Sample.part("pbs1/apt-get-s-dist-upgrade.txt")).updates == PendingUpdates())
  }

  @Test func `an answer without its summary is no answer`() {
    #expect(throws: Unreadable.self) { try UpgradeSimulation(SectionedResult.Part("Reading package lists...\n")) }
  }

  @Test func `a refusal shows apt's own words`() {
    let part = SectionedResult.Part(
      "Reading package lists...\n",
      errors: "E: dpkg was interrupted, you must manually run 'dpkg --configure -a' to correct the problem.\n",
      status: 100)
    #expect { try UpgradeSimulation(part) } throws: { "\($0)".contains("exit status 100: E: dpkg was interrupted") }
  }
}
