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

  let path: String

  init(in state: StateDirectory) { path = "\(state.path)/silences.json" }

  /// What it holds.
  var silences: [Silence] {
    guard let bytes = FileManager.default.contents(atPath: path) else { return [] }
    return (try? ReportJSON.read([Silence].self, from: String(decoding: bytes, as: UTF8.self))) ?? []
  }

  /// Holds this one as well, or with another end.
  func keep(_ silence: Silence) throws(Unusable) { try write(silences.filter { $0.id != silence.id } + [silence]) }

  /// Holds that one no more.
  func forget(_ id: String) throws(Unusable) { try write(silences.filter { $0.id != id }) }

  private func write(_ silences: [Silence]) throws(Unusable) {
    do {
      try Data((try ReportJSON.text(silences) + "\n").utf8).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw Unusable(path: path, reason: String(cString: strerror(errno)))
    }
  }
}
