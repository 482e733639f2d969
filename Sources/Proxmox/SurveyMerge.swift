import Cluster
import Remote

/// A host's answer to the survey.
public struct HostSurvey: Hashable, Sendable {
  /// Key of the host in the `RemoteShell`.
  public var host: String
  /// What it said.
  public var survey: NodeSurvey

  /// A host and its answer.
  public init(host: String, survey: NodeSurvey) {
    self.host = host
    self.survey = survey
  }
}

/// A host that did not answer the survey.
public struct HostFailure: Hashable, Sendable {
  /// The host, with its name where that is known.
  public var address: NodeAddress
  /// Why.
  public var error: NodeError

  /// A host and why it did not answer.
  public init(address: NodeAddress, error: NodeError) {
    self.address = address
    self.error = error
  }
}

extension ClusterSurvey {
  /// One inventory out of many answers. Nothing is lost: members that did not answer are there as offline nodes.
  public static func merge(
    surveys: [HostSurvey], failures: [HostFailure], backupServers: [BackupServer] = [], takenAt: Timestamp
  ) -> Inventory {
    let members = surveys.flatMap(\.survey.members)
    var answers: [NodeSurvey] = []
    for entry in surveys {
      if let known = answers.firstIndex(where: { $0.node.name == entry.survey.node.name }) {
        answers[known].node.problems.append("it answers at a second address too, as host \(entry.host)")
      } else {
        answers.append(entry.survey)
      }
    }
    var silent: [Node] = []
    for failure in failures {
      // One that answered at another address is not away.
      guard let name = name(of: failure, members: members), !answers.contains(where: { $0.node.name == name }),
        !silent.contains(where: { $0.name == name })
      else { continue }
      var node = Node(name: name, address: failure.address.address)
      node.problems = [failure.error.description]
      silent.append(node)
    }
    var inventory = Inventory(merging: answers, silent: silent, backupServers: backupServers, takenAt: takenAt)
    for answer in answers where answer.clusterName.map({ $0 != inventory.clusterName }) ?? (answers.count > 1) {
      let whose = answer.clusterName.map { "the cluster \($0)" } ?? "no cluster"
      for index in inventory.nodes.indices where inventory.nodes[index].name == answer.node.name {
        inventory.nodes[index].problems.append("it belongs to \(whose), not to \(inventory.clusterName)")
      }
    }
    return inventory
  }

  /// The host behind each node's name, as far as answers, configuration and the cluster's addresses tell.
  public static func hosts(surveys: [HostSurvey], failures: [HostFailure]) -> [NodeName: String] {
    var hosts: [NodeName: String] = [:]
    for entry in surveys where hosts[entry.survey.node.name] == nil { hosts[entry.survey.node.name] = entry.host }
    let members = surveys.flatMap(\.survey.members)
    for failure in failures {
      if let name = name(of: failure, members: members), hosts[name] == nil { hosts[name] = failure.address.host }
    }
    return hosts
  }

  /// Who a silent host is: as configured, by its address among the members, or by a name that a member bears.
  private static func name(of failure: HostFailure, members: [Member]) -> NodeName? {
    let address = failure.address
    if let name = address.name { return name }
    let places = [address.address, address.host].filter { !$0.isEmpty }
    return members.first { places.contains($0.address) }?.name
      ?? members.first { places.contains($0.name.rawValue) }?.name
      ?? (members.isEmpty ? NodeName(address.host) : nil)
  }
}
