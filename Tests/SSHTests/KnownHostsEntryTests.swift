import Testing

@testable import SSH

@Suite struct KnownHostsEntryTests {
  private static let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJzHBLnIkmmu3nxyu5prEGM51SAsnnfUtYy8GgHvnuTe"

  @Test(arguments: [
    ("pve1", "pve1", true),
    ("pve1,192.168.1.11", "192.168.1.11", true),
    ("PVE1", "pve1", true),
    ("*.lan", "pve1.lan", true),
    ("*.lan", "pve1.wan", false),
    ("pve?", "pve1", true),
    ("pve?", "pve10", false),
    ("*.lan,!pve1.lan", "pve1.lan", false),
    ("*.lan,!pve1.lan", "pve2.lan", true),
    ("!pve1.lan", "pve2.lan", false),
    ("[127.0.0.1]:2222", "[127.0.0.1]:2222", true),
    ("[*]:2222", "[127.0.0.1]:2222", true),
    ("[127.0.0.1]:2222", "[127.0.0.1]:2223", false),
    ("*a*b*c*", "xxaxxbxxcxx", true),
    ("*a*b*c", "abcabd", false),
    // ssh-keygen -H of "pve1".
    ("|1|5xfGGMsIWYKBgd9zh5hzkNIMMDM=|XS+5Hwj7ldmtwBxuWV4h2pDRgfs=", "pve9", false),
  ]) func `names match as in OpenSSH`(_ names: String, _ name: String, _ isMatch: Bool) throws {
    let entry = try #require(KnownHostsEntry("\(names) \(Self.key)", file: "f", line: 1))
    #expect((entry.firstMatch(of: [name]) != nil) == isMatch)
  }

  @Test(arguments: [
    "", "   ", "# comment", "pve1", "pve1 ssh-ed25519", "pve1 ssh-ed25519 no*base64", "@revoked pve1 ssh-ed25519",
    "|1|salt pve1", "|2|YQ==|YQ== \(key)", "|1|a|b|c \(key)",
  ]) func `what is no entry is passed over`(_ line: String) {
    #expect(KnownHostsEntry(line[...], file: "f", line: 1) == nil)
  }

  @Test func `lines keep their numbers, markers and line ends of other systems`() {
    let text = "# head\r\npve1 \(Self.key) comment\r\n\r\n@revoked * \(Self.key)\r\n@cert-authority * \(Self.key)\n"
    let entries = KnownHostsEntry.entries(of: Array(text.utf8), file: "f")
    #expect(entries.map(\.line) == [2, 4, 5])
    #expect(entries.map(\.marker) == [.none, .revoked, .other])
    #expect(entries.allSatisfy { $0.type == "ssh-ed25519" && $0.blob.count == 51 })
  }
}
