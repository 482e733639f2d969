import FoundationEssentials
import Glibc
import Orchestration
import Planning

/// Silences that were begun by hand, kept beside the journals until they are ended.
struct SilenceFile {
  /// The file can't be written.
  struct Unusable: ExitCoded, CustomStringConvertible {
    var path: String
    var reason: String

    var exitCode: ExitCode { .refused }
    var description: String {
      "\(path): can't be written (\(reason)), so no silence is begun that nobody would know of"
    }
  }

  /// The file can't be understood, and must not be overwritten: somebody has to end what it tells of.
  struct Unreadable: ExitCoded, CustomStringConvertible {
    var path: String

    var exitCode: ExitCode { .refused }
    var description: String {
      "\(path): holds silences that can't be read; end them in your monitoring, then remove the file"
    }
  }

  let path: String

  init(in state: StateDirectory) { path = "\(state.path)/silences.json" }

  /// What it holds.
  /// - Throws: `Unreadable`.
  var silences: [Silence] {
    get throws(Unreadable) {
      guard FileManager.default.fileExists(atPath: path) else { return [] }
      guard let bytes = FileManager.default.contents(atPath: path),
        let silences = try? ReportJSON.read([Silence].self, from: String(decoding: bytes, as: UTF8.self))
      else { throw Unreadable(path: path) }
      return silences
    }
  }

  /// Holds this one as well, or with another end.
  /// - Throws: `Unreadable`, `Unusable`.
  func keep(_ silence: Silence) throws { try write(try silences.filter { $0.id != silence.id } + [silence]) }

  /// Holds that one no more.
  /// - Throws: `Unreadable`, `Unusable`.
  func forget(_ id: String) throws { try write(try silences.filter { $0.id != id }) }

  private func write(_ silences: [Silence]) throws(Unusable) {
    do {
      try Data((try ReportJSON.text(silences) + "\n").utf8).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw Unusable(path: path, reason: String(cString: strerror(errno)))
    }
  }
}
