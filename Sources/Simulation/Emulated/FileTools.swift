/// Programs that look at and change files.
enum FileTools {
  static let programs: [(String, @Sendable (Process) -> Void)] = [
    ("cat", cat), ("ls", ls), ("mkdir", mkdir), ("rmdir", rmdir), ("rm", rm), ("mv", mv), ("cp", cp), ("touch", touch),
    ("stat", stat), ("readlink", readlink), ("find", find), ("chmod", { $0.finish() }), ("sync", { $0.finish() }),
    ("tee", tee), ("ln", { $0.finish() }),
  ]

  @Sendable private static func cat(_ process: Process) {
    let paths = process.arguments.filter { !$0.hasPrefix("-") || $0 == "-" }
    guard !paths.isEmpty else { return copyInput(process) }
    var status: Int32 = 0
    for path in paths {
      switch process.node.files.read(path) {
      case .success(let bytes): process.write(bytes, to: 1)
      case .failure(let error):
        process.err("cat: \(path): \(error.message)\n")
        status = 1
      }
    }
    process.finish(status)
  }

  /// Passes input on as it comes.
  private static func copyInput(_ process: Process) {
    process.streams.input.read { bytes in
      guard let bytes else { return process.finish() }
      process.write(bytes, to: 1)
      if process.exit == nil { copyInput(process) }
    }
  }

  @Sendable private static func tee(_ process: Process) {
    let append = process.arguments.contains("-a")
    let paths = process.arguments.filter { !$0.hasPrefix("-") }
    process.readAll { bytes in
      var status: Int32 = 0
      for path in paths {
        if let error = process.node.files.write(path, bytes, append: append) {
          process.err("tee: \(path): \(error.message)\n")
          status = 1
        }
      }
      process.write(bytes, to: 1)
      process.finish(status)
    }
  }

  @Sendable private static func ls(_ process: Process) {
    let flags = process.arguments.filter { $0.hasPrefix("-") && $0 != "--" }.joined()
    var paths = process.arguments.filter { !$0.hasPrefix("-") }
    if paths.isEmpty { paths = ["."] }
    let files = process.node.files
    var status: Int32 = 0
    var plain: [String] = []
    var folders: [(String, [String])] = []
    for path in paths {
      guard let info = files.info(path) else {
        process.err("ls: cannot access '\(path)': No such file or directory\n")
        status = 2
        continue
      }
      if info.kind == .directory, !flags.contains("d"), case .success(let names) = files.list(path) {
        folders.append((path, names.filter { !$0.hasPrefix(".") || flags.lowercased().contains("a") }))
      } else {
        plain.append(path)
      }
    }
    func line(_ path: String, _ name: String) -> String {
      guard flags.contains("l"), let info = files.info(path, following: false) else { return name + "\n" }
      let arrow = info.target.map { " -> \($0)" } ?? ""
      return "\(info.modeText) 1 root root \(info.size) Nov 22 07:00 \(name)\(arrow)\n"
    }
    process.out(plain.map { line($0, $0) }.joined())
    for (index, (path, names)) in folders.enumerated() {
      if paths.count > 1 { process.out((index > 0 || !plain.isEmpty ? "\n" : "") + "\(path):\n") }
      process.out(names.map { line(path + "/" + $0, $0) }.joined())
    }
    process.finish(status)
  }

  @Sendable private static func mkdir(_ process: Process) {
    var rest = process.arguments
    var withParents = false
    var mode: UInt16 = 0o755
    var status: Int32 = 0
    while let word = rest.popFirst() {
      if word == "-p" || word == "--parents" {
        withParents = true
      } else if word == "-m" {
        mode = UInt16(rest.popFirst() ?? "", radix: 8) ?? mode
      } else if word.hasPrefix("-m") {
        mode = UInt16(word.dropFirst(2), radix: 8) ?? mode
      } else if word != "--" {
        if let error = make(word, withParents, mode, process.node.files) {
          process.err("mkdir: cannot create directory '\(word)': \(error.message)\n")
          status = 1
        }
      }
    }
    process.finish(status)
  }

  private static func make(_ path: String, _ withParents: Bool, _ mode: UInt16, _ files: NodeFiles) -> FileError? {
    if withParents {
      if files.info(path)?.kind == .directory { return nil }
      let parent = Path.parent(Path.normalized(path))
      if !files.exists(parent), let error = make(parent, true, 0o755, files) { return error }
    }
    return files.makeDirectory(path, mode: mode)
  }

  @Sendable private static func rmdir(_ process: Process) {
    var status: Int32 = 0
    for path in process.arguments where !path.hasPrefix("-") {
      if let error = process.node.files.remove(path, isDirectory: true) {
        process.err("rmdir: failed to remove '\(path)': \(error.message)\n")
        status = 1
      }
    }
    process.finish(status)
  }

  @Sendable private static func rm(_ process: Process) {
    let flags = process.arguments.filter { $0.hasPrefix("-") }.joined()
    var status: Int32 = 0
    for path in process.arguments where !path.hasPrefix("-") {
      let error =
        flags.contains("r") ? removeAll(path, process.node.files) : process.node.files.remove(path, isDirectory: false)
      guard let error else { continue }
      if flags.contains("f"), case .missing = error { continue }
      process.err("rm: cannot remove '\(path)': \(error.message)\n")
      status = 1
    }
    process.finish(status)
  }

  private static func removeAll(_ path: String, _ files: NodeFiles) -> FileError? {
    guard files.info(path, following: false)?.kind == .directory, case .success(let names) = files.list(path) else {
      return files.remove(path, isDirectory: false)
    }
    for name in names { if let error = removeAll(path + "/" + name, files) { return error } }
    return files.remove(path, isDirectory: true)
  }

  @Sendable private static func mv(_ process: Process) {
    let paths = process.arguments.filter { !$0.hasPrefix("-") }
    guard paths.count == 2 else { return process.failUsage("mv: missing file operand") }
    if let error = process.node.files.rename(paths[0], paths[1]) {
      return process.fail("mv: cannot move '\(paths[0])' to '\(paths[1])': \(error.message)", status: 1)
    }
    process.finish()
  }

  @Sendable private static func cp(_ process: Process) {
    let paths = process.arguments.filter { !$0.hasPrefix("-") }
    guard paths.count == 2 else { return process.failUsage("cp: missing file operand") }
    switch process.node.files.read(paths[0]) {
    case .failure(let error): process.fail("cp: cannot stat '\(paths[0])': \(error.message)", status: 1)
    case .success(let bytes):
      if let error = process.node.files.write(paths[1], bytes, append: false) {
        return process.fail("cp: cannot create regular file '\(paths[1])': \(error.message)", status: 1)
      }
      process.finish()
    }
  }

  @Sendable private static func touch(_ process: Process) {
    var rest = process.arguments
    var moment: Double?
    var creates = true
    var status: Int32 = 0
    while let word = rest.popFirst() {
      if word == "-c" {
        creates = false
      } else if word == "-d" {
        let text = rest.popFirst() ?? ""
        moment = text.hasPrefix("@") ? Double(text.dropFirst()) : nil
      } else if !word.hasPrefix("-"), creates || process.node.files.exists(word),
        let error = process.node.files.touch(word, at: moment)
      {
        process.err("touch: cannot touch '\(word)': \(error.message)\n")
        status = 1
      }
    }
    process.finish(status)
  }

  @Sendable private static func stat(_ process: Process) {
    var rest = process.arguments
    var format = "%n %s %A\\n"
    var follows = false
    var paths: [String] = []
    while let word = rest.popFirst() {
      switch word {
      case "-c", "--format", "--printf": format = rest.popFirst() ?? ""
      case "-L": follows = true
      case _ where word.hasPrefix("--format="): format = String(word.dropFirst(9))
      case _ where word.hasPrefix("-"): break
      default: paths.append(word)
      }
    }
    var status: Int32 = 0
    for path in paths {
      guard let info = process.node.files.info(path, following: follows) else {
        process.err("stat: cannot statx '\(path)': No such file or directory\n")
        status = 1
        continue
      }
      process.out(filled(format, path, info) + "\n")
    }
    process.finish(status)
  }

  /// The format with what its letters stand for; letters that are not simulated stay as they are.
  private static func filled(_ format: String, _ path: String, _ info: FileInfo) -> String {
    let parts = format.split(separator: "%", omittingEmptySubsequences: false)
    return parts.dropFirst().reduce(into: String(parts[0])) { text, part in
      switch part.first {
      case "n": text += path
      case "A": text += info.modeText
      case "a": text += String(info.mode & 0o777, radix: 8)
      case "s": text += "\(info.size)"
      case "Y": text += "\(Int(info.modified))"
      case "F": text += info.kind == .directory ? "directory" : "regular file"
      case "U": text += "root"
      default: return text.append(contentsOf: "%\(part)")
      }
      text += part.dropFirst()
    }
  }

  @Sendable private static func readlink(_ process: Process) {
    guard let path = process.arguments.last else { return process.finish(1) }
    if let target = process.node.files.info(path, following: false)?.target {
      process.out(target + "\n")
      return process.finish()
    }
    if process.arguments.contains("-f") {
      process.out(Path.normalized(path) + "\n")
      return process.finish()
    }
    process.finish(1)
  }

  @Sendable private static func find(_ process: Process) {
    var rest = process.arguments
    var roots: [String] = []
    while let word = rest.first, !word.hasPrefix("-"), word != "(" { roots.append(rest.removeFirst()) }
    guard let search = FileSearch(rest) else { return process.failUsage("find: unknown predicate") }
    var status: Int32 = 0
    for root in roots {
      guard process.node.files.exists(root) else {
        process.err("find: '\(root)': No such file or directory\n")
        status = 1
        continue
      }
      process.out(search.paths(under: root, process.node.files).map { $0 + "\n" }.joined())
    }
    process.finish(status)
  }
}

/// The tests of `find` that look at depth, kind and name.
struct FileSearch {
  private var depthMin = 0
  private var depthMax = Int.max
  private var kinds: [Character] = []
  private var patterns: [ShellPattern] = []

  init?(_ words: ArraySlice<String>) {
    var rest = words
    while let word = rest.popFirst() {
      switch word {
      case "-maxdepth": depthMax = Int(rest.popFirst() ?? "") ?? 0
      case "-mindepth": depthMin = Int(rest.popFirst() ?? "") ?? 0
      case "-type":
        // Several tests of kind are only ever joined by -o.
        kinds += (rest.popFirst() ?? "").split(separator: ",").compactMap { $0.first.map { $0 == "f" ? "-" : $0 } }
      case "-name": patterns.append(ShellPattern(rest.popFirst() ?? ""))
      case "-print", "-xdev", "-o", "(", ")": break
      default: return nil
      }
    }
  }

  func paths(under root: String, _ files: NodeFiles) -> [String] { paths(root, 0, files) }

  private func paths(_ path: String, _ depth: Int, _ files: NodeFiles) -> [String] {
    guard let info = files.info(path, following: false) else { return [] }
    var found: [String] = []
    let fits = kinds.isEmpty || kinds.contains(info.kind.rawValue)
    let isNamed = patterns.isEmpty || patterns.contains { $0.matches(Path.name(path)) }
    if depth >= depthMin, fits, isNamed { found.append(path) }
    if info.kind == .directory, depth < depthMax, case .success(let names) = files.list(path) {
      let base = path.hasSuffix("/") ? path : path + "/"
      for name in names { found += paths(base + name, depth + 1, files) }
    }
    return found
  }
}
