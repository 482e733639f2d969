import Cluster

/// Where herdmon itself runs, as seen from the cluster that it works on.
public enum Controller: Hashable, Sendable {
  /// On a machine of its own.
  case elsewhere
  /// In a guest of this cluster.
  case guest(GuestID)
  /// On a node of this cluster.
  case node(NodeName)

  /// What the machine that herdmon runs on tells of itself.
  public struct Machine: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// UUID of its mainboard, a virtual one included; only root may read it.
    public var productID: String?
    /// Hardware addresses of its network cards.
    public var hardwareAddresses: [String]
    /// The kernel's id of this boot. A container shares its node's.
    public var bootID: BootID?
    /// Whether it is a container of any kind.
    public var isContainer: Bool

    /// A machine by what it tells of itself.
    public init(
      name: String, productID: String?, hardwareAddresses: [String], bootID: BootID?, isContainer: Bool
    ) {
      self.name = name
      self.productID = productID
      self.hardwareAddresses = hardwareAddresses
      self.bootID = bootID
      self.isContainer = isContainer
    }
  }

  /// Finds the machine among guests and nodes, the surest sign first.
  public static func find(_ machine: Machine, in inventory: Inventory) -> Controller {
    let running = inventory.guests.filter { $0.status == .running }
    if let id = machine.productID?.lowercased(), !id.isEmpty,
      let guest = running.first(where: { $0.kind == .machine && $0.hardwareID == id })
    {
      return .guest(guest.id)
    }
    let addresses = Set(machine.hardwareAddresses.map { $0.lowercased() })
    if let guest = running.first(where: { !addresses.isDisjoint(with: $0.hardwareAddresses) }) {
      return .guest(guest.id)
    }
    guard let boot = machine.bootID, let node = inventory.nodes.first(where: { $0.bootID == boot }) else {
      return .elsewhere
    }
    guard machine.isContainer else { return .node(node.name) }
    // Of a container within a container only the node's boot and, at best, its name are left to tell.
    let own = running.first { $0.node == node.name && $0.kind == .container && $0.name == machine.name }
    return own.map { .guest($0.id) } ?? .node(node.name)
  }
}

extension Policy {
  /// The policy of a run from that place. What is found counts before what is configured.
  public func running(from controller: Controller) -> Policy {
    var policy = self
    switch controller {
    case .elsewhere: break
    case .guest(let id): policy.controller = id
    case .node(let name): policy.controllerNode = name
    }
    return policy
  }
}
