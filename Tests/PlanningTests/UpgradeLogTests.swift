import Testing

@testable import Planning

@Suite struct UpgradeLogTests {
  private static let log = [
    "Reading package lists...", "The following packages will be upgraded:", "  bash libssl3",
    "2 upgraded, 1 newly installed, 0 to remove and 4 not upgraded.", "Need to get 12.3 MB of archives.",
    "Get:1 http://deb.debian.org/debian bookworm/main amd64 bash amd64 5.2.15-2+b13 [1,491 kB]",
    "Preparing to unpack .../bash_5.2.15-2+b13_amd64.deb ...", "Unpacking bash (5.2.15-2+b13) over (5.2.15-2+b8) ...",
    "Setting up bash (5.2.15-2+b13) ...", "Unpacking libssl3:amd64 (3.0.17) over (3.0.16) ...",
  ]

  @Test func `progress counts packages and says what goes on`() {
    let log = UpgradeLog.progress(Self.log)
    #expect(log.total == 3)
    #expect(log.fetched == 1)
    #expect(log.unpacked == 2)
    #expect(log.done == 1)
    #expect(log.detail == "unpacking libssl3 (2 of 3)")
    #expect(log.fraction == 0.5)
  }

  @Test func `lines that come in pieces give the same progress`() {
    for cut in Self.log.indices {
      var log = UpgradeLog()
      log.read(Array(Self.log[..<cut]))
      log.read(Array(Self.log[cut...]))
      #expect(log == UpgradeLog.progress(Self.log))
    }
  }

  @Test(arguments: [
    ("Setting up bash (5.2) ...", "setting up bash"),
    ("Processing triggers for man-db (2.11.2-2) ...", "triggers of man-db"),
    (
      "Waiting for cache lock: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 7662 (python3)...",
      "Waiting for cache lock: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 7662 (python3)..."
    ),
    ("update-initramfs: Generating /boot/initrd.img-6.8.12-15-pve", "building the initial RAM disk"),
    ("Get:1 http://x", "downloading"), ("Reading package lists...", ""), ("", ""), ("Setting up", ""),
  ])
  func `each step has its words`(_ line: String, _ detail: String) {
    #expect(UpgradeLog.progress([line]).detail == detail)
  }

  @Test func `nothing known is nothing done, and never more than all`() {
    #expect(UpgradeLog().fraction == 0)
    let many = UpgradeLog.progress(["1 upgraded, 0 newly installed, 0 to remove."] + Self.log.dropFirst(5))
    #expect(many.fraction == 1)
    #expect(UpgradeLog.progress(["999999999999 upgraded, 1 newly installed, 0 to remove."]).total == 0)
  }

  @Test(arguments: [
    (
      [
        "E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 7662 (apt-get)",
        "E: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), is another process using it?",
      ],
      "Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 7662 (apt-get)"
    ),
    (
      ["E: dpkg was interrupted, you must manually run 'dpkg --configure -a' to correct the problem."],
      "an upgrade was broken off before; run dpkg --configure -a, or set repair_packages"
    ),
    (
      [
        "dpkg: error processing package grub-pc (--configure):",
        "dpkg: error processing package zfs-zed (--configure):",
        "dpkg: error processing package grub-pc (--configure):",
        "E: Sub-process /usr/bin/dpkg returned an error code (1)",
      ], "dpkg could not process grub-pc, zfs-zed"
    ),
    (
      ["gzip: stdout: No space left on device", "dpkg: error processing package initramfs-tools (--configure):"],
      "gzip: stdout: No space left on device"
    ),
    (
      ["E: You don't have enough free space in /var/cache/apt/archives/."],
      "E: You don't have enough free space in /var/cache/apt/archives/."
    ),
    (
      [
        "W: (pve-apt-hook) You are attempting to remove the meta-package 'proxmox-ve'!",
        "E: Sub-process /usr/share/proxmox-ve/pve-apt-hook returned an error code (1)",
      ],
      "the upgrade would remove proxmox-ve, so Proxmox's hook stopped it: a package repository is missing"
    ),
    (
      ["E: Sub-process /usr/bin/dpkg returned an error code (1)"],
      "E: Sub-process /usr/bin/dpkg returned an error code (1)"
    ),
    ([], "the job ended without a word"),
  ])
  func `a failure is told in the words that help`(_ errors: [String], _ expected: String) {
    #expect(UpgradeLog.reason(output: [], errors: errors) == expected)
  }

  @Test func `a failure told on standard output only is found there`() {
    #expect(
      UpgradeLog.reason(output: ["gzip: stdout: No space left on device"], errors: ["E: Sub-process x"])
        == "gzip: stdout: No space left on device")
    #expect(UpgradeLog.reason(output: ["last words"], errors: []) == "last words")
  }

  @Test func `repositories that failed are warnings`() {
    let lines = [
      "Err:5 https://enterprise.proxmox.com/debian/pve bookworm InRelease",
      "E: Failed to fetch https://enterprise.proxmox.com/debian/pve/dists/bookworm/InRelease  401  Unauthorized [IP: 51.91.38.34 443]",
      "E: The repository 'https://enterprise.proxmox.com/debian/pve bookworm InRelease' is not signed.",
      "N: Updating from such a repository can't be done securely, and is therefore disabled by default.",
    ]
    #expect(
      UpgradeLog.warnings(in: lines) == [
        "Failed to fetch https://enterprise.proxmox.com/debian/pve/dists/bookworm/InRelease  401  Unauthorized [IP: 51.91.38.34 443]",
        "The repository 'https://enterprise.proxmox.com/debian/pve bookworm InRelease' is not signed.",
      ])
  }
}
