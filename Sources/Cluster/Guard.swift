/// The places at which the engine keeps a rule of safety. All of them hold, always.
///
/// A rehearsal takes one away at a time, to prove that such an engine would be found out. Only code of this package can
/// do so, for the tasks and the thread that it runs the rehearsal in.
package enum Guard: String, CaseIterable, Sendable {
  /// All other nodes are there and quorate before one is taken away.
  case othersWhole = "others-whole"
  /// A node whose vote is needed is not taken away.
  case quorumMargin = "quorum-margin"
  /// A node that runs a guest is not rebooted.
  case emptyNode = "empty-node"
  /// A guest that can't move is shut down only where policy consents.
  case consent
  /// Whoever does not have the cluster's lease does nothing there.
  case lease
  /// A run names every guest that is not home or does not run.
  case strays
  /// What a run has set on the cluster is taken back at its end.
  case undoing
  /// A node was rebooted only if its boot id has changed and nothing of the order is left in its queue.
  case rebootProof = "reboot-proof"
  /// A node is back only with quorum, services, storages and devices.
  case wholeAgain = "whole-again"
  /// Work of others is waited for.
  case foreignWork = "foreign-work"
  /// A machine does not go to an older QEMU.
  case noOlderMachine = "no-older-machine"
  /// A guest is stopped by force only where policy allows it.
  case force
  /// What a node says is told without the values of settings that may be secret.
  case secrets
  /// No guest is touched before monitoring keeps quiet about it.
  case covering
  /// Monitoring is told to watch again.
  case uncovering
  /// What was stopped before a boot is stopped after it.
  case quieting
  /// Ceph is told of a restart.
  case cephTold = "ceph-told"
  /// Whoever waits for others looks again after a while.
  case lookingAgain = "looking-again"
  /// A turn that is over is not begun again by whoever takes the run up.
  case turnsDone = "turns-done"
  /// A quote inside a word that is sent to a node does not end the word.
  case quoting

  /// The one that is taken away, if a rehearsal does so.
  @TaskLocal package static var removed: Guard?

  /// Whether this one holds.
  package var holds: Bool { Guard.removed != self }
}
