/// Programs that ask apt and dpkg and change nothing.
enum PackageQueries {
  static let programs: [(String, @Sendable (Process) -> Void)] = [
    ("dpkg-query", dpkgQuery), ("apt-cache", aptCache),
  ]

  /// `dpkg-query -W -f FORMAT PACKAGE…` with the fields Package and Version.
  @Sendable private static func dpkgQuery(_ process: Process) {
    let words = Array(process.arguments)
    guard words.count >= 4, words[0] == "-W", words[1] == "-f" else {
      return process.failUsage("dpkg-query: error: need an action option")
    }
    process.after(0.05) {
      for package in words[3...] {
        guard let version = version(of: package, on: process.node) else {
          return process.fail("dpkg-query: no packages found matching \(package)", status: 1)
        }
        process.out(
          words[2].replacing("${Package}", with: package).replacing("${Version}", with: version)
            .replacing("\\n", with: "\n"))
      }
      process.finish()
    }
  }

  private static func version(of package: String, on node: SimulatedNode) -> String? {
    switch package {
    case "pve-qemu-kvm": node.packages.version(of: package, otherwise: node.release.qemu)
    case "pve-manager": Pveversion.managerVersion(node)
    default: node.packages.installed[package]
    }
  }

  /// `apt-cache policy pve-manager`: where the package lists say that it can be had.
  @Sendable private static func aptCache(_ process: Process) {
    guard Array(process.arguments) == ["policy", "pve-manager"] else {
      return process.failUsage("E: Invalid operation \(process.arguments.joined(separator: " "))")
    }
    process.after(process.cluster.varied(0.3)) {
      let node = process.node
      let installed = Pveversion.managerVersion(node)
      let available = node.packages.pending.first { $0.name == "pve-manager" }?.available
      let source =
        "        500 http://download.proxmox.com/debian/pve \(node.release.suite)/pve-no-subscription amd64 Packages\n"
      let line = node.packages.hasNoRepository ? "" : source
      var text = "pve-manager:\n  Installed: \(installed)\n  Candidate: \(available ?? installed)\n  Version table:\n"
      if let available, !line.isEmpty { text += "     \(available) 500\n\(line)" }
      text += " *** \(installed) \(line.isEmpty ? 100 : 500)\n\(line)        100 /var/lib/dpkg/status\n"
      process.out(text)
      process.finish()
    }
  }
}
