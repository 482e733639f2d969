/// One file, folder, link or device of a node's own file system.
final class FileNode {
  enum Content {
    case directory([String: FileNode])
    case file([UInt8])
    /// Made anew at every look, as in /proc.
    case generated(() -> String)
    case device(FileInfo.Kind)
    /// Acts on what is written to it, as /proc/sysrq-trigger does.
    case trigger((String) -> Void)
    case link(String)
  }
  var content: Content
  var mode: UInt16
  var modified: Double

  init(_ content: Content, mode: UInt16, modified: Double) {
    self.content = content
    self.mode = mode
    self.modified = modified
  }

  var children: [String: FileNode]? {
    if case .directory(let children) = content { children } else { nil }
  }

  var info: FileInfo {
    var info = FileInfo(kind: .file, mode: mode, size: 0, modified: modified)
    switch content {
    case .directory: info.kind = .directory
    case .file(let bytes): info.size = bytes.count
    case .generated, .trigger: break
    case .device(let kind): info.kind = kind
    case .link(let target):
      info.kind = .link
      info.target = target
      info.size = target.utf8.count
    }
    return info
  }
}

/// A tree of files in memory. Paths are normalised by the caller.
final class FileTree {
  private let root: FileNode
  private let now: () -> Double
  private var known: [String: [String]] = [:]
  private static let knownMax = 512

  init(now: @escaping () -> Double) {
    self.now = now
    root = FileNode(.directory([:]), mode: 0o755, modified: now())
  }

  /// The node at `path`; links on the way are followed, the last one only if `following`.
  func find(_ path: String, following: Bool = true, depth: Int = 0) -> FileNode? {
    var node = root
    let parts = split(path)
    for (index, part) in parts.enumerated() {
      guard let next = node.children?[part] else { return nil }
      if case .link(let target) = next.content, following || index < parts.count - 1 {
        guard depth < 8 else { return nil }
        let folder = target.hasPrefix("/") ? [] : parts[..<index]
        let steps = folder + [target] + parts[(index + 1)...]
        return find(Path.normalized("/" + steps.joined(separator: "/")), following: following, depth: depth + 1)
      }
      node = next
    }
    return node
  }

  /// A path's parts, kept: the same few are asked for all the time.
  private func split(_ path: String) -> [String] {
    if let parts = known[path] { return parts }
    if known.count >= FileTree.knownMax { known = [:] }
    let parts = Path.parts(path)
    known[path] = parts
    return parts
  }

  /// Puts a node there, making the folders on the way. For building a tree, not for programs.
  func place(_ path: String, _ content: FileNode.Content, mode: UInt16 = 0o644) {
    var node = root
    let parts = Path.parts(path)
    for part in parts.dropLast() {
      if let next = node.children?[part] {
        node = next
      } else {
        let next = FileNode(.directory([:]), mode: 0o755, modified: now())
        put(next, as: part, in: node)
        node = next
      }
    }
    if let name = parts.last { put(FileNode(content, mode: mode, modified: now()), as: name, in: node) }
  }

  private func put(_ node: FileNode?, as name: String, in parent: FileNode) {
    guard case .directory(var children) = parent.content else { return }
    parent.content = .directory([:])
    children[name] = node
    parent.content = .directory(children)
    parent.modified = now()
  }

  func clear(_ path: String) {
    guard let node = find(path), node.children != nil else { return }
    node.content = .directory([:])
  }

  private func parent(of path: String) -> Result<FileNode, FileError> {
    guard let parent = find(Path.parent(path)) else { return .failure(.missing) }
    return parent.children == nil ? .failure(.notDirectory) : .success(parent)
  }

  func read(_ path: String) -> Result<[UInt8], FileError> {
    guard let node = find(path) else { return .failure(.missing) }
    switch node.content {
    case .file(let bytes): return .success(bytes)
    case .generated(let make): return .success(Array(make().utf8))
    case .directory: return .failure(.isDirectory)
    case .device, .link, .trigger: return .success([])
    }
  }

  func write(_ path: String, _ bytes: [UInt8], append: Bool) -> FileError? {
    if let node = find(path) {
      switch node.content {
      case .directory: return .isDirectory
      case .device, .link: return nil
      case .trigger(let act):
        if !bytes.isEmpty { act(String(decoding: bytes, as: UTF8.self)) }
        return nil
      case .generated: return .denied
      case .file(var old):
        node.content = .file([])
        if append { old += bytes } else { old = bytes }
        node.content = .file(old)
        node.modified = now()
        return nil
      }
    }
    switch parent(of: path) {
    case .failure(let error): return error
    case .success(let parent):
      put(FileNode(.file(bytes), mode: 0o644, modified: now()), as: Path.name(path), in: parent)
      return nil
    }
  }

  func makeDirectory(_ path: String, mode: UInt16) -> FileError? {
    guard find(path) == nil else { return .exists }
    switch parent(of: path) {
    case .failure(let error): return error
    case .success(let parent):
      put(FileNode(.directory([:]), mode: mode, modified: now()), as: Path.name(path), in: parent)
      return nil
    }
  }

  func remove(_ path: String, isDirectory: Bool) -> FileError? {
    guard let node = find(path, following: false) else { return .missing }
    if let children = node.children {
      guard isDirectory else { return .isDirectory }
      guard children.isEmpty else { return .notEmpty }
    } else if isDirectory {
      return .notDirectory
    }
    if case .success(let parent) = parent(of: path) { put(nil, as: Path.name(path), in: parent) }
    return nil
  }

  func rename(_ from: String, _ to: String) -> FileError? {
    guard let node = find(from, following: false), case .success(let old) = parent(of: from) else { return .missing }
    var destination = to
    if find(to)?.children != nil { destination = to + "/" + Path.name(from) }
    switch parent(of: destination) {
    case .failure(let error): return error
    case .success(let parent):
      put(nil, as: Path.name(from), in: old)
      put(node, as: Path.name(destination), in: parent)
      return nil
    }
  }

  func touch(_ path: String, at moment: Double?) -> FileError? {
    if let node = find(path) {
      node.modified = moment ?? now()
      return nil
    }
    return write(path, [], append: true)
  }
}
