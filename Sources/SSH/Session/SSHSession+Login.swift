import CLibssh2
import Glibc
import Remote

extension SSHSession {
  private enum OfferEnd {
    case accepted
    case refused
    /// The key could not be used; the server has not seen a proof.
    case failed(String)
  }

  /// Files that ssh(1) tries of itself, as far as they can be used here.
  private static let usualFiles = ["~/.ssh/id_ed25519", "~/.ssh/id_ecdsa", "~/.ssh/id_rsa"]

  /// RSA signatures with SHA-2 came with 1.11 (facts/stack.md 3).
  static var canSignRSA: Bool { libssh2_version(0x010B00) != nil }

  /// Logs in with the agent's keys and the key files.
  func logIn(until deadline: Instant) async throws(NodeError) {
    var remarks: [String] = []
    let agent = AgentClient.forHost(host)
    let identities = await agentIdentities(agent, until: deadline, remarks: &remarks)
    let plan = LoginPlan(
      files: try await keyFiles(until: deadline), areConfigured: !host.identityFiles.isEmpty, agent: identities,
      canSignRSA: SSHSession.canSignRSA)
    var refused: [String] = []
    for offer in plan.offers {
      let end: OfferEnd
      do {
        end =
          switch offer {
          case .file(let file): try await self.offer(file, until: deadline)
          case .agent(let identity): try await self.offer(identity, of: agent, until: deadline)
          }
      } catch {
        throw host.interrupted(error, while: "logging in with \(offer.name)", hint: host.silentServer)
      }
      switch end {
      case .accepted:
        isLoggedIn = true
        beginToListen()
        return
      case .refused: refused.append(offer.name)
      case .failed(let reason): remarks.append("\(offer.name): \(reason)")
      }
    }
    remarks += plan.problems.map { "\($0.path) \($0.reason)" }
    remarks += plan.unusableTypes.map { "the agent's \($0) key can't be used with this libssh2" }
    if refused.isEmpty, let problem = plan.problems.first { throw host.keyUnusable(problem) }
    throw host.loginRefused(offered: refused, remarks: remarks)
  }

  private func keyFiles(until deadline: Instant) async throws(NodeError) -> [Result<KeyFile, KeyFile.Problem>] {
    let paths = host.identityFiles.isEmpty ? SSHSession.usualFiles : host.identityFiles
    let canSignRSA = SSHSession.canSignRSA
    let files = await loop.aside(until: deadline) {
      paths.map { KeyFile.load(SmallFile.expandingHome($0), canSignRSA: canSignRSA) }
    }
    guard let files else { throw host.interrupted(.deadline, while: "reading key files", hint: "") }
    return files
  }

  private func agentIdentities(
    _ agent: AgentClient?, until deadline: Instant, remarks: inout [String]
  ) async -> [AgentIdentity] {
    guard let agent else { return [] }
    do {
      return try await agent.identities(until: min(deadline, .now + limits.agentTimeout))
    } catch {
      remarks.append(error.reason)
      return []
    }
  }

  private func offer(_ file: KeyFile, until deadline: Instant) async throws(Interruption) -> OfferEnd {
    let user = host.user
    // libssh2 1.10 looks for the end of the key with strlen, whatever length it is told.
    let terminated = file.bytes + [0]
    let rc = try await complete(until: deadline) {
      terminated.withUnsafeBytes { key in
        let text = key.baseAddress?.assumingMemoryBound(to: CChar.self)
        let length = file.bytes.count
        return libssh2_userauth_publickey_frommemory(handle, user, user.utf8.count, nil, 0, text, length, nil)
      }
    }
    return try end(of: rc)
  }

  private func offer(
    _ identity: AgentIdentity, of agent: AgentClient?, until deadline: Instant
  ) async throws(Interruption) -> OfferEnd {
    guard let agent else { return .failed("no agent") }
    let exchange = UnsafeMutablePointer<SignatureExchange>.allocate(capacity: 1)
    exchange.initialize(to: SignatureExchange())
    defer {
      exchange.deinitialize(count: 1)
      exchange.deallocate()
    }
    var remark: String?
    let agentDeadline = min(deadline, .now + limits.agentTimeout)
    while true {
      if let lost { throw .lost(lost) }
      let rc = logInOnce(with: identity.blob, through: exchange)
      if rc != LIBSSH2_ERROR_EAGAIN {
        passOnReceipts()
        if let remark { return .failed(remark) }
        return try end(of: rc)
      }
      if let request = exchange.pointee.takeRequest() {
        // libssh2 waits, as for a slow socket, while the agent is asked without blocking anybody.
        do throws(AgentClient.Failure) {
          let signature = try await agent.signature(by: identity, of: request, until: agentDeadline)
          if signature == nil { remark = "the agent refused to sign" }
          exchange.pointee.answer = signature ?? []
        } catch {
          remark = error.reason
          exchange.pointee.answer = []
        }
      } else {
        try await waitForPacket(until: deadline)
      }
    }
  }

  private func logInOnce(with blob: [UInt8], through exchange: UnsafeMutablePointer<SignatureExchange>) -> Int32 {
    var abstract: UnsafeMutableRawPointer? = UnsafeMutableRawPointer(exchange)
    return libssh2_userauth_publickey(handle, host.user, blob, blob.count, signByExchange, &abstract)
  }

  private func end(of rc: Int32) throws(Interruption) -> OfferEnd {
    switch rc {
    case 0: return .accepted
    case LIBSSH2_ERROR_AUTHENTICATION_FAILED, LIBSSH2_ERROR_PUBLICKEY_UNVERIFIED:
      // A server that hangs up during the proof is reported by libssh2 like one that says no.
      return .refused
    case LIBSSH2_ERROR_SOCKET_DISCONNECT, LIBSSH2_ERROR_SOCKET_RECV, LIBSSH2_ERROR_SOCKET_SEND:
      throw .lost(host.droppedDuringLogin(lastMessage()))
    default: return .failed(lastMessage())
    }
  }
}

/// What libssh2 wants to have signed, and the signature once it is there.
private struct SignatureExchange {
  private var request: [UInt8]?
  /// Empty for "can't".
  var answer: [UInt8]?

  mutating func takeRequest() -> [UInt8]? {
    defer { request = nil }
    return answer == nil ? request : nil
  }

  mutating func ask(_ data: [UInt8]) { request = data }
}

/// libssh2 asks for a signature: answered from the exchange, or put off by "would block" until it is there.
private let signByExchange: hm_sign = { _, signature, length, data, dataLength, abstract in
  guard let exchange = abstract?.pointee?.assumingMemoryBound(to: SignatureExchange.self) else { return -1 }
  guard let answer = exchange.pointee.answer else {
    exchange.pointee.ask(Array(UnsafeBufferPointer(start: data, count: dataLength)))
    return LIBSSH2_ERROR_EAGAIN
  }
  // libssh2 frees it with its own allocator, which is free(3).
  guard !answer.isEmpty, let memory = malloc(answer.count) else { return -1 }
  memory.copyMemory(from: answer, byteCount: answer.count)
  signature?.pointee = memory.assumingMemoryBound(to: UInt8.self)
  length?.pointee = answer.count
  return 0
}
