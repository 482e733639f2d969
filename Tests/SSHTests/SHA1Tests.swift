import Testing

@testable import SSH

@Suite struct SHA1Tests {
  @Test(arguments: [
    ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
    ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "84983e441c3bd26ebaae4aa1f95129e5e54670f1"
    ),
    (String(repeating: "a", count: 1_000_000), "34aa973cd4c4daa4f61eeb2bdbad27316534016f"),
  ]) func `the samples of FIPS 180 hash as they should`(_ text: String, _ expected: String) {
    #expect(hex(SHA1.hash(Array(text.utf8))) == expected)
  }

  @Test func `the samples of RFC 2202 authenticate as they should`() {
    let short = SHA1.authenticationCode(of: Array("what do ya want for nothing?".utf8), key: Array("Jefe".utf8))
    #expect(hex(short) == "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79")
    let longKey = [UInt8](repeating: 0xAA, count: 80)
    let text = Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8)
    #expect(hex(SHA1.authenticationCode(of: text, key: longKey)) == "aa4ae5e15272d00e95705637ce8a3b55ed402112")
  }

  private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
