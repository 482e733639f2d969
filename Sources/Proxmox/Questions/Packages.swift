import Cluster
import Remote

/// Version of QEMU as installed. Between releases of Proxmox VE it is this that moves, not pve-manager's version.
/// - Source: facts/pve.md 0, trap 28.
struct QemuVersion: Reading {
  static let section = Section(
    "dpkg-query pve-qemu-kvm", Command("dpkg-query", "-W", "-f", "${Version}\\n", "pve-qemu-kvm"))

  var version: String

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    try part.requireStatus(0, of: Self.section)
    version = part.output.trimmingBlanks
    guard version.first?.isNumber == true, version.words.count == 1 else {
      throw Unreadable(expected: "a version", seen: part.output)
    }
  }
}

/// Which sources offer pve-manager, by the package lists that were fetched last. A source that answered 401 is not
/// among them, nor is one that never answered.
struct PackageOrigin: Reading {
  static let section = Section(
    "apt-cache policy pve-manager", Command("apt-cache", "policy", "pve-manager", limitSeconds: 20))

  /// Such as `http://download.proxmox.com/debian/pve`, each once.
  var sources: [String]

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    try part.requireStatus(0, of: Self.section)
    let lines = part.lines
    guard let table = lines.firstIndex(where: { $0.trimmingBlanks == "Version table:" }) else {
      throw Unreadable(expected: "a version table", seen: part.output)
    }
    // `        500 http://download.proxmox.com/debian/pve bookworm/pve-no-subscription amd64 Packages`
    sources =
      lines[(table + 1)...].compactMap { line -> String? in
        let words = line.words
        guard words.count >= 4, Digits.number(words[0]) != nil, words[1].contains(":/") else { return nil }
        return Excerpt.clean(String(words[1]))
      }.unique
  }
}

/// Whether the enterprise repository is switched on, in the one-line and in the newer paragraph form.
/// - Source: facts/pve.md 9.3, 16: PVE 9 keeps repositories in deb822 `*.sources`.
struct PackageSources: Reading {
  static let section = Section(
    "package sources",
    Command(
      "grep", "-a", "-H", "", "/etc/apt/sources.list", .glob("/etc/apt/sources.list.d/*.list"),
      .glob("/etc/apt/sources.list.d/*.sources")))

  var wantsEnterprise = false

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    // 2: one of the patterns matched no file, which is so on every node.
    if part.status != 2 || !part.onlyMissesFiles { try part.requireStatus(0, 1, of: Self.section) }
    var paragraph: (file: Substring, isOn: Bool, isEnterprise: Bool) = ("", true, false)
    func close() -> Bool { paragraph.isOn && paragraph.isEnterprise }
    for line in part.lines {
      guard let (file, rest) = line.cut(at: ":") else { continue }
      let text = String(rest).trimmingBlanks
      if file != paragraph.file || text.isEmpty {
        wantsEnterprise = wantsEnterprise || close()
        paragraph = (file, true, false)
      }
      if text.hasPrefix("#") { continue }
      if file.hasSuffix(".sources") {
        let lower = text.lowercased()
        if lower.hasPrefix("enabled:") {
          paragraph.isOn = !["no", "false", "0", "off", "without", "disable"].contains(
            lower.dropFirst(8).words.first.map(String.init) ?? "")
        }
        if lower.hasPrefix("uris:"), PackageSources.isEnterprise(text) { paragraph.isEnterprise = true }
      } else if text.hasPrefix("deb "), PackageSources.isEnterprise(text) {
        wantsEnterprise = true
      }
    }
    wantsEnterprise = wantsEnterprise || close()
  }

  private static func isEnterprise(_ text: String) -> Bool { text.contains("enterprise.proxmox.com/debian/pve") }
}

/// Who works on the node's packages.
/// - Source: facts/pve.md 12.
struct PackageLock: Reading {
  static let section = Section("fuser dpkg", Command("fuser", "/var/lib/dpkg/lock-frontend", limitSeconds: 10))

  /// Nil when nobody does, and where `fuser` is not installed: then an upgrade waits for the lock by itself.
  var holder: Int?

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    if part.status == 127 { return }
    try part.requireStatus(0, 1, of: Self.section)
    holder = part.output.words.first.flatMap { Digits.number($0.filter(\.isNumber)) }
  }
}
