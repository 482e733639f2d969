import Cluster
import FoundationEssentials
import Planning
import Remote

/// The cluster's own record of a run: one file in its replicated file system, readable by root only, small and replaced
/// as a whole.
///
/// - Source: facts/pve.md 10.2: a file may be renamed over another, holds 1 MiB at most, and nothing can be written
///   without quorum. 10.3 advises against a foreign file in the cluster's database; nothing else outlives a node there,
///   and this one is gone when the run is over.
public enum RecordOrders {
  /// Where the record lies.
  public static let path = "/etc/pve/priv/herdmon.json"
  /// There as long as the cluster's file system is.
  private static let mounted = "/etc/pve/.members"
  static let tried = "keep the run's record"

  /// So many bytes go with one command line: libssh2 sends none longer than 35,000, and quoting adds some.
  static let pieceBytesMax = 24_000

  /// What the cluster knows of a run.
  public enum Sight: Hashable, Sendable {
    /// There is no record.
    case none
    /// The record.
    case record(ClusterRecord)
    /// There is one that can't be read.
    case unreadable(String)
  }

  /// Appends a piece to the new record, and puts it in its place with the last one.
  /// - Parameter replacing: whether a record of another run, or of another process that carried this one out, gives
  ///   way. One that wakes up late must not write over its successor's.
  static func keep(_ record: ClusterRecord, piece: Int, replacing: Bool) -> CommandLine {
    let pieces = pieces(of: record)
    let isLast = piece + 1 >= pieces.count
    let text = pieces.indices.contains(piece) ? pieces[piece] : ""
    let guarding: Command.Script =
      replacing
      ? "" : #"if test -e "$2" && ! grep -q "$3" "$2"; then echo "the record is another's" >&2; exit 17; fi; "#
    let writing: Command.Script = piece == 0 ? #"printf '%s' "$1" >"$2.new""# : #"printf '%s' "$1" >>"$2.new""#
    let moving: Command.Script = isLast ? #" && mv -f "$2.new" "$2""# : ""
    return CommandLine(
      Command(script: guarding + writing + moving, [text, path, mark(of: record)]), purpose: tried)
  }

  /// Takes the record away, if it is of that run. On a node without its file system every record looks gone.
  static func remove(run: RunID) -> CommandLine {
    let script: Command.Script = #"test -e "$3" && { ! grep -q -s "$1" "$2" || rm -f "$2" "$2.new"; }"#
    return CommandLine(Command(script: script, [mark(of: run), path, mounted]), purpose: "remove the run's record")
  }

  /// Looks for a record.
  public static func look(marker: String) -> CommandLine {
    CommandLine(
      sections: [
        Section("mounted", Command("test", "-e", .word(mounted))), Section("record", Command("cat", .word(path))),
      ], marker: marker, purpose: "look for a run's record")
  }

  /// Reads the answer of `look`.
  /// - Returns: nil if the node can't tell.
  public static func sight(_ result: CommandResult, marker: String) -> Sight? {
    let parts = SectionedResult(result, marker: marker)
    guard parts["mounted"].status == 0, let status = parts["record"].status else { return nil }
    guard status == 0 else { return parts["record"].errors.contains("No such file") ? Sight.none : nil }
    do {
      return .record(try JSONDecoder().decode(ClusterRecord.self, from: Data(parts["record"].bytes)))
    } catch {
      return .unreadable(Excerpt.errors(parts["record"].output))
    }
  }

  static func answer(from result: CommandResult, of node: NodeName) throws(NodeError) {
    switch result.exit {
    case .status(0): return
    case .status(let status):
      let said = Excerpt.errors(result.errorText)
      throw NodeError(
        kind: .refused, host: node.rawValue, tried: tried, answered: said.isEmpty ? "exit status \(status)" : said,
        remedy: "see pvecm status on \(node)")
    case .signal, .none:
      throw NodeError(
        kind: .connectionLost, host: node.rawValue, tried: tried, answered: "the connection broke",
        remedy: "it is tried again; see `ls -l \(path)` on \(node)")
    }
  }

  /// The piece that follows, if one does.
  static func next(after piece: Int, of record: ClusterRecord) -> Int? {
    piece + 1 < pieces(of: record).count ? piece + 1 : nil
  }

  /// The record's text: equal records give equal text, so that pieces of it fit together.
  private static func pieces(of record: ClusterRecord) -> [String] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(record) else { return [""] }
    let bytes = Array(data) + [UInt8(ascii: "\n")]
    var pieces: [String] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      var end = min(rest.startIndex + pieceBytesMax, rest.endIndex)
      // No character is cut in two.
      while end < rest.endIndex, rest[end] & 0b1100_0000 == 0b1000_0000 { end -= 1 }
      pieces.append(String(decoding: rest[..<end], as: UTF8.self))
      rest = rest[end...]
    }
    return pieces
  }

  private static func mark(of run: RunID) -> String { "\"run\":\"\(run)\"," }

  private static func mark(of record: ClusterRecord) -> String {
    mark(of: record.run) + "\"runTakeovers\":\(record.takeovers),"
  }
}
