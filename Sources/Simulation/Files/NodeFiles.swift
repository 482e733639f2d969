/// All files as one node sees them: its own tree, and the cluster's under `/etc/pve`.
final class NodeFiles {
  let tree: FileTree
  private unowned let node: SimulatedNode

  init(node: SimulatedNode) {
    self.node = node
    tree = FileTree(now: { [unowned node] in node.cluster.epochNow })
  }

  private var cluster: ClusterFiles { node.cluster.files }

  /// Path inside `/etc/pve`, without the node's own links in it; nil for all other paths.
  private func clusterPath(_ path: String, following: Bool = true) -> String? {
    guard path.utf8.starts(with: NodeFiles.mount.utf8), node.kind == .cluster else { return nil }
    let inside = path.utf8.dropFirst(NodeFiles.mount.utf8.count)
    guard inside.first == UInt8(ascii: "/") else { return inside.isEmpty ? "" : nil }
    let parts = inside.dropFirst().split(separator: UInt8(ascii: "/"), maxSplits: 1)
    guard let first = parts.first, let tail = NodeFiles.links[String(Substring(first))], following || parts.count > 1
    else { return String(Substring(inside.dropFirst())) }
    return "nodes/" + node.name + tail + (parts.count > 1 ? "/" + Substring(parts[1]) : "")
  }

  private static let mount = "/etc/pve"
  /// Links to folders of the node's own.
  private static let links = ["local": "", "lxc": "/lxc", "qemu-server": "/qemu-server"]

  /// Files that pmxcfs makes by itself.
  private func generated(_ path: String) -> String? {
    switch path {
    case ".members": ClusterReports.members(seenBy: node)
    case ".vmlist": ClusterReports.guestList(node.cluster)
    case ".version": ClusterReports.version(node.cluster)
    default: nil
    }
  }

  func info(_ path: String, following: Bool = true) -> FileInfo? {
    let path = Path.normalized(path)
    guard let inside = clusterPath(path, following: following) else {
      return tree.find(path, following: following)?.info
    }
    let writable: UInt16 = node.isQuorate ? 0o200 : 0
    let epoch = node.cluster.epochNow
    guard node.hasClusterFiles else {
      return inside.isEmpty ? FileInfo(kind: .directory, mode: 0o755, size: 0, modified: epoch) : nil
    }
    if let text = generated(inside) {
      return FileInfo(kind: .file, mode: 0o440, size: text.utf8.count, modified: epoch)
    }
    if !following, inside == "local" {
      let target = "nodes/\(node.name)"
      return FileInfo(kind: .link, mode: 0o555 | writable, size: 0, modified: epoch, target: target)
    }
    if cluster.isDirectory(inside) {
      let modified = cluster.entries[inside]?.modified ?? epoch
      return FileInfo(kind: .directory, mode: 0o555 | writable, size: 0, modified: modified)
    }
    guard let entry = cluster.entries[inside] else { return nil }
    return FileInfo(kind: .file, mode: 0o440 | writable, size: entry.bytes?.count ?? 0, modified: entry.modified)
  }

  func exists(_ path: String) -> Bool { info(path) != nil }

  func read(_ path: String) -> Result<[UInt8], FileError> {
    let path = Path.normalized(path)
    guard let inside = clusterPath(path) else { return tree.read(path) }
    guard node.hasClusterFiles else { return .failure(inside.isEmpty ? .isDirectory : .missing) }
    if let text = generated(inside) { return .success(Array(text.utf8)) }
    if cluster.isDirectory(inside) { return .failure(.isDirectory) }
    guard let bytes = cluster.entries[inside]?.bytes else { return .failure(.missing) }
    return .success(bytes)
  }

  func list(_ path: String) -> Result<[String], FileError> {
    let path = Path.normalized(path)
    guard let inside = clusterPath(path) else {
      guard let found = tree.find(path) else { return .failure(.missing) }
      guard let children = found.children else { return .failure(.notDirectory) }
      return .success(children.keys.sorted())
    }
    guard node.hasClusterFiles else { return inside.isEmpty ? .success([]) : .failure(.missing) }
    guard cluster.isDirectory(inside) else {
      return .failure(cluster.entries[inside] == nil ? .missing : .notDirectory)
    }
    var names = cluster.children(of: inside)
    if inside.isEmpty { names += [".members", ".version", ".vmlist", "local", "lxc", "qemu-server"] }
    return .success(names.sorted())
  }

  func write(_ path: String, _ bytes: [UInt8], append: Bool) -> FileError? {
    let path = Path.normalized(path)
    guard let inside = clusterPath(path) else { return tree.write(path, bytes, append: append) }
    return writing { cluster.write(inside, bytes, append: append, by: node.name) }
  }

  /// Without quorum every change is refused with EACCES (facts/pve.md 10.2).
  private func writing(_ change: () -> FileError?) -> FileError? { node.isQuorate ? change() : .denied }

  func makeDirectory(_ path: String, mode: UInt16 = 0o755) -> FileError? {
    let path = Path.normalized(path)
    guard let inside = clusterPath(path) else { return tree.makeDirectory(path, mode: mode) }
    if cluster.entries[inside] != nil, node.hasClusterFiles { return .exists }
    return writing { cluster.makeDirectory(inside, by: node.name) }
  }

  func remove(_ path: String, isDirectory: Bool) -> FileError? {
    let path = Path.normalized(path)
    guard let inside = clusterPath(path) else { return tree.remove(path, isDirectory: isDirectory) }
    return writing { cluster.remove(inside, isDirectory: isDirectory) }
  }

  func rename(_ from: String, _ to: String) -> FileError? {
    let from = Path.normalized(from)
    let to = Path.normalized(to)
    switch (clusterPath(from), clusterPath(to)) {
    case (nil, nil): return tree.rename(from, to)
    case (let old?, let new?): return writing { cluster.rename(old, new, by: node.name) }
    default:
      // Between two file systems mv copies and removes.
      switch read(from) {
      case .failure(let error): return error
      case .success(let bytes): return write(to, bytes, append: false) ?? remove(from, isDirectory: false)
      }
    }
  }

  func touch(_ path: String, at moment: Double? = nil) -> FileError? {
    let path = Path.normalized(path)
    guard let inside = clusterPath(path) else { return tree.touch(path, at: moment) }
    return writing { cluster.touch(inside, at: moment, by: node.name) }
  }

  /// Paths that a shell pattern matches, sorted; written as the pattern was, absolute or relative.
  func names(matching pattern: String) -> [String] {
    guard pattern.hasPrefix("/") else { return [] }
    var found = [""]
    for part in pattern.split(separator: "/").map(String.init) {
      let matcher = ShellPattern(part)
      var next: [String] = []
      for base in found {
        guard matcher.isPattern else {
          let plain = base + "/" + part.replacing("\\", with: "")
          if info(plain, following: false) != nil { next.append(plain) }
          continue
        }
        guard case .success(let names) = list(base.isEmpty ? "/" : base) else { continue }
        for name in names where (!name.hasPrefix(".") || part.hasPrefix(".")) && matcher.matches(name) {
          next.append(base + "/" + name)
        }
      }
      found = next
    }
    return found
  }
}

/// A file opened for writing.
final class FileSink: ByteSink {
  private let files: NodeFiles
  private let path: String

  init(_ files: NodeFiles, _ path: String) {
    self.files = files
    self.path = path
  }

  /// Opens, and empties unless appending.
  func open(append: Bool) -> FileError? { files.write(path, [], append: append) }

  func write(_ bytes: [UInt8]) -> Bool {
    _ = files.write(path, bytes, append: true)
    return true
  }
}
