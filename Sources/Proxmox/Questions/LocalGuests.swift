import Cluster

/// The answering node's guests, out of the cluster's word on where they are, the lists of what runs, and their
/// configurations.
struct LocalGuests {
  /// In order of id.
  var guests: [Guest] = []
  /// What does not fit together, in sentences.
  var problems: [String] = []

  init(
    node: NodeName, placements: [Placement], containers: [GuestRow], machines: [GuestRow],
    containerConfigs: GuestConfigs, machineConfigs: GuestConfigs, haStates: [GuestID: String],
    liveMappings: Set<String>
  ) {
    for kind in Guest.Kind.allCases {
      let rows = kind == .container ? containers : machines
      let configs = kind == .container ? containerConfigs : machineConfigs
      let placed = placements.filter { $0.node == node && $0.kind == kind }.map(\.guest)
      // One that is listed but placed elsewhere arrived after the placements were read.
      for id in Set(placed + rows.map(\.id)).sorted() {
        let row = rows.first { $0.id == id }
        var guest = LocalGuests.guest(id, kind: kind, node: node, row: row, config: configs[id], liveMappings)
        guest.haState = haStates[id]
        if row == nil {
          problems.append("\(guest.label) belongs to \(node), but the list of what runs does not name it")
        } else if configs[id] == nil {
          problems.append("\(guest.label): its configuration could not be read")
        }
        guests.append(guest)
      }
    }
    guests.sort { $0.id < $1.id }
  }

  /// A guest known by half is of unknown status: nobody moves it on a guess.
  private static func guest(
    _ id: GuestID, kind: Guest.Kind, node: NodeName, row: GuestRow?, config: GuestConfig?, _ live: Set<String>
  ) -> Guest {
    guard let config else {
      let name = row?.name ?? ""
      let plain = "\(kind == .container ? "CT" : "VM") \(id)"
      var guest = Guest(id: id, kind: kind, name: name.isEmpty ? plain : name, node: node, status: .unknown)
      guest.lock = row?.lock
      return guest
    }
    let status = row?.status ?? .unknown
    var guest =
      kind == .container
      ? ContainerConfig.guest(config, node: node, status: status)
      : MachineConfig.guest(config, node: node, status: status, live: live)
    guest.lock = guest.lock ?? row?.lock
    return guest
  }
}
