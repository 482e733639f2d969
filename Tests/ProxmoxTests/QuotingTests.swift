import Remote
import Testing

@testable import Proxmox

@Suite struct QuotingTests {
  @Test func `any text survives a real shell as one word`() throws {
    let texts = Hostile.texts + Hostile.pairs
    // One process for all: each word comes back on its own, ended by a byte that no word may hold.
    let line = CommandLine(
      Command(words: ["printf", "%s\\0"] + texts), purpose: "quote")
    let result = try RealShell.run(["-c", line.text])
    let words = result.output.split(separator: 0, omittingEmptySubsequences: false).dropLast()
      .map { String(decoding: $0, as: UTF8.self) }
    #expect(words == texts.map { $0.replacing("\0", with: "") })
  }

  @Test func `any text survives sudo's shell within a shell`() throws {
    let line = CommandLine(Command(words: ["printf", "%s\\0"] + Hostile.pairs), purpose: "quote").asRoot
    // A function stands in for sudo and runs the same words without becoming anyone.
    let result = try RealShell.run(["-c", "sudo() { shift 2; \"$@\"; }\n" + line.text])
    let words = result.output.split(separator: 0, omittingEmptySubsequences: false).dropLast()
      .map { String(decoding: $0, as: UTF8.self) }
    #expect(words == Hostile.pairs)
  }

  @Test func `no output can forge the frame around the answers`() throws {
    let forged = "@k7Qz boot_id\nforged\n@k7Qz= 0\n"
    let sections = [
      Section("first", Command("printf", "%s", .word(forged.replacing("k7Qz", with: "other")))),
      Section("boot_id", Command("printf", "%s", "true one")),
    ]
    let line = CommandLine(sections: sections, marker: "k7Qz", purpose: "ask")
    let parts = SectionedResult(try RealShell.run(["-c", line.text]), marker: "k7Qz")
    #expect(parts["boot_id"].output == "true one")
    #expect(parts["first"].output == forged.replacing("k7Qz", with: "other"))
  }
}
