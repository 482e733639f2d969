import Cluster
import FoundationEssentials
import Glibc

/// Where herdmon keeps what must outlive it: one folder per cluster with its lock and its runs' journals.
public struct StateDirectory: Sendable, Hashable {
  /// Path of the cluster's folder.
  public let path: String

  /// The folder of `cluster` under `root`.
  public init(root: String, cluster: String) {
    let name = String(cluster.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") ? $0 : "_" })
    path = "\(root)/\(name.isEmpty ? "cluster" : name)"
  }

  /// The lock file.
  public var lockPath: String { "\(path)/lock" }

  /// Name of the socket over which a run in progress is followed and steered.
  static let socketName = "run.sock"

  /// That socket.
  public var socketPath: String { "\(path)/\(StateDirectory.socketName)" }

  /// The folder of journals.
  public var runsPath: String { "\(path)/runs" }

  /// Makes the folders, and proves that they can be written to: a full or read-only disk is found before anything is
  /// touched.
  /// - Throws: `JournalError`.
  public func prepare() throws(JournalError) {
    do {
      try FileManager.default.createDirectory(
        atPath: runsPath, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw JournalError(path: runsPath, tried: "create", errno: errno == 0 ? EACCES : errno)
    }
    let probe = "\(runsPath)/.probe"
    let descriptor = open(probe, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw JournalError(path: probe, tried: "create", errno: errno) }
    defer {
      close(descriptor)
      unlink(probe)
    }
    let page = [UInt8](repeating: 0x20, count: 1 << 16)
    guard write(descriptor, page, page.count) == page.count, fsync(descriptor) == 0 else {
      throw JournalError(path: probe, tried: "write", errno: errno)
    }
  }

  /// Path of a run's journal.
  public func journalPath(of run: RunID, startedAt: Timestamp) -> String {
    "\(runsPath)/\(StateDirectory.stem(of: run, startedAt: startedAt)).jsonl"
  }

  /// Path of what the process of a run writes that nobody watches: a file beside the journal.
  public func outputPath(of run: RunID, startedAt: Timestamp) -> String {
    "\(runsPath)/\(StateDirectory.stem(of: run, startedAt: startedAt)).log"
  }

  private static func stem(of run: RunID, startedAt: Timestamp) -> String {
    "\(startedAt.iso8601.prefix(19).filter { $0 != "-" && $0 != ":" })-\(run)"
  }

  /// Journals in order of their runs' starts.
  public func journals() -> [(run: RunID, path: String)] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: runsPath)) ?? []
    return names.sorted().compactMap { name in
      guard name.hasSuffix(".jsonl"), let dash = name.lastIndex(of: "-"),
        let run = RunID(String(name[name.index(after: dash)...].dropLast(6)))
      else { return nil }
      return (run, "\(runsPath)/\(name)")
    }
  }
}
