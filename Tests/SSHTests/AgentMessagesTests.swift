import Testing

@testable import SSH

@Suite struct AgentMessagesTests {
  @Test func `identities are read, and none of a cut answer`() throws {
    var answer: [UInt8] = [12]
    answer.append(sshNumber: 2)
    for blob in [[1, 2], [3]] as [[UInt8]] {
      answer.append(sshBytes: blob)
      answer.append(sshBytes: Array("comment".utf8))
    }
    #expect(AgentMessages.identities(in: answer)?.map(\.blob) == [[1, 2], [3]])
    for count in 0..<answer.count { #expect(AgentMessages.identities(in: Array(answer.prefix(count))) == nil) }
  }

  @Test func `a signature comes without its algorithm, a refusal is nil`() {
    var signature: [UInt8] = []
    signature.append(sshBytes: Array("ssh-ed25519".utf8))
    signature.append(sshBytes: [7, 7, 7])
    var answer: [UInt8] = [14]
    answer.append(sshBytes: signature)
    #expect(AgentMessages.signature(in: answer) == [7, 7, 7])
    #expect(AgentMessages.signature(in: [5]) == nil)
    for count in 0..<answer.count { #expect(AgentMessages.signature(in: Array(answer.prefix(count))) == nil) }
  }

  @Test(arguments: [("ssh-ed25519", 0), ("ssh-rsa", 0), ("rsa-sha2-256", 2), ("rsa-sha2-512", 4)])
  func `the hash of an RSA signature follows the request`(_ algorithm: String, _ flags: UInt8) {
    var data: [UInt8] = []
    data.append(sshBytes: [9, 9, 9])
    data.append(50)
    for text in ["root", "ssh-connection", "publickey"] { data.append(sshBytes: Array(text.utf8)) }
    data.append(1)
    data.append(sshBytes: Array(algorithm.utf8))
    data.append(sshBytes: [1])
    let request = AgentMessages.signRequest(blob: [1], data: data)
    #expect(Array(request.suffix(4)) == [0, 0, 0, flags])
  }
}
