import Cluster
import Remote

/// Which jobs of a run were started on a node, by the files that they leave: for a process that has no journal to tell.
struct StartedJobs {
  let run: RunID

  func line(marker: String) -> CommandLine {
    CommandLine(
      sections: [Section("jobs", DetachedJob.list(run))], marker: marker, purpose: "look for jobs of run \(run)")
  }

  /// Jobs without a recorded end.
  func answer(from result: CommandResult, marker: String, of node: NodeName) throws(NodeError) -> [JobID] {
    let part = SectionedResult(result, marker: marker)["jobs"]
    guard part.status != nil else {
      throw NodeError(
        kind: .unreadable, host: node.rawValue, tried: "look for jobs of run \(run)",
        answered: "the answer was cut short",
        remedy: "it is asked again; see `systemctl list-units 'herdmon-*'` on \(node)")
    }
    // Without a folder of the run nothing was started there since its last boot.
    return part.status == 0 ? DetachedJob.unended(in: part.lines) : []
  }
}
