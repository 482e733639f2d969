import Cluster

/// `/etc/pve`: one small replicated file system that all members see.
/// - Source: facts/pve.md 10.
final class ClusterFiles {
  struct Entry {
    /// nil for a folder.
    var bytes: [UInt8]?
    var modified: Double
    /// The node that made it; a lock folder may be refreshed only from there.
    var author: String
    /// Version of the file, as `.vmlist` counts.
    var version: Int
  }

  /// Where a guest's configuration lies.
  struct Place: Equatable {
    var node: String
    var kind: Guest.Kind
    var path: String
  }

  /// A file may hold so much and no more (facts/pve.md 10.2).
  static let bytesMax = 1 << 20
  /// A lock that is asked to go gives way when it was not refreshed for so long (facts/pve.md 10.3).
  static let lockSeconds = 120.0

  private(set) var entries: [String: Entry] = [:]
  private(set) var version = 87
  private let now: () -> Double
  /// Told after a guest's configuration has come to lie on another node.
  var onMove: ((Int, _ from: String, _ to: String) -> Void)?
  /// Places as they were found last; nil when a file has come or gone since.
  private var indexed: [Int: Place]?
  /// Names in each folder as they were found last; nil when one has come or gone since.
  private var folders: [String: [String]]?
  private var configurations: [String: (version: Int, configuration: GuestConfiguration)] = [:]

  init(now: @escaping () -> Double) { self.now = now }

  // MARK: Guests

  /// Every guest's place.
  var places: [Int: Place] {
    if let indexed { return indexed }
    var places: [Int: Place] = [:]
    for path in entries.keys {
      guard let (id, place) = ClusterFiles.place(of: path) else { continue }
      places[id] = place
    }
    indexed = places
    return places
  }

  static func place(of path: String) -> (Int, Place)? {
    let parts = path.utf8.split(separator: UInt8(ascii: "/")).map { Substring($0) }
    guard parts.count == 4, parts[0] == "nodes", parts[3].hasSuffix(".conf"), let id = Int(parts[3].dropLast(5)) else {
      return nil
    }
    switch parts[2] {
    case "lxc": return (id, Place(node: String(parts[1]), kind: .container, path: path))
    case "qemu-server": return (id, Place(node: String(parts[1]), kind: .machine, path: path))
    default: return nil
    }
  }

  static func path(of id: Int, _ kind: Guest.Kind, on node: String) -> String {
    "nodes/\(node)/\(kind == .container ? "lxc" : "qemu-server")/\(id).conf"
  }

  /// A guest's configuration.
  func configuration(_ id: Int) -> GuestConfiguration? {
    guard let place = places[id], let entry = entries[place.path], let bytes = entry.bytes else { return nil }
    if let kept = configurations[place.path], kept.version == entry.version { return kept.configuration }
    let configuration = GuestConfiguration(String(decoding: bytes, as: UTF8.self))
    configurations[place.path] = (entry.version, configuration)
    return configuration
  }

  func change(_ id: Int, by author: String, _ edit: (inout GuestConfiguration) -> Void) {
    guard let place = places[id], var configuration = configuration(id) else { return }
    edit(&configuration)
    put(place.path, Array(configuration.text.utf8), by: author)
  }

  // MARK: Files

  private func bump() -> Int {
    version += 1
    return version
  }

  private func put(_ path: String, _ entry: Entry) {
    if entries.updateValue(entry, forKey: path) == nil { (indexed, folders) = (nil, nil) }
  }

  private func take(_ path: String) {
    entries[path] = nil
    (indexed, folders) = (nil, nil)
  }

  /// Writes without any check. For building the herd and for Proxmox's own tools.
  func put(_ path: String, _ bytes: [UInt8]?, by author: String) {
    var parent = ""
    for part in path.split(separator: "/").dropLast() {
      parent += parent.isEmpty ? String(part) : "/" + part
      if entries[parent] == nil { put(parent, Entry(modified: now(), author: author, version: bump())) }
    }
    put(path, Entry(bytes: bytes, modified: now(), author: author, version: bump()))
  }

  func put(_ path: String, text: String, by author: String) { put(path, Array(text.utf8), by: author) }

  func isDirectory(_ path: String) -> Bool {
    if path.isEmpty { return true }
    guard let entry = entries[path] else { return false }
    return entry.bytes == nil
  }

  func children(of path: String) -> [String] {
    let known = folders ?? Dictionary(grouping: entries.keys, by: parent).mapValues { $0.map(Path.name).sorted() }
    folders = known
    return known[path] ?? []
  }

  /// Lock folders that nobody may clear yet.
  var heldLocks: [String] {
    children(of: "priv/lock").filter { name in
      entries["priv/lock/" + name].map { now() - $0.modified < ClusterFiles.lockSeconds } ?? false
    }
  }

  private func parent(of path: String) -> String {
    String(Substring(path.utf8[..<(path.utf8.lastIndex(of: UInt8(ascii: "/")) ?? path.startIndex)]))
  }

  func write(_ path: String, _ bytes: [UInt8], append: Bool, by author: String) -> FileError? {
    if isDirectory(path) { return .isDirectory }
    guard isDirectory(parent(of: path)) else { return .missing }
    let all = append ? (entries[path]?.bytes ?? []) + bytes : bytes
    guard all.count <= ClusterFiles.bytesMax else { return .tooLarge }
    put(path, all, by: author)
    return nil
  }

  func makeDirectory(_ path: String, by author: String) -> FileError? {
    guard entries[path] == nil, !path.isEmpty else { return .exists }
    guard isDirectory(parent(of: path)) else { return .missing }
    put(path, nil, by: author)
    return nil
  }

  func remove(_ path: String, isDirectory wanted: Bool) -> FileError? {
    guard let entry = entries[path] else { return .missing }
    if entry.bytes == nil {
      guard wanted else { return .isDirectory }
      guard children(of: path).isEmpty else { return .notEmpty }
    } else if wanted {
      return .notDirectory
    }
    take(path)
    _ = bump()
    return nil
  }

  func rename(_ from: String, _ to: String, by author: String) -> FileError? {
    guard let entry = entries[from] else { return .missing }
    let destination = isDirectory(to) ? to + "/" + Path.name(from) : to
    guard isDirectory(parent(of: destination)) else { return .missing }
    guard entry.bytes != nil || children(of: from).isEmpty else { return .notEmpty }
    take(from)
    put(destination, entry.bytes, by: author)
    if let (id, old) = ClusterFiles.place(of: from), let (other, new) = ClusterFiles.place(of: destination),
      id == other, old.node != new.node
    {
      onMove?(id, old.node, new.node)
    }
    return nil
  }

  func touch(_ path: String, at moment: Double?, by author: String) -> FileError? {
    guard var entry = entries[path] else { return write(path, [], append: true, by: author) }
    let isLock = entry.bytes == nil && parent(of: path) == "priv/lock"
    if isLock, moment == 0 {
      guard now() - entry.modified >= ClusterFiles.lockSeconds else { return .denied }
      take(path)
      _ = bump()
      return nil
    }
    if isLock, entry.author != author { return .denied }
    entry.modified = moment ?? now()
    entries[path] = entry
    return nil
  }
}
