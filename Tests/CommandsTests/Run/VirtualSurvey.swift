import Cluster
import Proxmox
import Remote
import Simulation

/// One look at a whole simulated cluster on virtual time.
enum VirtualSurvey {
  static func take(
    of cluster: SimulatedCluster, nodes: [NodeAddress], epoch: Timestamp
  ) -> (inventory: Inventory, hosts: [NodeName: String]) {
    var surveys: [HostSurvey] = []
    var failures: [HostFailure] = []
    for node in nodes {
      let marker = "survey-\(node.host)"
      let question = SurveyQuestion()
      let askedAt = epoch + cluster.now
      let result = answer(to: question.lines(marker: marker), on: node.host, of: cluster)
      do throws(NodeError) {
        let survey = try question.answer(from: result, marker: marker, host: node.host, address: node.address)
        let timed = survey.timed(askedAt: askedAt, answeredAt: epoch + cluster.now)
        surveys.append(HostSurvey(host: node.host, survey: timed))
      } catch {
        failures.append(HostFailure(address: node, error: error))
      }
    }
    let inventory = ClusterSurvey.merge(surveys: surveys, failures: failures, takenAt: epoch + cluster.now)
    return (inventory, ClusterSurvey.hosts(surveys: surveys, failures: failures))
  }

  private final class Answer {
    var result = CommandResult()
    var isOver = false
  }

  private static func answer(
    to lines: [CommandLine], on host: String, of cluster: SimulatedCluster
  ) -> CommandResult {
    let answers = lines.map { line in
      let answer = Answer()
      _ = cluster.start(
        line.text, on: host,
        write: { stream, bytes in
          if stream == .output { answer.result.output += bytes } else { answer.result.errors += bytes }
        },
        end: { exit in
          answer.result.exit = exit
          answer.isOver = true
        })
      return answer
    }
    while answers.contains(where: { !$0.isOver }), let next = cluster.nextEventAt { cluster.advance(to: next) }
    return CommandResult(joining: answers.map(\.result))
  }
}
