import Glibc

/// Private key files: there, readable by this user, and by nobody else.
enum KeyFileCheck {
  /// A point for each of the files.
  static func points(_ paths: [String]) -> [CheckPoint] { paths.map { point($0, FileFacts(path: $0)) } }

  /// The verdict on one file.
  static func point(_ path: String, _ facts: FileFacts) -> CheckPoint {
    guard facts.exists else {
      return .problem(
        path, "there is no such key", "make one with: ssh-keygen -t ed25519 -f \(path), and put its .pub on every node")
    }
    if facts.isDirectory { return .problem(path, "is a directory, not a private key") }
    if !facts.isReadable { return .problem(path, "can't be read by this user") }
    if path.hasSuffix(".pub") {
      return .problem(path, "is the public half of a key", "name the private one: \(path.dropLast(4))")
    }
    if facts.mode & 0o077 != 0 {
      return .problem(path, "is open to others (mode \(String(facts.mode & 0o777, radix: 8)))", "chmod 600 \(path)")
    }
    return .ok(path, "private key, closed to others")
  }
}

/// What the file system tells about a path.
struct FileFacts: Hashable, Sendable {
  var exists = false
  var isDirectory = false
  var isReadable = false
  var isWritable = false
  /// Permission bits.
  var mode: UInt32 = 0

  init(
    exists: Bool = false, isDirectory: Bool = false, isReadable: Bool = false, isWritable: Bool = false,
    mode: UInt32 = 0
  ) {
    self.exists = exists
    self.isDirectory = isDirectory
    self.isReadable = isReadable
    self.isWritable = isWritable
    self.mode = mode
  }

  init(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return }
    exists = true
    isDirectory = status.st_mode & S_IFMT == S_IFDIR
    isReadable = access(path, R_OK) == 0
    isWritable = access(path, W_OK) == 0
    mode = status.st_mode & 0o7777
  }
}
