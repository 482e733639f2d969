import FoundationEssentials
import Glibc

/// Themes by name: those in folders, in their order, and those built in.
public struct ThemeShelf: Sendable {
  /// Where files are looked for.
  let folders: [String]

  /// A shelf of these folders, the first one first, and of what is built in.
  public init(folders: [String]) { self.folders = folders }

  /// Names of all themes.
  public var names: [String] {
    let files = folders.flatMap { (try? FileManager.default.contentsOfDirectory(atPath: $0)) ?? [] }
    let named = files.filter { $0.hasSuffix(".toml") }.map { String($0.dropLast(5)) }
    return Set(named.filter(ThemeShelf.isName) + Theme.builtIn.map(\.name)).sorted()
  }

  /// The theme of that name, from the first folder that has `NAME.toml`, else built in.
  /// - Throws: what is wrong with its file, or that there is none.
  public func theme(_ name: String) throws(ThemeError) -> Theme {
    // A name is a file's name and never a way out of the folder.
    guard ThemeShelf.isName(name) else {
      throw ThemeError(
        file: PlainText.clean(name), line: nil, message: "a theme's name has letters, digits, '-' and '_' only")
    }
    if let path = path(of: name) {
      guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
        throw ThemeError(file: path, line: nil, message: "can't be read as UTF-8 text by this user")
      }
      return try ThemeFile.read(text, file: path)
    }
    if let theme = Theme.builtIn.first(where: { $0.name == name }) { return theme }
    throw ThemeError(
      file: "\(name).toml", line: nil,
      message: "no such theme in \(folders.joined(separator: ", ")); there are \(names.joined(separator: ", "))")
  }

  /// The file that a theme comes from; nil for one that is built in.
  func path(of name: String) -> String? { folders.map { "\($0)/\(name).toml" }.first { FileStamp(of: $0) != nil } }

  private static func isName(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
      }
  }
}

/// What changes when a file is written anew, or another one takes its place.
struct FileStamp: Hashable {
  private let number: UInt64
  private let seconds: Int
  private let nanoseconds: Int
  private let size: Int

  /// The stamp of a file; nil when there is none.
  init?(of path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    number = UInt64(status.st_ino)
    seconds = status.st_mtim.tv_sec
    nanoseconds = status.st_mtim.tv_nsec
    size = Int(status.st_size)
  }
}
