import FoundationEssentials
import Testing

@testable import SSH

@Suite struct HostKeyVerdictTests {
  @Test func `a key under any of its names is known`() {
    #expect(verdict(on: ed25519, "pve1 \(ed25519.line)") == .known(line(1, "pve1")))
    #expect(verdict(on: ed25519, "[10.0.0.1]:2222 \(ed25519.line)") == .known(line(1, "[10.0.0.1]:2222")))
  }

  @Test func `a stale entry beside the right one does no harm`() {
    let text = "pve1 \(other.line)\n[10.0.0.1]:2222 \(ed25519.line)"
    #expect(verdict(on: ed25519, text) == .known(line(2, "[10.0.0.1]:2222")))
  }

  @Test func `the address without its port can vouch but not accuse`() {
    #expect(verdict(on: ed25519, "10.0.0.1 \(ed25519.line)") == .known(line(1, "10.0.0.1")))
    #expect(verdict(on: ed25519, "10.0.0.1 \(other.line)") == .unknown(otherTypes: []))
  }

  @Test func `another key of the same type is a change, of another type it is not`() {
    #expect(verdict(on: ed25519, "pve1 \(other.line)") == .changed([line(1, "pve1")]))
    #expect(
      verdict(on: ed25519, "pve1 \(ecdsa.line)")
        == .unknown(otherTypes: [line(1, "pve1", "ecdsa-sha2-nistp256")]))
  }

  @Test func `a certificate authority's key is not the host's`() {
    #expect(verdict(on: ed25519, "@cert-authority * \(ed25519.line)") == .unknown(otherTypes: []))
  }

  @Test func `a revoked key is refused wherever else it stands`() {
    let text = "pve1 \(ed25519.line)\n@revoked * \(ed25519.line)"
    #expect(verdict(on: ed25519, text) == .revoked(line(2, "pve1")))
    #expect(verdict(on: ecdsa, text) == .unknown(otherTypes: [line(1, "pve1")]))
  }

  @Test func `the known type is asked for first, certificates and DSA never`() {
    let supported = [
      "ecdsa-sha2-nistp256", "ssh-ed25519", "ecdsa-sha2-nistp256-cert-v01@openssh.com", "rsa-sha2-512",
      "rsa-sha2-256", "ssh-rsa", "ssh-dss",
    ]
    func preference(_ types: Set<String>) -> String {
      HostKeyMethods.preference(supported: supported, knownTypes: types)
    }
    let rest = "rsa-sha2-512,rsa-sha2-256,ssh-rsa"
    #expect(preference([]) == "ssh-ed25519,ecdsa-sha2-nistp256," + rest)
    #expect(preference(["ecdsa-sha2-nistp256"]) == "ecdsa-sha2-nistp256,ssh-ed25519," + rest)
    #expect(preference(["ssh-rsa"]) == rest + ",ssh-ed25519,ecdsa-sha2-nistp256")
  }

  private let ed25519 = key("ssh-ed25519", 1)
  private let other = key("ssh-ed25519", 2)
  private let ecdsa = key("ecdsa-sha2-nistp256", 3)

  private static func key(_ type: String, _ seed: UInt8) -> HostKey {
    var blob: [UInt8] = []
    blob.append(sshBytes: Array(type.utf8))
    blob.append(sshBytes: [UInt8](repeating: seed, count: 32))
    return HostKey(blob: blob, sha256: [])
  }

  private func line(_ number: Int, _ name: String, _ type: String = "ssh-ed25519") -> KnownHostsLine {
    KnownHostsLine(file: "f", line: number, name: name, keyType: type)
  }

  private func verdict(on key: HostKey, _ text: String) -> HostKeyVerdict {
    let host = SSHHost(name: "x", address: "10.0.0.1", port: 2222, hostKeyAlias: "pve1")
    return KnownHosts(entries: KnownHostsEntry.entries(of: Array(text.utf8), file: "f"))
      .verdict(on: key, of: KnownNames(host))
  }
}

extension HostKey {
  fileprivate var line: String { "\(type) \(base64)" }
}
