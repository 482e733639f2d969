import Testing

@testable import Commands

@Suite struct FileCheckTests {
  @Test(arguments: [
    (FileFacts(), "there is no such key"),
    (FileFacts(exists: true, isDirectory: true, isReadable: true), "is a directory, not a private key"),
    (FileFacts(exists: true, mode: 0o600), "can't be read by this user"),
    (FileFacts(exists: true, isReadable: true, mode: 0o644), "is open to others (mode 644)"),
    (FileFacts(exists: true, isReadable: true, mode: 0o600), "private key, closed to others"),
  ])
  func `a private key must be there, readable, and closed to others`(facts: FileFacts, message: String) {
    let point = KeyFileCheck.point("/k", facts)
    #expect(point.message == message)
    #expect(point.verdict == (facts.mode == 0o600 && facts.isReadable ? .ok : .problem))
  }

  @Test func `the public half is not the key`() {
    let point = KeyFileCheck.point("/k.pub", FileFacts(exists: true, isReadable: true, mode: 0o644))
    #expect(point.line == "PROBLEM  /k.pub: is the public half of a key; name the private one: /k")
  }

  @Test(arguments: [
    (["/v/h": FileFacts(exists: true, isDirectory: true, isWritable: true)], "state directory, writable"),
    (["/v/h": FileFacts(exists: true, isDirectory: true)], "can't be written by this user"),
    (["/v/h": FileFacts(exists: true, isWritable: true)], "is no directory"),
    (["/v": FileFacts(exists: true, isDirectory: true, isWritable: true)], "state directory, made by the first run"),
    (["/": FileFacts(exists: true, isDirectory: true)], "can't be made: / can't be written by this user"),
  ])
  func `the state directory must be writable, or be made`(files: [String: FileFacts], message: String) {
    #expect(StateDirectoryCheck.point("/v/h") { files[$0] ?? FileFacts() }.message == message)
  }

  @Test func `facts come from the file system`() {
    #expect(FileFacts(path: "/nonexistent") == FileFacts())
    #expect(FileFacts(path: "/").isDirectory)
  }
}
