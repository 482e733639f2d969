import Cluster

/// What really became of a guest after a command that was to move it.
///
/// An exit status proves nothing: 255 may leave the guest on the target, stopped, and 0 may mean that a request was
/// queued. Only its place, state and lock, read afresh, tell.
/// - Source: facts/pve.md 5.5, the decision table.
public enum MoveVerdict: Hashable, Sendable {
  /// It runs on the target.
  case arrived
  /// It is on the target but stopped: start it there.
  case stoppedOnTarget
  /// It runs where it was: the move was refused or rolled back.
  case stayed
  /// It is where it was but stopped: start it again.
  case stoppedOnSource
  /// It carries the lock of a move that is over; nobody else may remove that.
  case leftLocked(on: NodeName)
  /// Someone else works on it.
  case busy(lock: String)
  /// It is on a third node.
  case elsewhere(NodeName)
  /// The place that was looked at is not where it is now: look there.
  case lookAt(NodeName)
  /// The cluster does not know it any more.
  case vanished

  /// Judges by a glance at a node.
  public static func judge(_ guest: GuestID, source: NodeName, target: NodeName, glance: NodeGlance) -> MoveVerdict {
    guard let place = glance.placements.first(where: { $0.guest == guest })?.node else { return .vanished }
    guard place == source || place == target else { return .elsewhere(place) }
    guard place == glance.node, let local = glance.guests.first(where: { $0.id == guest }) else {
      return .lookAt(place)
    }
    if let lock = local.lock, lock != "mounted" {
      return lock == "migrate" ? .leftLocked(on: place) : .busy(lock: lock)
    }
    // A node that does not say whether a guest runs is asked again: a start on a guess would be a second one.
    guard local.status != .unknown else { return .lookAt(place) }
    let runs = local.status == .running
    if place == target { return runs ? .arrived : .stoppedOnTarget }
    return runs ? .stayed : .stoppedOnSource
  }

  /// Judges a guest that was to be shut down, or started, where it is.
  static func judgeRest(_ guest: GuestID, on node: NodeName, isToRun: Bool, glance: NodeGlance) -> MoveVerdict {
    guard let place = glance.placements.first(where: { $0.guest == guest })?.node else { return .vanished }
    guard place == node else { return .elsewhere(place) }
    guard let local = glance.guests.first(where: { $0.id == guest }), local.status != .unknown else {
      return .lookAt(node)
    }
    if (local.status == .running) == isToRun { return .arrived }
    if let lock = local.lock, lock != "mounted" { return .busy(lock: lock) }
    return isToRun ? .stoppedOnTarget : .stayed
  }
}
