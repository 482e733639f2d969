import FoundationEssentials
import Testing

@testable import Screen

@Suite struct ThemeShelfTests {
  @Test func `a theme's name is no path`() throws {
    try Folder.with { folder in
      #expect(throws: ThemeError.self) { try ThemeShelf(folders: [folder.path]).theme("../amber") }
      let error = #expect(throws: ThemeError.self) { try ThemeShelf(folders: ["/nowhere"]).theme("none") }
      #expect(error?.message.contains("there are amber, blue, colorblind, green") == true)
    }
  }

  @Test func `the first folder goes before others, and all before what is built in`() throws {
    try Folder.with { first in
      try Folder.with { second in
        try first.write("mine.toml", "text = \"#010101\"")
        try second.write("mine.toml", "text = \"#020202\"")
        try second.write("amber.toml", "text = \"#030303\"")
        let shelf = ThemeShelf(folders: ["/nowhere", first.path, second.path])
        #expect(try shelf.theme("mine")[.text].color == RGB(1, 1, 1))
        #expect(try shelf.theme("amber")[.text].color == RGB(3, 3, 3))
        #expect(try shelf.theme("green") == .green)
        #expect(shelf.names.filter { $0 == "mine" } == ["mine"])
        #expect(Set(shelf.names).isSuperset(of: Theme.builtIn.map(\.name)))
      }
    }
  }

  @Test func `a theme that is tried on leaves the one in use alone`() throws {
    var choice = try ThemeChoice("amber", on: ThemeShelf(folders: []))
    try choice.tryOn("green")
    #expect(choice.shown == .green)
    #expect(choice.name == "amber")
    #expect(throws: ThemeError.self) { try choice.tryOn("none") }
    #expect(choice.shown == .green)
    try choice.tryOn(nil)
    #expect(choice.shown == .amber)
    try choice.tryOn("green")
    try choice.use("blue")
    #expect(choice.shown == .blue)
    #expect(throws: ThemeError.self) { try choice.use("none") }
    #expect(choice.name == "blue")
  }

  @Test func `a file that changes is read again, and what is wrong is told once`() throws {
    try Folder.with { folder in
      try folder.write("mine.toml", "text = \"#010101\"")
      var choice = try ThemeChoice("mine", on: ThemeShelf(folders: [folder.path]))
      try choice.follow()
      #expect(choice.shown[.text].color == RGB(1, 1, 1))
      try folder.write("mine.toml", "text = \"#0a0b0c\" ")
      try choice.follow()
      #expect(choice.shown[.text].color == RGB(10, 11, 12))
      try folder.write("mine.toml", "\ntext = 7")
      let error = #expect(throws: ThemeError.self) { try choice.follow() }
      #expect(error?.line == 2)
      try choice.follow()
      #expect(choice.shown[.text].color == RGB(10, 11, 12))
    }
  }

  /// A folder of one test.
  private struct Folder {
    let path: String

    static func with(_ body: (Folder) throws -> Void) throws {
      let folder = Folder(path: "/tmp/herdmon-themes-\(UInt64.random(in: 0...(.max)))")
      try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(atPath: folder.path) }
      try body(folder)
    }

    func write(_ name: String, _ text: String) throws {
      try text.write(toFile: "\(path)/\(name)", atomically: true, encoding: .utf8)
    }
  }
}
