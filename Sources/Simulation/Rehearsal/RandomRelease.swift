/// A release of Proxmox VE with an update to come, for nodes of random herds.
struct RandomRelease {
  let major: Int
  let version: String

  /// The oldest first.
  static let all = [
    RandomRelease(major: 7, version: "7.4-17"), RandomRelease(major: 8, version: "8.4.1"),
    RandomRelease(major: 9, version: "9.0.10"),
  ]

  /// A machine of the seed, with the kernels and the packages of the release.
  var machine: Herd.Machine {
    var machine = SeedHerd.herd.nodes[0].machine
    machine.pending = machine.pending.map(package)
    if major == 7 {
      (machine.kernel, machine.kernels) = ("5.15.158-1-pve", ["5.15.149-1-pve", "5.15.158-1-pve"])
    }
    return machine
  }

  private func package(_ package: Herd.Package) -> Herd.Package {
    var package = package
    switch (major, package.name) {
    case (7, "pve-manager"): (package.installed, package.available) = ("7.4-17", "7.4-18")
    case (7, "pve-qemu-kvm"): (package.installed, package.available) = ("7.2.10-1", "7.2.10-2")
    case (7, "proxmox-kernel-6.8"):
      (package.name, package.installed, package.available) = ("pve-kernel-5.15", "7.4-13", "7.4-14")
    case (7, _) where package.kernel != nil:
      (package.name, package.available) = ("pve-kernel-5.15.158-2-pve", "5.15.158-2")
      package.kernel = "5.15.158-2-pve"
    case (9, "pve-manager"): (package.installed, package.available) = ("9.0.10", "9.0.11")
    case (9, "pve-qemu-kvm"): (package.installed, package.available) = ("10.0.2-3", "10.0.2-4")
    default: break
    }
    return package
  }
}
