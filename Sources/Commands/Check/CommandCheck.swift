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
    var commands: [(name: String, command: LocalCommand)] = []
    if let silencer {
      commands.append(("silence start", silencer.start))
      if let extend = silencer.extend { commands.append(("silence extend", extend)) }
      commands.append(("silence end", silencer.end))
    }
    for hook in policy.hooks where hook.place == .controller {
      commands.append(("\(hook.moment.rawValue) hook", LocalCommand(hook.words)))
    }
    return commands
  }
}
