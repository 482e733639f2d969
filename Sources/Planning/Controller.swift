import Cluster

/// Where herdmon itself runs, as seen from the cluster that it works on.
public enum Controller: Hashable, Sendable {
  /// On a machine of its own.
  case elsewhere
  /// In a guest of this cluster.
  case guest(GuestID)
  /// On a node of this cluster.
  case node(NodeName)
  /// In a container on that node, which perhaps runs within one of these guests, as Docker does in a container of
  /// Proxmox: nobody can tell.
  case unsure(NodeName, [GuestID])

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
    /// Whether its root is not the kernel's: within an unprivileged container nothing is.
    public var isUnprivileged = false
    /// Guests on whose volumes its files lie, by the names of these.
    public var volumes: [GuestID] = []

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
    // Of a container within a container the node's boot is left to tell, and where its files lie, or its name.
    let here = running.filter { $0.node == node.name && $0.kind == .container }
    if let own = here.first(where: { machine.volumes.contains($0.id) })
      ?? here.first(where: { $0.name == machine.name })
    {
      return .guest(own.id)
    }
    let suspects = here.filter { $0.isPrivileged != machine.isUnprivileged }.map(\.id)
    return suspects.isEmpty ? .node(node.name) : .unsure(node.name, suspects)
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
    case .unsure(let name, let suspects):
      guard policy.controller == nil else { break }
      policy.controllerNode = name
      policy.controllerSuspects = policy.isInGuest == false ? [] : suspects
    }
    return policy
  }
}
