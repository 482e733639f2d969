import FoundationEssentials
import Planning

/// A report that was saved to a file.
enum SavedStatus {
  /// Why a file is no report.
  struct Unreadable: ExitCoded, CustomStringConvertible {
    var path: String
    var reason: String

    var exitCode: ExitCode { .usage }
    var description: String { "\(path): \(reason); it must be what 'herdmon status --json' prints" }
  }

  /// Reads a report from a file, or from standard input for `-`.
  static func read(_ path: String) throws(Unreadable) -> StatusReport {
    guard let bytes = FileManager.default.contents(atPath: path == "-" ? "/dev/stdin" : path) else {
      throw Unreadable(path: path, reason: "can't be read")
    }
    return try parse(String(decoding: bytes, as: UTF8.self), path: path)
  }

  /// Reads a report from its text.
  static func parse(_ text: String, path: String) throws(Unreadable) -> StatusReport {
    let report: StatusReport
    do {
      report = try ReportJSON.read(StatusReport.self, from: text)
    } catch let error as DecodingError {
      throw Unreadable(path: path, reason: reason(error))
    } catch {
      throw Unreadable(path: path, reason: "\(error)")
    }
    guard report.schema == StatusReport.schemaName else {
      throw Unreadable(path: path, reason: "has the schema '\(report.schema)', not \(StatusReport.schemaName)")
    }
    return report
  }

  /// The policy to plan with: the configuration's if there is one, else the defaults.
  static func policy(_ options: CommonOptions) throws -> Policy {
    let place = options.place
    if options.config == nil, !FileManager.default.fileExists(atPath: place.configPath) {
      var policy = Policy()
      policy.follow(options)
      return policy
    }
    return try ConfigFile.load(at: place).cluster(named: options.cluster).overridden(by: options).policy
  }

  private static func reason(_ error: DecodingError) -> String {
    func name(_ path: [any CodingKey]) -> String {
      path.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
    }
    switch error {
    case .keyNotFound(let key, let context):
      return "\(name(context.codingPath + [key])) is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      return context.codingPath.isEmpty ? "is not JSON" : "\(name(context.codingPath)): \(context.debugDescription)"
    @unknown default:
      return "\(error)"
    }
  }
}
