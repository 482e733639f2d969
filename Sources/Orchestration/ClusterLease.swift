import Cluster
import FoundationEssentials
import Planning
import Proxmox
import Remote

/// One run at a time on a cluster, whichever machine it is started from: a lock in the cluster's own file system, held
/// through one node and refreshed as long as the run lasts.
///
/// The lease's own time stamp is the proof of ownership: it is what the last refresh left, or somebody else has made
/// the lease meanwhile (facts/pve.md 10.3).
public actor ClusterLease {
  /// Who holds the lease, as others read it.
  public struct Owner: Codable, Hashable, Sendable, CustomStringConvertible {
    /// The machine that the run was started on.
    public var host: String
    /// Process id there.
    public var process: Int32
    /// The run.
    public var run: RunID
    /// Since when.
    public var since: Timestamp
    /// What it was doing when it last said so.
    public var phase: String

    /// An owner.
    public init(host: String, process: Int32, run: RunID, since: Timestamp, phase: String = "") {
      self.host = host
      self.process = process
      self.run = run
      self.since = since
      self.phase = phase
    }

    /// The owner in a sentence.
    public var description: String {
      "run \(run) holds the cluster: process \(process) on \(host), since \(since)"
        + (phase.isEmpty ? "" : ", phase \(phase)")
    }
  }

  /// Why the lease was not had.
  public enum Refusal: Error, Hashable, Sendable {
    /// Another run has it; its note may not be readable.
    case held(Owner?)
    /// No node could make it; what each one's attempt came to.
    case impossible([String])
  }

  /// Refreshes that may fail before the lease counts as expired: four intervals of 30 s.
  static let missesMax = 4.0

  /// After so many seconds, with some to spare, the cluster lets go of a lease that nobody refreshes
  /// (facts/pve.md 10.3).
  public static let expirySeconds = 150.0

  private let shell: any RemoteShell
  private let hosts: [String]
  private let clock: any RunClock
  private let interval: Double
  private let reclaims: Bool
  private let marker: @Sendable () -> String
  /// The machine that the lease is held from.
  public nonisolated let host: String
  private var owner: Owner
  private var holding: String?
  private var seen: Int?
  private var confirmedAt: Timestamp
  private var loss: String?
  private var isBusy = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  /// - Parameters:
  ///   - hosts: nodes of the cluster as the shell knows them.
  ///   - refreshSeconds: between two refreshes; the cluster lets go of a lock after 120 s of its own time.
  ///   - reclaims: whether a lease that this run has left behind from this machine is taken back at once: only if it is
  ///     sure that the process that held it is gone.
  public init(
    owner: Owner, shell: any RemoteShell, hosts: [String], clock: any RunClock, refreshSeconds: Double = 30,
    reclaims: Bool = true, marker: @escaping @Sendable () -> String
  ) {
    self.owner = owner
    host = owner.host
    self.shell = shell
    self.hosts = hosts
    self.clock = clock
    self.interval = refreshSeconds
    self.reclaims = reclaims
    self.marker = marker
    confirmedAt = clock.now()
  }

  /// The node that the lease is held through; nil while it is not held.
  public var holder: String? { loss == nil ? holding : nil }

  /// Tells others, with the next refresh, what the run is doing.
  public func note(phase: String) { owner.phase = phase }

  /// Whether any run's lease lies on the cluster, as far as a node can tell; it may be one that nobody refreshes.
  public func isTaken() async -> Bool {
    await enter()
    defer { leave() }
    for host in hosts {
      if let sight = await look(through: host) { return sight.refreshed != nil }
    }
    return false
  }

  // MARK: Take and give back

  /// Takes the lease through the first node that can make it. A run that is taken up again gets its own lease back.
  public func take() async throws(Refusal) {
    guard Guard.lease.holds else { return }
    await enter()
    defer { leave() }
    var troubles: [String] = []
    for host in hosts {
      switch await make(through: host) {
      case .yes: return
      case .held: throw .held(await patientlyReadOwner())
      case .impossible(let answer): troubles.append("\(host): \(answer)")
      }
    }
    throw .impossible(troubles)
  }

  /// Refreshes the lease until it is given back or lost.
  /// - Parameter onLoss: hears, once, why the lease is lost.
  public func keep(onLoss: @Sendable (String) -> Void) async {
    while holding != nil, !Task.isCancelled {
      if let reason = await refresh() { return onLoss(reason) }
      await clock.sleep(seconds: interval)
    }
  }

  /// Gives the lease back, if it is still ours. One that can't be given back expires by itself.
  public func release() async {
    await enter()
    defer { leave() }
    guard let old = holding, loss == nil else { return }
    holding = nil
    for host in [old] + hosts.filter({ $0 != old }) {
      guard let sight = await look(through: host) else { continue }
      // The note can be read on the holding node only; elsewhere the time stamp has to speak alone.
      guard isOurs(sight) else { return }
      if await send(to: host, LeaseOrders.removeLease(marker:)) != nil { return }
    }
  }

  // MARK: Own it

  /// Refreshes the lease.
  /// - Returns: why it is lost; nil while it is ours or while nobody can tell.
  func refresh() async -> String? {
    await enter()
    defer { leave() }
    return await refreshed()
  }

  /// Makes sure, right before a node goes down, that the lease is ours and does not go down with it.
  /// - Parameter isOnlyNode: of a cluster of one: while it is down nobody can want its lease.
  public func secure(against host: String, isOnlyNode: Bool = false) async throws(NodeError) {
    guard Guard.lease.holds else { return }
    await enter()
    defer { leave() }
    if let reason = await refreshed() { throw refusal(host, reason) }
    if holding == host, !isOnlyNode { await handOver(from: host) }
    if holding == host, !isOnlyNode { throw refusal(host, "no other node could take the cluster's lease over") }
    guard clock.now() - confirmedAt < interval * ClusterLease.missesMax else {
      throw refusal(host, "the cluster's lease could not be refreshed since \(confirmedAt)")
    }
  }

  private func refusal(_ host: String, _ reason: String) -> NodeError {
    NodeError(
      kind: .refused, host: host, tried: "make sure that no other run works on the cluster", answered: reason,
      remedy: "see who runs there, then herdmon resume")
  }

  private func refreshed() async -> String? {
    if let loss { return loss }
    guard let host = holding else { return nil }
    guard let sight = await look(through: host) else { return await refreshedElsewhere(than: host) }
    guard isOurs(sight) else { return lose() }
    let text = noteText
    guard let (result, marker) = await send(to: host, { LeaseOrders.refresh(note: text, marker: $0) }) else {
      return nil
    }
    guard let after = LeaseOrders.sight(result, marker: marker) else { return nil }
    guard LeaseOrders.wasRefreshed(result, marker: marker), let time = after.refreshed else {
      return after.refreshed == nil ? lose() : await refreshedElsewhere(than: host)
    }
    seen = time
    confirmedAt = clock.now()
    return nil
  }

  /// The node that holds the lease is out of reach, or out of the cluster and can write nothing: any other one that
  /// knows the lease for ours can take it over. Where none has quorum nobody can write, and that is no loss.
  private func refreshedElsewhere(than host: String) async -> String? {
    if clock.now() - confirmedAt >= interval * 1.5 { await handOver(from: host) }
    return loss
  }

  /// Whether what is seen is what the last refresh left. A refresh whose answer got lost left a later time and our
  /// note, and nobody can have come in between as long as the lease had not expired.
  private func isOurs(_ sight: LeaseOrders.Sight) -> Bool {
    guard let refreshed = sight.refreshed else { return false }
    if refreshed == seen { return true }
    let isFresh = clock.now() - confirmedAt < interval * ClusterLease.missesMax
    return isFresh && sight.noteIsOfLease && decoded(sight.note)?.run == owner.run
  }

  private func lose() -> String {
    let reason = "the cluster's lease was not refreshed in time and belongs to somebody else now"
    loss = reason
    return reason
  }

  // MARK: Through which node

  /// Makes the lease through another node before `old` goes down; others are kept out by the gate meanwhile.
  private func handOver(from old: String) async {
    for host in hosts where host != old {
      guard case .yes = await lock(through: host, LeaseOrders.makeGate(marker:)) else { continue }
      let opened = clock.now()
      if let sight = await look(through: host) {
        guard sight.refreshed == seen else {
          _ = lose()
          _ = await send(to: host, LeaseOrders.removeGate(marker:))
          return
        }
        // A gate that may have expired keeps nobody out.
        if clock.now() - opened < interval * 2,
          case .yes = await lock(through: host, LeaseOrders.remakeLease(marker:))
        {
          await settle(through: host)
          _ = await send(to: old, LeaseOrders.removeNote(marker:))
          return
        }
      }
      _ = await send(to: host, LeaseOrders.removeGate(marker:))
    }
  }

  private func make(through host: String) async -> LeaseOrders.Made {
    var gate = LeaseOrders.Made.held
    // Another run may be passing the gate at this moment: that takes it a few round trips.
    for attempt in 0..<3 where gate == .held {
      if attempt > 0 { await clock.sleep(seconds: interval / 30) }
      gate = await lock(through: host, LeaseOrders.makeGate(marker:))
    }
    guard gate == .yes else { return gate }
    let opened = clock.now()
    var made = await lock(through: host, LeaseOrders.makeLease(marker:))
    if made == .held, reclaims, let (owner, sight) = await readOwner(), owner.run == self.owner.run,
      owner.host == self.owner.host, sight.noteIsOfLease, clock.now() - opened < interval * 2
    {
      made = await lock(through: host, LeaseOrders.remakeLease(marker:))
    }
    if made == .yes { await settle(through: host) } else { _ = await send(to: host, LeaseOrders.removeGate(marker:)) }
    return made
  }

  /// Leaves the note with a lease that has just been made, and opens the gate.
  private func settle(through host: String) async {
    holding = host
    seen = nil
    confirmedAt = clock.now()
    let text = noteText
    if let (result, marker) = await send(to: host, { LeaseOrders.refresh(note: text, marker: $0) }) {
      seen = LeaseOrders.sight(result, marker: marker)?.refreshed
    }
    _ = await send(to: host, LeaseOrders.removeGate(marker:))
  }

  // MARK: Round trips

  /// The note follows the lease by a few round trips.
  private func patientlyReadOwner() async -> Owner? {
    for attempt in 0..<5 {
      if attempt > 0 { await clock.sleep(seconds: interval / 30) }
      if let owner = await readOwner()?.owner { return owner }
    }
    return nil
  }

  private func readOwner() async -> (owner: Owner, sight: LeaseOrders.Sight)? {
    var found: (owner: Owner, sight: LeaseOrders.Sight)?
    for host in hosts {
      guard let sight = await look(through: host), sight.noteIsOfLease, let owner = decoded(sight.note) else {
        continue
      }
      if found == nil || sight.noted ?? 0 > found?.sight.noted ?? 0 { found = (owner, sight) }
    }
    return found
  }

  private func look(through host: String) async -> LeaseOrders.Sight? {
    guard let (result, marker) = await send(to: host, LeaseOrders.look(marker:)) else { return nil }
    return LeaseOrders.sight(result, marker: marker)
  }

  private func lock(through host: String, _ line: (String) -> CommandLine) async -> LeaseOrders.Made {
    let marker = marker()
    do throws(NodeError) {
      let result = try await shell.run(line(marker), on: host, deadline: .seconds(20))
      return LeaseOrders.made(result, marker: marker)
    } catch {
      return .impossible("\(error.answered)")
    }
  }

  private func send(to host: String, _ line: (String) -> CommandLine) async -> (CommandResult, String)? {
    let marker = marker()
    guard let result = try? await shell.run(line(marker), on: host, deadline: .seconds(20)) else { return nil }
    return (result, marker)
  }

  private var noteText: String { (try? JSONEncoder().encode(owner)).map { String(decoding: $0, as: UTF8.self) } ?? "" }

  private func decoded(_ note: String) -> Owner? { try? JSONDecoder().decode(Owner.self, from: Data(note.utf8)) }

  // MARK: One at a time

  private func enter() async {
    if isBusy { await withCheckedContinuation { waiting.append($0) } } else { isBusy = true }
  }

  private func leave() {
    if waiting.isEmpty { isBusy = false } else { waiting.removeFirst().resume() }
  }
}
