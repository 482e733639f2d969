import Cluster
import Planning

extension ScreenState {
  /// What a destructive key would ask for, with the selected card.
  func scope(for action: KeyAction) -> RunScope? {
    let node: NodeName? = if case .node(let node) = selectedCard { node.name } else { nil }
    switch action {
    case .updateNode: return node.map { .update([$0]) }
    case .rebootNode: return node.map { .reboot([$0]) }
    case .drainNode: return node.map { .drain([$0]) }
    case .undrainNode: return node.map { .undrain([$0]) }
    case .rollAll: return .rolling
    default: return nil
    }
  }

  /// Why an action can't be done now, as a sentence; nil when it can, as far as the screen knows.
  func refusal(of action: KeyAction) -> String? {
    switch action {
    case .updateNode, .rebootNode, .drainNode, .undrainNode, .rollAll:
      return refusalOfWork(action)
    case .pause, .stop, .skip, .target, .retry, .abort:
      return refusalOfSteering(action)
    case .goWrong:
      if !options.isDemo { return "things go wrong on purpose only in a demo" }
      return options.isReadOnly ? "read-only: this screen only watches" : nil
    case .openRow where page == .runs && options.isReplay: return "a run is played already"
    case .openRow where page == .runs && options.isDemo: return "a demo leaves no journal to play again"
    case .playPause, .playFaster, .playSlower:
      return playback?.motion == .over ? "all that happened was shown" : nil
    default:
      return nil
    }
  }

  private func refusalOfWork(_ action: KeyAction) -> String? {
    if options.isReplay { return "this run is over, and is only played again" }
    if options.isReadOnly { return "read-only: this screen only watches" }
    if isRunning, let progress { return "run \(progress.run) is in progress" }
    if let openRun { return openRun.refusal }
    guard let inventory else { return "the cluster has not answered yet" }
    let quorum = inventory.quorum
    if !quorum.isQuorate {
      return "no quorum: \(Figures.count(quorum.votes, "vote")) of \(quorum.expected), \(quorum.needed) needed"
    }
    if action != .rollAll {
      guard case .node(let node) = selectedCard else {
        return "\(selectedCard?.name ?? "this") is a backup server: herdmon updates and restarts nodes"
      }
      if !node.isOnline { return "\(node.name) is away: nothing can be done on it" }
    }
    guard action == .rebootNode || action == .rollAll, let away = inventory.nodes.first(where: { !$0.isOnline }) else {
      return nil
    }
    return quorum.votes - 1 < quorum.needed
      ? "\(away.name) is away, rebooting another node would cost quorum"
      : "\(away.name) is away, no other node goes down meanwhile"
  }
}
