extension Inventory {
  /// One inventory out of what each node told.
  ///
  /// A node's guests and configuration come from itself. Of a silent node, the others know which guests it has, not
  /// whether they run: those come with status `.unknown`.
  /// - Parameters:
  ///   - surveys: answers, at least one of them.
  ///   - silent: nodes that were asked and did not answer, with the reason among their problems.
  public init(
    merging surveys: [NodeSurvey], silent: [Node] = [], backupServers: [BackupServer] = [], takenAt: Timestamp
  ) {
    // The quorate side knows best; within it, whoever sees most votes.
    let witness = surveys.max { left, right in
      (left.quorum.isQuorate ? 1 : 0, left.quorum.votes) < (right.quorum.isQuorate ? 1 : 0, right.quorum.votes)
    }
    var nodes = surveys.map(\.node) + silent
    let known = Set(nodes.map(\.name))
    for member in witness?.members ?? [] where !known.contains(member.name) {
      var node = Node(name: member.name, address: member.address)
      node.problems = ["not in herdmon's configuration"]
      nodes.append(node)
    }
    if let witness, witness.quorum.isQuorate {
      let present = Set(witness.members.lazy.filter(\.isOnline).map(\.name))
      for index in nodes.indices { nodes[index].isInCluster = present.contains(nodes[index].name) }
    }
    var guests = surveys.flatMap(\.guests)
    let seen = Set(guests.map(\.id))
    for placement in witness?.placements ?? [] where !seen.contains(placement.guest) {
      guests.append(
        Guest(
          id: placement.guest, kind: placement.kind,
          name: (placement.kind == .container ? "CT" : "VM") + "\(placement.guest)", node: placement.node,
          status: .unknown))
    }
    // A guest that moved between two answers is told of by both nodes, or by the node that it left; the cluster's
    // own list says where it belongs.
    let places = (witness?.placements ?? []).reduce(into: [GuestID: NodeName]()) { $0[$1.guest] = $1.node }
    var byID: [GuestID: Guest] = [:]
    for guest in guests {
      guard let other = byID[guest.id] else {
        byID[guest.id] = guest
        continue
      }
      byID[guest.id] = places[guest.id] == other.node ? other : guest
    }
    for (id, place) in places where byID[id].map({ $0.node != place }) ?? false {
      // Told of only by a node that it has left: where it is now, nobody has said whether it runs.
      byID[id]?.node = place
      byID[id]?.status = .unknown
    }
    let asked = Set(byID.values.flatMap(\.devices))
    let paths = Set(byID.values.flatMap(\.pathsNeeded))
    nodes = nodes.map { node in
      var node = node
      node.devices = node.devices.filter { asked.contains($0) }
      node.paths = node.paths.filter { paths.contains($0) }
      return node
    }
    self.init(
      clusterName: witness?.clusterName ?? nodes.first?.name.rawValue ?? "",
      quorum: witness?.quorum ?? Quorum(isQuorate: false, votes: 0, expected: nodes.count, needed: nodes.count / 2 + 1),
      nodes: nodes, guests: Array(byID.values), backupServers: backupServers,
      affinities: witness?.affinities ?? [], takenAt: takenAt)
  }
}
