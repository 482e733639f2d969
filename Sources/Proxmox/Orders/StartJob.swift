import Cluster
import Planning
import Remote

/// The start of a detached job. Starting it twice is starting it once.
struct StartJob {
  let run: RunID
  let id: JobID
  let order: Order

  func line() -> CommandLine { DetachedJob(run: run, id: id).start(order.command, purpose: order.purpose) }

  func answer(from result: CommandResult, of node: NodeName) throws(NodeError) {
    let said = Excerpt.errors(result.errorText + "\n" + result.outputText)
    switch result.exit {
    case .status(0): return
    case .status(let status):
      // The unit is there: an earlier start got through, only its answer was lost.
      if said.contains("already loaded") || said.contains("already exists") { return }
      // facts/pve.md 6: with a shutdown queued systemd starts nothing any more.
      if result.errorText.contains("is destructive") || result.outputText.contains("is destructive") {
        throw NodeError(
          kind: .refused, host: node.rawValue, tried: order.purpose,
          answered: "a reboot or shutdown is queued on \(node), so systemd starts nothing (\(said))",
          remedy: "wait until \(node) has restarted; `systemctl list-jobs` there shows what it waits for")
      }
      throw NodeError(
        kind: .refused, host: node.rawValue, tried: order.purpose,
        answered: said.isEmpty ? "exit status \(status)" : "\(said) (exit status \(status))",
        remedy: "see `journalctl -b` on \(node)")
    case .signal, .none:
      throw NodeError(
        kind: .connectionLost, host: node.rawValue, tried: order.purpose,
        answered: "the connection broke; whether the job was started is not known",
        remedy: "it is looked for under its name; see `systemctl list-units 'herdmon-*'` on \(node)")
    }
  }
}
