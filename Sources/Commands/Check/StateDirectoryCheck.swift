/// The directory of journal, history and lock: writable, or to be made where that is possible.
enum StateDirectoryCheck {
  /// The verdict on a directory.
  /// - Parameter facts: tells about a path.
  static func point(_ path: String, facts: (String) -> FileFacts = { FileFacts(path: $0) }) -> CheckPoint {
    let own = facts(path)
    if own.exists {
      if !own.isDirectory { return .problem(path, "is no directory", "move it away, or use --state-dir") }
      return own.isWritable
        ? .ok(path, "state directory, writable")
        : .problem(path, "can't be written by this user", "run herdmon as its owner, or use --state-dir")
    }
    var parent = path
    while let slash = parent.lastIndex(of: "/"), parent != "/" {
      parent = slash == parent.startIndex ? "/" : String(parent[..<slash])
      let above = facts(parent)
      guard above.exists else { continue }
      return above.isDirectory && above.isWritable
        ? .ok(path, "state directory, made by the first run")
        : .problem(path, "can't be made: \(parent) can't be written by this user", "make it, or use --state-dir")
    }
    return .problem(path, "can't be made")
  }
}
