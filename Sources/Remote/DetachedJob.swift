import Cluster

/// A long command that must outlive the connection that started it: a transient systemd unit that writes to files.
///
/// Closing an SSH channel kills what runs in it (facts/pve.md 1.3), so nothing that matters runs in one. The unit's
/// name makes a second start of the same job impossible, and lets another process find it again.
public struct DetachedJob: Hashable, Sendable {
  /// The run it belongs to.
  public var run: RunID
  /// Its name in the run.
  public var id: JobID

  /// A job by run and name.
  public init(run: RunID, id: JobID) {
    self.run = run
    self.id = id
  }

  /// Name of its systemd unit.
  public var unit: String { "herdmon-\(run)-\(id)" }

  /// Where runs keep their jobs' files on a node; gone after a reboot, as the jobs are.
  static let directory = "/run/herdmon"

  var directory: String { "\(DetachedJob.directory)/\(run)" }
  var stem: String { "\(directory)/\(id)" }

  /// Starts `command`, unless it was started before: then nothing happens and the answer is the same.
  public func start(_ command: Command, purpose: String) -> CommandLine {
    // The end is recorded by rename, so that a reader never sees half a number.
    // `$$` would be the shorter way to its own process id, but systemd makes one dollar of two.
    let wrapper: Command.Script =
      #"sh -c 'echo "$PPID"' > "$0.pid"; "$@"; printf "%s\n" "$?" > "$0.tmp" && mv "$0.tmp" "$0.rc""#
    let start = Command(
      arguments: [
        "systemd-run", .word("--unit=\(unit)"), "--collect", "--quiet",
        "-p", .word("StandardOutput=append:\(stem).out"), "-p", .word("StandardError=append:\(stem).err"),
        "--", "/bin/sh", "-c", .script(wrapper.text), .word(stem),
      ] + command.arguments)
    let text =
      "mkdir -p -m 700 \(DetachedJob.directory) \(directory) && "
      + "{ test -e \(stem).rc || systemctl is-active --quiet \(unit).service "
      + "|| pgrep -F \(stem).pid >/dev/null 2>&1 || \(start.text); }"
    return CommandLine(text: CommandLine.prelude + text, purpose: purpose)
  }

  /// Asks for state and new output of several jobs in one round trip.
  public static func poll(_ cursors: [JobCursor], run: RunID, marker: String) -> CommandLine {
    var sections: [Section] = []
    for cursor in cursors {
      let job = DetachedJob(run: run, id: cursor.id)
      // Unit and process are asked first: if they are gone then, their end has been recorded by the time the file is
      // read. Either counts as running: a job that is taken for dead too early would be done twice.
      sections += [
        Section("\(cursor.id) unit", Command("systemctl", "is-active", .word("\(job.unit).service"))),
        Section("\(cursor.id) pid", Command("pgrep", "-F", .word("\(job.stem).pid"))),
        Section("\(cursor.id) rc", Command("cat", .word("\(job.stem).rc"))),
        Section("\(cursor.id) out", job.tail(".out", from: cursor.outputOffset)),
        Section("\(cursor.id) err", job.tail(".err", from: cursor.errorOffset)),
      ]
    }
    return CommandLine(sections: sections, marker: marker, purpose: "look at \(cursors.count) jobs")
  }

  /// Reads the answer of `poll`.
  public static func reports(_ cursors: [JobCursor], from result: CommandResult, marker: String) -> [JobReport] {
    let answer = SectionedResult(result, marker: marker)
    return cursors.compactMap { cursor in
      let unit = answer["\(cursor.id) unit"]
      let end = answer["\(cursor.id) rc"]
      // An answer cut short says nothing; the next poll asks again from the same cursor.
      guard unit.status != nil, end.status != nil, answer["\(cursor.id) err"].status != nil else { return nil }
      let word = unit.output.trimmingBlanks
      let state: JobReport.State =
        if let exit = Int32(end.output.trimmingBlanks) {
          .ended(exit: exit)
        } else if ["active", "activating", "deactivating", "reloading"].contains(word)
          || answer["\(cursor.id) pid"].status == 0
        {
          .running
        } else {
          .gone
        }
      let output = newLines(answer["\(cursor.id) out"].bytes, isComplete: state != .running)
      let errors = newLines(answer["\(cursor.id) err"].bytes, isComplete: state != .running)
      return JobReport(
        id: cursor.id, state: state, output: output.lines, errors: errors.lines, unfinished: output.unfinished,
        cursor: JobCursor(
          id: cursor.id, outputOffset: cursor.outputOffset + output.byteCount,
          errorOffset: cursor.errorOffset + errors.byteCount))
    }
  }

  /// Lists the files that the jobs of a run have left on a node.
  public static func list(_ run: RunID) -> Command { Command("ls", .word("\(directory)/\(run)")) }

  /// Jobs out of such a list whose end is not recorded.
  public static func unended(in names: [String]) -> [JobID] {
    let ended = Set(names.filter { $0.hasSuffix(".rc") }.map { $0.dropLast(3) })
    let begun = Set(names.filter { $0.hasSuffix(".out") || $0.hasSuffix(".pid") }.map { $0.dropLast(4) })
    return begun.subtracting(ended).map { JobID(String($0)) }.sorted()
  }

  private func tail(_ suffix: String, from offset: Int) -> Command {
    Command("tail", "-c", .word("+\(offset + 1)"), .word(stem + suffix))
  }

  /// Whole lines only while more may come: a reader never shows half a line and then its other half.
  private static func newLines(
    _ bytes: [UInt8], isComplete: Bool
  ) -> (lines: [String], byteCount: Int, unfinished: String?) {
    let end = isComplete ? bytes.count : bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let rest = bytes[end...]
    return (
      SectionedResult.Part(bytes: Array(bytes[..<end])).lines, end,
      rest.isEmpty ? nil : String(decoding: rest.suffix(unfinishedMax), as: UTF8.self)
    )
  }

  /// So many bytes of an unfinished line are enough to tell a question.
  private static let unfinishedMax = 400
}

extension String {
  /// The text without blanks and line ends around it.
  public var trimmingBlanks: String {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    guard let first = utf8.firstIndex(where: { !isBlank($0) }), let last = utf8.lastIndex(where: { !isBlank($0) })
    else {
      return ""
    }
    return String(self[first...last])
  }
}
