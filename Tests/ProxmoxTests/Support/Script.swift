import Foundation
import Remote

@testable import Proxmox

/// The answer to a script as a node's shell gives it, put together from samples and changes to them.
struct Script {
  static let marker = "k7Qz"

  private var sections: [Section]
  private var answers: [String: SectionedResult.Part] = [:]
  var exit: CommandResult.Exit = .status(0)
  var before = "Last login: Sun Nov 22\n@not a marker\n"

  /// Samples of `folder` for these sections; a section without a sample finds no file.
  init(_ sections: [Section], folder: String) throws {
    self.sections = sections
    for section in sections {
      let path = "\(folder)/\(Script.fileName(of: section.label)).txt"
      if let bytes = try? Sample.bytes(path) {
        answers[section.label] = SectionedResult.Part(bytes: bytes, status: 0)
      } else {
        answers[section.label] = Script.noFile
      }
    }
  }

  static let noFile = SectionedResult.Part("", errors: "cat: /x: No such file or directory\n", status: 1)

  /// The answer of one section.
  subscript(label: String) -> SectionedResult.Part {
    get { answers[label] ?? SectionedResult.Part() }
    set {
      precondition(answers[label] != nil, "no section '\(label)'")
      answers[label] = newValue
    }
  }

  /// A copy with another answer to one section.
  func with(_ label: String, _ part: SectionedResult.Part) -> Script {
    var copy = self
    copy[label] = part
    return copy
  }

  var result: CommandResult {
    var output = Array(before.utf8)
    var errors: [UInt8] = []
    for section in sections {
      let part = self[section.label]
      let opening = Array("@\(Script.marker) \(section.label)\n".utf8)
      output += opening + part.bytes
      errors += opening + Array(part.errors.utf8)
      output += Array("\n@\(Script.marker)= \(part.status ?? 0)\n".utf8)
    }
    return CommandResult(output: output, errors: errors, exit: exit)
  }

  /// `pct list` → `pct-list`, `/etc/pve/.vmlist` → `etc-pve-vmlist`.
  static func fileName(of label: String) -> String {
    label.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.joined(separator: "-")
  }
}

extension Script {
  static func survey() throws -> Script { try Script(SurveyQuestion.sections.flatMap(\.self), folder: "pve1") }
  static func glance() throws -> Script { try Script(GlanceQuestion.sections, folder: "pve1") }
  static func bootReport(devices: [String] = []) throws -> Script {
    try Script(BootReportQuestion(devices: devices).sections, folder: "pve1")
  }
  static func backupServer() throws -> Script { try Script(BackupServerQuestion.sections, folder: "pbs1") }
}
