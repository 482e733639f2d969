import Cluster
import Remote

/// Storages as the answering node sees them.
/// - Source: facts/pve.md 3.4. The header changes between versions, so the first line is never read.
struct StorageStatus: Reading {
  /// A dead NFS server costs 10 s and more for each of its storages.
  static let section = Section("pvesm status", Command("pvesm", "status", limitSeconds: 40))

  /// In the order of the list; storages that are switched off are no storages of this node.
  var storages: [Storage]

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    try part.requireStatus(0, of: Self.section)
    let lines = part.lines
    guard let header = lines.firstIndex(where: { $0.words.first == "Name" }) else {
      throw Unreadable(expected: "the header of `pvesm status`", seen: part.output)
    }
    var storages: [Storage] = []
    for line in lines[(header + 1)...] where !line.trimmingBlanks.isEmpty {
      let words = line.words
      guard words.count >= 6, ["active", "inactive", "disabled"].contains(words[2]),
        let total = StorageStatus.bytes(words[3]), let used = StorageStatus.bytes(words[4])
      else { throw Unreadable(expected: "a row of `pvesm status`", seen: line) }
      if words[2] == "disabled" { continue }
      let type = String(words[1])
      storages.append(
        Storage(
          name: String(words[0]), type: type, isActive: words[2] == "active",
          isShared: StorageConfig.sharedTypes.contains(type), capacity: Capacity(usedBytes: used, totalBytes: total)))
    }
    self.storages = storages
  }

  /// The storages, with what the configuration says about sharing.
  func storages(by config: StorageConfig?) -> [Storage] {
    storages.map { storage in
      var storage = storage
      storage.isShared = storage.isShared || config?.shared.contains(storage.name) ?? false
      return storage
    }
  }

  private static func bytes(_ kibibytes: Substring) -> Int64? {
    guard let number = Digits.number(kibibytes), number <= Int.max >> 10 else { return nil }
    return Int64(number) << 10
  }
}

/// Which storages the configuration calls shared.
struct StorageConfig: Reading {
  static let section = Section("/etc/pve/storage.cfg", Command("cat", "/etc/pve/storage.cfg"))

  /// Types whose content is the same from every node.
  static let sharedTypes: Set<String> = [
    "nfs", "cifs", "cephfs", "rbd", "iscsi", "iscsidirect", "glusterfs", "pbs", "zfs", "esxi",
  ]

  /// Storages with `shared 1`.
  var shared: Set<String> = []

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    if part.status == 1, part.onlyMissesFiles { return }
    try part.requireStatus(0, of: Self.section)
    for block in SectionConfig(part.lines).blocks {
      guard let value = block["shared"] else { continue }
      if value.isEmpty || PropertyString.isTrue(value) { shared.insert(block.name) }
    }
  }
}
