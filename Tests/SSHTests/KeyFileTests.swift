import Foundation
import Testing

@testable import SSH

@Suite struct KeyFileTests {
  @Test func `a missing file says how to make one`() {
    let problem = problem(KeyFile.load("/no/such/key", canSignRSA: true))
    #expect(problem?.isMissing == true)
    #expect(problem?.remedy.contains("ssh-keygen -t ed25519 -f /no/such/key") == true)
  }

  @Test func `a folder is not a key`() {
    #expect(problem(KeyFile.load("/tmp", canSignRSA: true))?.reason.contains("not a file") == true)
  }

  @Test(arguments: [0o640, 0o604, 0o660, 0o777])
  func `a key that others may read is refused`(_ mode: mode_t) throws {
    let content = try content("ed25519", mode: mode)
    let found = KeyFile.check("/key", content: content, publicFile: [], canSignRSA: true)
    #expect(problem(found)?.remedy == "run `chmod 600 /key`")
  }

  @Test(arguments: ["ed25519", "ecdsa"]) func `a good key is taken with its public half`(_ type: String) throws {
    let found = try KeyFile.check("/key", content: content(type), publicFile: [], canSignRSA: false).get()
    #expect(found.publicBlob != nil)
  }

  @Test(arguments: [["-m", "RFC4716"], ["-m", "PEM"], ["-m", "PKCS8"]])
  func `a locked key is found locked in every format`(_ format: [String]) throws {
    let path = try key("ecdsa", passphrase: "a long secret", more: format)
    let found = problem(KeyFile.load(path, canSignRSA: true))
    #expect(found?.reason == "is locked by a passphrase")
    #expect(found?.publicBlob != nil)
    #expect(found?.remedy.contains("ssh-add \(path)") == true)
    #expect("\(String(describing: found))".contains("a long secret") == false)
  }

  @Test(arguments: [[], ["-m", "PEM"], ["-m", "PKCS8"]])
  func `an RSA key is refused only where the library can't sign with it`(_ format: [String]) throws {
    let path = try key("rsa", more: format)
    #expect(problem(KeyFile.load(path, canSignRSA: true)) == nil)
    let found = problem(KeyFile.load(path, canSignRSA: false))
    #expect(found?.reason.contains("RSA") == true)
    #expect(found?.remedy.contains("ssh-keygen -t ed25519") == true)
  }

  @Test func `a key cut short anywhere is a problem or a key, never a crash`() throws {
    let whole = try content("ed25519")
    for count in 0..<whole.bytes.count {
      var cut = whole
      cut.bytes.removeLast(whole.bytes.count - count)
      _ = KeyFile.check("/key", content: cut, publicFile: cut.bytes, canSignRSA: true)
    }
  }

  @Test(arguments: ["PuTTY-User-Key-File-3: ssh-ed25519\n", "ssh-ed25519 AAAA me\n", ""])
  func `another file than a key is named as such`(_ text: String) {
    let content = SmallFile.Content(bytes: Array(text.utf8), mode: 0o600, owner: 0)
    #expect(problem(KeyFile.check("/key", content: content, publicFile: [], canSignRSA: true)) != nil)
  }

  private func key(_ type: String, passphrase: String = "", more: [String] = []) throws -> String {
    let path = try TemporaryFolder.create() + "/key"
    try Tool.keygen(path, type: type, passphrase: passphrase, more: more)
    return path
  }

  private func content(_ type: String, mode: mode_t = 0o600) throws -> SmallFile.Content {
    SmallFile.Content(bytes: Array(try Data(contentsOf: URL(fileURLWithPath: key(type)))), mode: mode, owner: 0)
  }

  private func problem(_ result: Result<KeyFile, KeyFile.Problem>) -> KeyFile.Problem? {
    if case .failure(let problem) = result { problem } else { nil }
  }
}
