/// What a file operation can come back with.
enum FileError: Error {
  case missing, denied, exists, notDirectory, isDirectory, notEmpty, tooLarge, invalid

  /// The words of strerror(3).
  var message: String {
    switch self {
    case .missing: "No such file or directory"
    case .denied: "Permission denied"
    case .exists: "File exists"
    case .notDirectory: "Not a directory"
    case .isDirectory: "Is a directory"
    case .notEmpty: "Directory not empty"
    case .tooLarge: "File too large"
    case .invalid: "Invalid argument"
    }
  }
}

/// What stat(2) tells.
struct FileInfo {
  enum Kind: Character {
    case file = "-"
    case directory = "d"
    case link = "l"
    case characterDevice = "c"
    case blockDevice = "b"
    case socket = "s"
  }
  var kind: Kind
  var mode: UInt16
  var size: Int
  /// Seconds since the Unix epoch.
  var modified: Double
  /// Where a link points.
  var target: String?

  /// `drwxr-xr-x`.
  var modeText: String {
    var text = String(kind.rawValue)
    for shift in [6, 3, 0] {
      let bits = mode >> UInt16(shift) & 7
      text += (bits & 4 != 0 ? "r" : "-") + (bits & 2 != 0 ? "w" : "-") + (bits & 1 != 0 ? "x" : "-")
    }
    return text
  }
}

/// Plain text operations on paths.
enum Path {
  /// Absolute, without `.`, `..` and doubled slashes; relative paths start at root's home.
  static func normalized(_ path: String) -> String {
    if isNormal(path) { return path }
    var parts: [Substring] = path.hasPrefix("/") ? [] : ["root"]
    for part in path.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }

  /// Whether nothing is to be done: most paths are written as they should be.
  private static func isNormal(_ path: String) -> Bool {
    var previous: UInt8 = 0
    for byte in path.utf8 {
      if previous == UInt8(ascii: "/"), byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".") { return false }
      if previous == 0, byte != UInt8(ascii: "/") { return false }
      previous = byte
    }
    return previous != UInt8(ascii: "/") && previous != 0
  }

  static func parts(_ path: String) -> [String] {
    path.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }
  }

  static func parent(_ path: String) -> String {
    "/" + parts(path).dropLast().joined(separator: "/")
  }

  static func name(_ path: String) -> String { parts(path).last ?? "/" }
}
