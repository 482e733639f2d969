import CLibssh2
import Remote

/// Why no session could be opened.
struct OpeningFailure: Error {
  var error: NodeError
  /// Whether sshd was reached; it counts connections that do not log in.
  var reachedServer: Bool
}

/// A host that has shown its key.
private struct Encounter {
  var session: SSHSession
  var key: HostKey
  var report: HostKeyReport
  var unreadable: [String]
}

extension SSHConnection {
  /// All the way to a session that is logged in.
  func open(until deadline: Instant) async throws(OpeningFailure) -> SSHSession {
    let encounter = try await meet(until: deadline)
    guard case .known = encounter.report.verdict else {
      let error = host.hostKeyRejected(encounter.report, unreadable: encounter.unreadable)
      await encounter.session.end(error)
      throw OpeningFailure(error: error, reachedServer: true)
    }
    stage = "logging in"
    do {
      try await encounter.session.logIn(until: deadline)
    } catch {
      await encounter.session.end(error)
      throw OpeningFailure(error: error, reachedServer: true)
    }
    return encounter.session
  }

  /// What the host shows and what is known of it; nobody logs in.
  func probe() async throws(NodeError) -> HostKeyReport {
    do {
      let encounter = try await meet(until: .now + host.connectTimeout)
      await encounter.session.end(host.closed())
      return encounter.report
    } catch {
      throw error.error
    }
  }

  /// Accepts the host's key if none is known.
  func trust() async throws(NodeError) -> HostKeyReport {
    let encounter: Encounter
    do {
      encounter = try await meet(until: .now + host.connectTimeout)
    } catch {
      throw error.error
    }
    await encounter.session.end(host.closed())
    switch encounter.report.verdict {
    case .known: break
    case .changed, .revoked: throw host.hostKeyRejected(encounter.report, unreadable: encounter.unreadable)
    case .unknown:
      let (host, path, key) = (host, files.accepted, encounter.key)
      let outcome = await loop.aside(until: .now + .seconds(10)) { AcceptedKeys.append(key, of: host, to: path) }
      switch outcome {
      case .written, .refused(.known): break
      case .refused(let verdict):
        var report = encounter.report
        report.verdict = verdict
        throw host.hostKeyRejected(report, unreadable: [])
      case .failed(let reason): throw host.notWritten(reason)
      case nil: throw host.notWritten("\(path): no answer from the file system")
      }
    }
    forgetFailures()
    return encounter.report
  }

  private func meet(until deadline: Instant) async throws(OpeningFailure) -> Encounter {
    let socket = try await dial(until: deadline)
    guard let session = SSHSession(host: host, limits: limits, socket: socket) else {
      throw OpeningFailure(error: host.handshakeFailed("out of memory"), reachedServer: false)
    }
    stage = "reading known_hosts"
    let (host, files) = (host, files)
    guard let known = await loop.aside(until: deadline, { files.load(for: host) }) else {
      let error = host.interrupted(.deadline, while: "reading known_hosts", hint: "")
      throw OpeningFailure(error: error, reachedServer: true)
    }
    stage = "exchanging keys"
    let names = KnownNames(host)
    do {
      let key = try await session.handshake(knownTypes: known.types(of: names), until: deadline)
      let report = HostKeyReport(
        keyType: key.type, fingerprint: key.fingerprint, verdict: known.verdict(on: key, of: names))
      return Encounter(session: session, key: key, report: report, unreadable: known.unreadable)
    } catch {
      await session.end(error)
      throw OpeningFailure(error: error, reachedServer: true)
    }
  }

  private func dial(until deadline: Instant) async throws(OpeningFailure) -> Int32 {
    let addresses = try await lookUp(until: deadline)
    stage = "connecting to \(addresses.map(\.text).joined(separator: ", "))"
    do {
      return try await Dial().connect(to: addresses, until: deadline)
    } catch {
      throw OpeningFailure(error: host.dialFailed(error), reachedServer: false)
    }
  }

  private func lookUp(until deadline: Instant) async throws(OpeningFailure) -> [SocketAddress] {
    let (name, port) = (host.address, host.port)
    if case .found(let found) = NameLookup.addresses(of: name, port: port, numeric: true) { return found }
    stage = "looking up \(name)"
    let lookup = await loop.aside(until: deadline) { NameLookup.addresses(of: name, port: port) }
    switch lookup {
    case .found(let found): return found
    case .failed(let reason): throw OpeningFailure(error: host.lookupFailed(reason), reachedServer: false)
    case nil: throw OpeningFailure(error: host.lookupFailed("no answer in time"), reachedServer: false)
    }
  }
}
