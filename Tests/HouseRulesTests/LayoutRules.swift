import Foundation
import Testing

/// What lies where.
struct LayoutRules {
  @Test func `the top level holds a closed list of names`() throws {
    let allowed: Set = ["Package.swift", "Sources", "Tests", "themes", "README.md", "man"]
    // SwiftPM writes it, git ignores it.
    let ignored: Set = ["Package.resolved"]
    let names = try FileManager.default.contentsOfDirectory(atPath: SourceTree.root.path)
    let others = Set(names.filter { !$0.hasPrefix(".") }).subtracting(allowed).subtracting(ignored)
    #expect(others.sorted() == [], "put these under one of \(allowed.sorted())")
  }

  @Test func `folders have no spaces in their names`() {
    let odd = SourceTree.readable.map(\.path).filter { $0.contains(" ") }
    #expect(odd == [])
  }

  @Test func `the test command that CI runs is the one that the README shows`() throws {
    let ci = try #require(SourceTree.file(".ci/run")).text
    guard let readme = SourceTree.file("README.md")?.text else { return }
    let command = try #require(ci.split(separator: "\n").last { $0.hasPrefix("swift test") })
    #expect(readme.contains(command), "README.md does not say: \(command)")
    #expect(readme.contains(".ci/setup"), "README.md does not say: .ci/setup")
  }

  @Test func `every folder under Sources is a target, and every target has its folder`() throws {
    let package = try #require(SourceTree.file("Package.swift")).text
    let sources = SourceTree.root.appending(path: "Sources").path
    let folders = try FileManager.default.contentsOfDirectory(atPath: sources).filter { !$0.hasPrefix(".") }
    for folder in folders.sorted() {
      #expect(package.contains("\"\(folder)\""), "Sources/\(folder) is in no target of Package.swift")
    }
  }
}
