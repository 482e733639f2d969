import Local

/// Commands of the operator's that runs will need.
enum CommandCheck {
  /// A verdict on each.
  /// - Parameter named: commands, with what they are in the configuration.
  static func points(_ named: [(name: String, command: LocalCommand)]) -> [CheckPoint] {
    named.map { name, command in
      guard let program = command.program else {
        return .problem(
          name, "\(command.words.first ?? "") is no program that this user may start", "correct it in the configuration"
        )
      }
      return .ok(name, program)
    }
  }
}

extension ClusterConfig {
  /// The commands, with their names in the configuration.
  var commands: [(name: String, command: LocalCommand)] {
    guard let silencer else { return [] }
    return [("silence start", silencer.start)] + (silencer.extend.map { [("silence extend", $0)] } ?? [])
      + [("silence end", silencer.end)]
  }
}
