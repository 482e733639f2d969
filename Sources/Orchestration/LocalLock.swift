import Cluster
import FoundationEssentials
import Glibc

/// One run at a time from this machine: a lock that the kernel drops when its holder dies, with a note of who holds it.
public final class LocalLock: Sendable {
  /// Who holds the lock.
  public struct Holder: Codable, Hashable, Sendable, CustomStringConvertible {
    /// Process id.
    public var process: Int32
    /// The run.
    public var run: RunID
    /// Since when.
    public var since: Timestamp
    /// What it was doing when it last said so.
    public var phase: String

    /// A holder.
    public init(process: Int32, run: RunID, since: Timestamp, phase: String) {
      self.process = process
      self.run = run
      self.since = since
      self.phase = phase
    }

    /// The holder in a sentence.
    public var description: String {
      "run \(run) holds the lock: process \(process), since \(since)" + (phase.isEmpty ? "" : ", phase \(phase)")
    }
  }

  /// Why the lock was not had.
  public enum Refusal: Error, Sendable {
    /// Another process has it; it may be too young to have left its note.
    case held(Holder?)
    /// The file can't be opened.
    case unusable(JournalError)
  }

  private let descriptor: Int32

  /// Takes the lock, or refuses at once.
  public init(path: String, holder: Holder) throws(Refusal) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .unusable(JournalError(path: path, tried: "open", errno: errno)) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw .held(LocalLock.holder(path: path))
    }
    self.descriptor = descriptor
    note(holder)
  }

  deinit { close(descriptor) }

  /// Tells others what the holder is doing.
  public func note(_ holder: Holder) {
    guard let data = try? JSONEncoder().encode(holder) else { return }
    let bytes = Array(data)
    // Longest note first written, then cut: a reader in between sees a whole note or a whole note with a tail.
    _ = pwrite(descriptor, bytes, bytes.count, 0)
    _ = ftruncate(descriptor, off_t(bytes.count))
  }

  /// Who holds the lock at `path` now, by its note; nil if nobody does.
  public static func current(path: String) -> Holder? {
    let descriptor = open(path, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_SH | LOCK_NB) != 0 else { return nil }
    return holder(path: path)
  }

  private static func holder(path: String) -> Holder? {
    guard let bytes = try? FileContents.read(path) else { return nil }
    let end = bytes.firstIndex(of: UInt8(ascii: "}")).map { $0 + 1 } ?? bytes.count
    return try? JSONDecoder().decode(Holder.self, from: Data(bytes[..<end]))
  }
}
