/// What a run wants done by the machine that it runs on, the controller.
public enum ControllerOrder: Hashable, Sendable, Codable {
  /// Tell monitoring.
  case silence(Silence.Verb, Silence)
  /// Run a command of the operator's.
  case hook(HookCall)
}

extension ControllerOrder {
  /// What was to be done, in words.
  var words: String {
    switch self {
    case .silence(.start, _): "telling monitoring to keep quiet"
    case .silence(.extend, _): "telling monitoring to keep quiet for longer"
    case .silence(.end, _): "telling monitoring to watch again"
    case .hook(let call): call.hook.name
    }
  }
}
