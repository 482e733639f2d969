import Cluster

/// What can be made to go wrong in a demo, each to see what becomes of the run.
public enum DemoFault: Hashable, Sendable {
  /// The node's next boot starts the kernel that ran before.
  case oldKernel(NodeName)
  /// The container does not start away from home.
  case noStart(GuestID)
  /// A device of the node appears long after its next boot.
  case lateDevice(NodeName, path: String)

  /// What the button says.
  var title: String {
    switch self {
    case .oldKernel: "old kernel"
    case .noStart: "no start"
    case .lateDevice: "late device"
    }
  }
}

extension ScreenState {
  /// What can go wrong now: where the run has not come to yet, if there is one.
  var demoFaults: [DemoFault] {
    guard let inventory else { return [] }
    let nodes = inventory.nodes.filter { node in
      switch part(of: node.name)?.stage {
      case nil, .waiting, .working(.drain), .working(.update): node.isOnline
      case .working(.reboot), .working(.return), .done, .skipped, .failed: false
      }
    }
    let chosen = nodes.first { $0.name.rawValue == selectedCard?.name } ?? nodes.first
    let leaving = inventory.guests.filter { guest in
      guest.status == .running && guest.kind == .container && nodes.contains { $0.name == place(of: guest) }
    }
    var faults: [DemoFault] = []
    if let chosen { faults.append(.oldKernel(chosen.name)) }
    if let guest = leaving.first { faults.append(.noStart(guest.id)) }
    for guest in inventory.guests where guest.status == .running {
      let home = home(of: guest)
      guard let path = guest.devices.first, nodes.contains(where: { $0.name == home }) else { continue }
      faults.append(.lateDevice(home, path: path))
      break
    }
    return faults
  }
}
