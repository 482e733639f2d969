/// One thing that is wrong in a configuration file, and where.
struct ConfigProblem: Error, Hashable, Comparable {
  /// Line in the file, from 1.
  var line: Int
  /// What is wrong, and what would be right.
  var message: String

  static func < (left: ConfigProblem, right: ConfigProblem) -> Bool {
    (left.line, left.message) < (right.line, right.message)
  }
}

/// A configuration that can't be used: every problem at once, so that one edit mends them all.
struct ConfigError: Error, Hashable, CustomStringConvertible {
  /// The file; nil when there is none.
  var path: String?
  /// What is wrong in it.
  var problems: [ConfigProblem]

  var description: String {
    let lines = problems.sorted().map { problem in
      guard let path else { return problem.message }
      return problem.line > 0 ? "\(path):\(problem.line): \(problem.message)" : "\(path): \(problem.message)"
    }
    return lines.joined(separator: "\n")
  }
}

extension ConfigError: ExitCoded {
  var exitCode: ExitCode { .configurationInvalid }

  /// No file where one was looked for.
  static func missing(at path: String) -> ConfigError {
    ConfigError(
      path: nil,
      problems: [
        ConfigProblem(
          line: 0,
          message: """
            there is no configuration at \(path). The smallest one names a cluster and one address per node:

                [cluster.homelab]
                nodes = ["192.168.1.11", "192.168.1.12", "192.168.1.13"]

            Write that, then run "herdmon check". To look around first, "herdmon --demo" needs no configuration.
            """)
      ])
  }
}
