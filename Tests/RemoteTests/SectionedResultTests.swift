import Testing

@testable import Remote

/// Answers of real scripts, whole and cut.
struct SectionedResultTests {
  private static let marker = "m4rk"

  private static let sections = [
    Section("plain", Command("printf", "one\ntwo\n")), Section("no end of line", Command("printf", "half")),
    Section("nothing", Command("true")), Section("fails", Command("sh", "-c", "echo out; echo err >&2; exit 127")),
    Section("like a marker", Command("printf", "@other x\n@m4rk\n@m4rkx y\n@m4rk=\n")),
    Section("blank lines", Command("printf", "\n\na\n\n")), Section("bytes", Command("printf", "\\377\\000\\r\n")),
    Section("last", Command("sh", "-c", "printf end; exit 3")),
  ]

  private static func answer() throws -> CommandResult {
    try PosixShell.run(CommandLine(sections: sections, marker: marker, purpose: "test").text)
  }

  @Test func `each command's output, errors and status come back apart and byte for byte`() throws {
    let read = SectionedResult(try Self.answer(), marker: Self.marker)
    #expect(read["plain"] == .init(bytes: Array("one\ntwo\n".utf8), status: 0))
    #expect(read["no end of line"] == .init(bytes: Array("half".utf8), status: 0))
    #expect(read["nothing"] == .init(status: 0))
    #expect(read["fails"] == .init(bytes: Array("out\n".utf8), errors: "err\n", status: 127))
    #expect(read["like a marker"].output == "@other x\n@m4rk\n@m4rkx y\n@m4rk=\n")
    #expect(read["blank lines"].output == "\n\na\n\n")
    #expect(read["bytes"].bytes == [0xFF, 0, 0x0D, 0x0A])
    #expect(read["last"] == .init(bytes: Array("end".utf8), status: 3))
    #expect(read["never asked"] == .init())
    #expect(read.parts.count == Self.sections.count)
  }

  @Test func `an answer cut anywhere says less, never something else`() throws {
    let whole = try Self.answer()
    let full = SectionedResult(whole, marker: Self.marker)
    for length in 0...whole.output.count {
      let cut = CommandResult(output: Array(whole.output.prefix(length)), errors: whole.errors, exit: .none)
      for (label, part) in SectionedResult(cut, marker: Self.marker).parts {
        if part.status != nil {
          #expect(part == full[label], "\(label), cut at \(length)")
        } else {
          // Text of a closing line that was cut may follow; the status tells that the answer is not whole.
          #expect(Self.sections.contains { $0.label == label }, "\(label), cut at \(length)")
        }
      }
    }
    for length in 0...whole.errors.count {
      let cut = CommandResult(output: whole.output, errors: Array(whole.errors.prefix(length)), exit: .none)
      let read = SectionedResult(cut, marker: Self.marker)
      #expect(full["fails"].errors.hasPrefix(read["fails"].errors))
    }
  }

  @Test func `answers to lines that ran side by side read like the answer to one`() throws {
    let whole = try Self.answer()
    let full = SectionedResult(whole, marker: Self.marker)
    let (first, second) = (Self.sections.prefix(3), Self.sections.dropFirst(3))
    let parts = try [first, second].map { sections in
      try PosixShell.run(CommandLine(sections: Array(sections), marker: Self.marker, purpose: "test").text)
    }
    #expect(SectionedResult(CommandResult(joining: parts), marker: Self.marker).parts == full.parts)
    for length in 0...parts[0].output.count {
      var cut = parts[0]
      (cut.output, cut.exit) = (Array(cut.output.prefix(length)), .none)
      let joined = CommandResult(joining: [cut, parts[1]])
      #expect(joined.exit == .none)
      let read = SectionedResult(joined, marker: Self.marker)
      for section in second { #expect(read[section.label] == full[section.label], "cut at \(length)") }
      for section in first where read[section.label].status != nil {
        #expect(read[section.label] == full[section.label], "cut at \(length)")
      }
      #expect(Set(read.parts.keys).isSubset(of: full.parts.keys), "cut at \(length)")
    }
  }

  @Test func `what a login script prints before is ignored`() throws {
    var noisy = try Self.answer()
    noisy.output = Array("Welcome!\nno new mail".utf8) + [0x0A] + noisy.output
    #expect(SectionedResult(noisy, marker: Self.marker)["plain"].output == "one\ntwo\n")
  }

  @Test func `lines lose their carriage returns, and an unfinished last line counts`() {
    let part = SectionedResult.Part(bytes: Array("a\r\n\nb\rc\nd".utf8))
    #expect(part.lines == ["a", "", "b\rc", "d"])
    #expect(SectionedResult.Part().lines == [])
    #expect(SectionedResult.Part(bytes: [0x0A]).lines == [""])
  }
}
