import Foundation
import Remote
import Testing

/// Files of what real commands print, written from facts/pve.md.
enum Sample {
  static let folder = Bundle.module.resourceURL?.appending(path: "Samples")

  /// The bytes of a file.
  static func bytes(_ path: String) throws -> [UInt8] {
    let folder = try #require(folder)
    return [UInt8](try Data(contentsOf: folder.appending(path: path)))
  }

  /// A successful answer with that file as its output.
  static func part(_ path: String) throws -> SectionedResult.Part {
    SectionedResult.Part(bytes: try bytes(path), status: 0)
  }
}

extension SectionedResult.Part {
  /// An answer made of text.
  init(_ output: String, errors: String = "", status: Int32? = 0) {
    self.init(bytes: Array(output.utf8), errors: errors, status: status)
  }
}
