import FoundationEssentials

/// What a lab's directory says of the lab in it: enough to serve it, and to take it down when its daemon is dead.
struct LabRecord: Codable, Hashable {
  /// One simulated host and the port its sshd listens on.
  struct Host: Codable, Hashable {
    var name: String
    var port: UInt16
    var isBackupServer: Bool
  }

  /// Name of the simulated cluster.
  var cluster: String
  var hosts: [Host]
  /// Simulated seconds per real second.
  var scale: Double
  var seed: UInt64
  /// The program that sshd is.
  var server: String
  /// Whether `lab up` made the directory, in the usual place: then `lab down` takes it away again.
  var ownsDirectory: Bool

  func write(to directory: LabDirectory) throws(LabError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    guard let data = try? encoder.encode(self) else {
      throw LabError(
        .directoryUnusable, "the lab's record can't be written",
        remedy: "name plain numbers for --scale")
    }
    try LabFile.write(String(decoding: data, as: UTF8.self) + "\n", to: directory.recordFile)
  }

  static func read(from directory: LabDirectory) -> LabRecord? {
    guard let text = LabFile.read(directory.recordFile) else { return nil }
    return try? JSONDecoder().decode(LabRecord.self, from: Data(text.utf8))
  }
}
