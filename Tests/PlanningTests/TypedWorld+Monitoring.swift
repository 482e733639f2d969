import Cluster

@testable import Planning

extension TypedWorld {
  /// Does what the controller is to do.
  mutating func carryOut(_ id: RequestID, _ order: ControllerOrder) -> RunEvent {
    switch order {
    case .hook(let call): return runHook(id, call, at: "controller")
    case .silence(let verb, let silence):
      told.append((now, verb, silence))
      if told.count > faults.silenceRefusals.after, faults.silenceRefusals.times > 0 {
        faults.silenceRefusals.times -= 1
        return .unanswered(id, Trouble(code: "silence", message: "Too frequently, try again later.", isTransient: true))
      }
      silences[silence.id] = verb == .end ? nil : silence
      return .answered(id, .done)
    }
  }

  mutating func runHook(_ id: RequestID, _ call: HookCall, at place: String) -> RunEvent {
    hooksRun.append((call, place))
    guard let word = call.hook.words.first, faults.failingHooks.contains(word) else { return .answered(id, .done) }
    return .unanswered(id, Trouble(code: "hook", message: "exit status 1", isTransient: false))
  }

  func isCovered(_ guest: GuestID) -> Bool {
    silences.values.contains { silence in silence.until > clock && silence.guests.contains { $0.id == guest } }
  }
}

extension Order {
  /// The guest that it touches, if it touches one.
  var guest: GuestID? {
    switch self {
    case .moveContainer(let guest, _, _), .moveMachine(let guest, _, _), .startGuest(let guest, _),
      .shutDownAndMove(let guest, _, _, _, _), .shutdownGuest(let guest, _, _, _):
      guest
    case .fetchPackages, .upgradePackages, .configurePackages: nil
    }
  }
}
