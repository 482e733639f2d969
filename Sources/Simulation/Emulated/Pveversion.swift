/// `pveversion`.
/// - Source: facts/pve.md 3.1.
enum Pveversion {
  @Sendable static func run(_ process: Process) {
    let node = process.node
    process.after(node.cluster.varied(node.durations.perlStart * 0.5)) {
      guard process.arguments.contains(where: { $0 == "-v" || $0 == "--verbose" }) else {
        process.out("\(short(node)) (running kernel: \(node.kernel))\n")
        return process.finish()
      }
      let version = managerVersion(node)
      var lines = [
        "proxmox-ve: \(node.release.major).\(node.release.major > 8 ? 0 : 4).0 (running kernel: \(node.kernel))",
        "pve-manager: \(version) (running version: \(version)/\(hash(version)))",
      ]
      lines += node.installedKernels.reversed().map { release in
        let number = release.replacing("-pve", with: "")
        return "\(node.release.kernelPackage)-\(release)\(node.release.major <= 7 ? "" : "-signed"): \(number)"
      }
      lines += [
        "corosync: 3.1.9-pve1", "criu: 3.17.1-2+deb12u1", "libpve-common-perl: 8.3.1", "lxc-pve: 6.0.0-1",
        "pve-container: \(node.packages.version(of: "pve-container", otherwise: "5.2.6"))",
        "pve-ha-manager: 4.0.7",
        "pve-qemu-kvm: \(node.packages.version(of: "pve-qemu-kvm", otherwise: node.release.qemu))",
        "qemu-server: \(node.packages.version(of: "qemu-server", otherwise: "8.3.12"))",
      ]
      process.out(lines.joined(separator: "\n") + "\n")
      process.finish()
    }
  }

  static func managerVersion(_ node: SimulatedNode) -> String {
    node.packages.version(of: "pve-manager", otherwise: node.version)
  }

  /// `pve-manager/8.4.1/2a5fa54a8503f96d`.
  static func short(_ node: SimulatedNode) -> String {
    let version = managerVersion(node)
    return "pve-manager/\(version)/\(hash(version))"
  }

  /// Hexadecimal digits that belong to a version, as the id of its sources does.
  static func hash(_ version: String) -> String {
    if version == "8.4.1" { return "2a5fa54a8503f96d" }
    var random = SeededRandom(
      seed: version.utf8.reduce(14_695_981_039_346_656_037) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 })
    return random.hex(Release(version).hashDigits)
  }
}
