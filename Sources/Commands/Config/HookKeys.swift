import Planning

// The tables [[cluster.NAME.hook]]: commands that are run at moments of every run.

extension Hook {
  private struct Draft {
    var moment: Hook.Moment?
    var words: [String] = []
    var hook = Hook(.attention, words: [])
  }

  private static var keys: [ConfigKey<Draft>] {
    [
      .choice("on", \.moment),
      ConfigKey(name: "run") { value, draft throws(ConfigProblem) in draft.words = try value.strings() },
      .choice("where", \.hook.place),
      ConfigKey(name: "timeout") { value, draft throws(ConfigProblem) in
        draft.hook.limitSeconds = Int(try value.seconds(in: 1...3600).rounded(.up))
      },
      .choice("on_failure", \.hook.onFailure),
    ]
  }

  /// The hooks of `hook`, in the order of the file.
  static func list(_ value: ConfigValue, problems: inout [ConfigProblem]) -> [Hook] {
    guard case .array(let elements) = value.content else {
      problems.append(
        ConfigProblem(line: value.line, message: "hook: must be tables [[cluster.NAME.hook]], not \(value.kind)"))
      return []
    }
    return elements.compactMap { element in
      guard case .table(let table) = element.content else {
        problems.append(
          ConfigProblem(line: element.line, message: "hook: an entry must be a table, not \(element.kind)"))
        return nil
      }
      var draft = Draft()
      let before = problems.count
      table.store(keys, in: &draft, section: "[[hook]]", problems: &problems)
      guard problems.count == before else { return nil }
      guard let moment = draft.moment, !draft.words.isEmpty else {
        problems.append(ConfigProblem(line: table.line, message: "a [[hook]] needs on and run"))
        return nil
      }
      (draft.hook.moment, draft.hook.words) = (moment, draft.words)
      if let lack = draft.hook.misplaced { problems.append(ConfigProblem(line: table.line, message: lack)) }
      return draft.hook
    }
  }

  /// Why it can't be run where it is to be run.
  private var misplaced: String? {
    switch (moment, place) {
    case (_, .controller), (.beforeMove, _), (.afterMove, _), (.beforeNode, .node), (.afterNode, .node): nil
    case (.beforeNode, .guest), (.afterNode, .guest), (.beforeRun, .guest), (.afterRun, .guest), (.attention, .guest):
      "a [[hook]] on \(moment.rawValue) is about no guest that it could be run in"
    case (.beforeRun, .node), (.afterRun, .node), (.attention, .node):
      "a [[hook]] on \(moment.rawValue) is about no node that it could be run on"
    }
  }
}
