import Cluster

/// A turn goes on after its process has ended.
extension PassMachine {
  /// Takes up a turn whose questions and jobs were forgotten with the process that asked them. Jobs have the same
  /// names as before, so what went on by itself is adopted, not repeated. Nobody knows whether monitoring still keeps
  /// quiet, so it is told anew before anything else.
  mutating func resume(_ desk: inout Desk) {
    isWaiting = false
    hold = nil
    phaseSince = desk.now
    cover?.isAsking = false
    cover?.calls = 0
    if !takeCover(resumes: true, &desk) { takeUp(&desk) }
  }

  /// Goes on where a former process has left the turn.
  mutating func takeUp(_ desk: inout Desk) {
    if case .closing(let ending) = state { return goOnClosing(after: ending, &desk) }
    runHook(&desk)
    if let next = parked {
      parked = nil
      enter(next, &desk)
      return
    }
    switch state {
    case .emptying(_, let batch):
      state = .draining(batch)
      enterEmptying(&desk)
    case .restoring(_, let ending): enterRestoring(after: ending, &desk)
    case .draining(var batch):
      batch.resume(&desk)
      state = .draining(batch)
      stepBatch(nil, &desk)
    case .returning(var batch, let ending):
      batch.resume(&desk)
      state = .returning(batch, after: ending)
      stepBatch(nil, &desk)
    case .updating: enterUpdating(&desk)
    case .surveying:
      cephSince = nil
      askSurvey(&desk)
    case .flagging, .confirming: enterFlagging(&desk)
    case .clearing: lookAtAll(&desk)
    case .unflagging(let ending): enterUnflagging(after: ending, &desk)
    case .rebooting(var reboot):
      // The process may have ended between deciding and asking: the boot id tells whether the order got through.
      reboot.orderedAt = desk.now
      reboot.isUncertain = true
      reboot.orders = 0
      state = .rebooting(reboot)
      desk.wake(after: 0, for: .bootProof)
    case .quieting(let reboot, _): enterQuieting(reboot, &desk)
    case .closing, .over: break
    }
  }
}
