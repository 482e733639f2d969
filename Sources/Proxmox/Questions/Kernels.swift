import Cluster
import Remote

/// Release of the running kernel.
struct RunningKernel: Reading {
  static let section = Section("uname -r", Command("uname", "-r"))

  var release: String

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    try part.requireStatus(0, of: Self.section)
    release = part.output.trimmingBlanks
    guard !release.isEmpty, release.words.count == 1, part.lines.count == 1 else {
      throw Unreadable(expected: "a kernel release", seen: part.output)
    }
  }
}

/// Kernels of Proxmox that lie in `/boot`.
/// - Source: facts/pve.md 8.4.
struct InstalledKernels: Reading {
  static let section = Section("kernels in /boot", Command("ls", .glob("/boot/vmlinuz-*")))

  /// From the oldest to the newest.
  var releases: [String]

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    if part.status != 2 || !part.onlyMissesFiles { try part.requireStatus(0, of: Self.section) }
    let prefix = "/boot/vmlinuz-"
    releases = part.lines.compactMap { line -> String? in
      guard line.hasPrefix(prefix), line.hasSuffix("-pve") else { return nil }
      return String(line.dropFirst(prefix.count))
    }.sorted(by: NaturalOrder.precedes)
  }
}

/// A kernel that the operator chose for the next boot only.
struct NextBootPin: Reading {
  static let section = Section("next-boot-pin", Command("cat", "/etc/kernel/next-boot-pin"))

  var release: String?

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    release = try KernelPin.release(part, section: Self.section)
  }
}

/// A kernel that the operator chose for every boot.
struct KernelPin: Reading {
  static let section = Section("proxmox-boot-pin", Command("cat", "/etc/kernel/proxmox-boot-pin"))

  var release: String?

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    release = try KernelPin.release(part, section: Self.section)
  }

  static func release(_ part: SectionedResult.Part, section: Section) throws(Unreadable) -> String? {
    if part.status == 1, part.onlyMissesFiles { return nil }
    try part.requireStatus(0, of: section)
    return part.lines.first.map(\.trimmingBlanks).flatMap { $0.isEmpty ? nil : $0 }
  }
}

/// Which kernel the next boot will start.
///
/// A pin that names no installed kernel is not followed by the boot loader; were it believed, the node would need a
/// reboot for ever.
/// - Source: facts/pve.md 8.4: the pin for the next boot, else the pin, else the highest version.
struct BootKernel {
  var release: String
  var isPinned: Bool

  init(installed: [String], pin: String?, nextBootPin: String?) {
    let pinned = [nextBootPin, pin].compactMap { $0 }.first { installed.isEmpty || installed.contains($0) }
    isPinned = pinned != nil
    release = pinned ?? installed.max(by: NaturalOrder.precedes) ?? ""
  }
}
