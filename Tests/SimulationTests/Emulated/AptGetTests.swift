import Testing

@testable import Simulation

struct AptGetTests {
  private let world = World()

  @Test func `the simulation names every package with its origin and counts them`() {
    let lines = world.run("apt-get -s dist-upgrade").lines
    #expect(
      lines.contains(
        "Inst libssl3 [3.0.15-1~deb12u1] (3.0.16-1~deb12u1 Debian-Security:12/oldstable-security [amd64])"))
    #expect(
      lines.contains(
        "Inst proxmox-kernel-6.8.12-11-pve-signed (6.8.12-11 Proxmox Debian Repository:stable [amd64])"))
    #expect(lines.contains("12 upgraded, 1 newly installed, 0 to remove and 0 not upgraded."))
    #expect(lines.count { $0.hasPrefix("Inst ") } == 13)
  }

  @Test func `an upgrade brings the new kernel to boot and leaves the old one running`() {
    let answer = world.run("apt-get update && apt-get -y -d dist-upgrade && apt-get -y dist-upgrade")
    #expect(answer.exit == .status(0))
    #expect(answer.endedAt > 45 && answer.endedAt < 90)
    #expect(answer.lines.contains("Setting up pve-manager (8.4.5) ..."))
    #expect(answer.lines.contains("Need to get 0 B of archives."))
    let after = world.run("uname -r; ls /boot/vmlinuz-*; pveversion; apt-get -s dist-upgrade | tail -n 1")
    #expect(
      after.lines == [
        "6.8.12-9-pve", "/boot/vmlinuz-6.8.12-11-pve", "/boot/vmlinuz-6.8.12-8-pve", "/boot/vmlinuz-6.8.12-9-pve",
        "pve-manager/8.4.5/\(Pveversion.hash("8.4.5")) (running kernel: 6.8.12-9-pve)",
        "0 upgraded, 0 newly installed, 0 to remove and 0 not upgraded.",
      ])
    #expect(world.cluster.groundTruth().nodes.map(\.pending) == [0, 13, 13, 9])
  }

  @Test func `output comes while it goes on, not at the end`() {
    let running = world.start("apt-get -y dist-upgrade")
    world.wait(30)
    #expect(running.answer.exit == nil)
    #expect(running.answer.output.contains("Get:"))
    #expect(!running.answer.output.contains("Setting up pve-manager"))
    world.finish(running)
    #expect(running.answer.output.contains("Setting up pve-manager"))
  }

  @Test func `a held lock refuses at once, or is waited for`() throws {
    let fault = try #require(Fault("apt-lock:pve1:30"))
    let world = World(faults: [fault])
    let refused = world.run("apt-get -y dist-upgrade; echo $?")
    #expect(refused.output == "100\n")
    #expect(refused.errors.hasPrefix("E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process "))
    #expect(refused.errors.contains("(unattended-upgr)\nE: Unable to acquire the dpkg frontend lock"))
    let waited = world.run("apt-get -y -o DPkg::Lock::Timeout=600 dist-upgrade")
    #expect(waited.exit == .status(0))
    #expect(waited.lines.count { $0.hasPrefix("Waiting for cache lock: Could not get lock") } >= 29)
  }

  @Test func `a killed upgrade leaves dpkg interrupted until it is configured`() {
    let running = world.start("timeout 30 apt-get -y dist-upgrade; echo $?")
    world.finish(running)
    #expect(running.answer.output.hasSuffix("124\n"))
    let again = world.run("apt-get -y dist-upgrade; dpkg --configure -a; apt-get -y dist-upgrade >/dev/null; echo $?")
    #expect(again.errors.hasPrefix("E: dpkg was interrupted, you must manually run 'dpkg --configure -a'"))
    #expect(again.output.hasSuffix("0\n"))
  }
}
