/// What differs between the releases of Proxmox VE, as far as a simulated node shows it.
/// - Source: facts/pve.md 16.
struct Release {
  /// First number of pve-manager's version.
  let major: Int
  private let minor: Int

  init(_ version: String) {
    let numbers = version.split { !$0.isNumber }.compactMap { Int($0) }
    major = numbers.first ?? 8
    minor = numbers.count > 1 ? numbers[1] : 0
  }

  /// Name of the Debian release below it.
  var suite: String { major <= 7 ? "bullseye" : major == 8 ? "bookworm" : "trixie" }

  /// Number of the Debian release below it.
  var debian: Int { major + 4 }

  /// Digits of the hash in pve-manager's version.
  var hashDigits: Int { major <= 7 ? 8 : 16 }

  /// What kernel packages begin with.
  var kernelPackage: String { major <= 7 ? "pve-kernel" : "proxmox-kernel" }

  /// Whether repositories are written as paragraphs.
  var hasParagraphSources: Bool { major >= 9 }

  /// Whether `pvesm status` names its unit in the header.
  var namesStorageUnit: Bool { major > 9 || (major == 9 && minor >= 1) }

  /// QEMU as it came with the release.
  var qemu: String { major <= 7 ? "7.2.10-1" : major == 8 ? "9.2.0-5" : "10.0.2-4" }
}

extension SimulatedNode {
  /// The release that runs on it; packages installed since count.
  var release: Release { Release(Pveversion.managerVersion(self)) }

  /// QEMU's version as machine types carry it: two numbers.
  var machineVersion: String {
    let full = packages.version(of: "pve-qemu-kvm", otherwise: release.qemu)
    return full.split(separator: ".").prefix(2).joined(separator: ".")
  }
}
