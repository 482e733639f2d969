import Foundation

/// The files of this repository.
enum SourceTree {
  /// The repository's folder; links are followed, so that the rules hold wherever the tests are built.
  static let root: URL = {
    let here = URL(filePath: #filePath).resolvingSymlinksInPath()
    return here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  }()

  /// Every Swift file under Sources and Tests.
  static let swift: [SwiftFile] = ["Sources", "Tests"].flatMap { files(under: $0, endings: ["swift"]) }
    .map { SwiftFile(path: $0.path, text: $0.text) }

  /// The Swift files that ship.
  static var sources: [SwiftFile] { swift.filter { $0.path.hasPrefix("Sources/") } }

  /// The Swift files that test.
  static var tests: [SwiftFile] { swift.filter { $0.path.hasPrefix("Tests/") } }

  /// Everything that a reader reads: code, manual pages, themes, README.
  static let readable: [(path: String, text: String)] =
    ["Sources", "Tests", "man", "themes"].flatMap {
      files(under: $0, endings: ["swift", "c", "h", "toml", "md", "1", "5", "txt"])
    } + ["README.md", "Package.swift", ".ci/run", ".ci/setup"].compactMap(file)

  /// A file by its path in the repository; nil if there is none.
  static func file(_ path: String) -> (path: String, text: String)? {
    (try? String(contentsOf: root.appending(path: path), encoding: .utf8)).map { (path, $0) }
  }

  private static func files(under folder: String, endings: [String]) -> [(path: String, text: String)] {
    let start = root.appending(path: folder)
    let paths = FileManager.default.enumerator(atPath: start.path)?.compactMap { $0 as? String } ?? []
    return paths.sorted().filter { path in endings.contains { path.hasSuffix(".\($0)") } }
      .compactMap { file("\(folder)/\($0)") }
  }
}

/// What a rule says of a place in a file.
struct Violation: CustomStringConvertible, Hashable {
  var path: String
  /// Counted from 1.
  var line: Int
  var message: String

  var description: String { "\(path):\(line): \(message)" }
}
