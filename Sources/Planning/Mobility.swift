import Cluster

/// Whether a running guest can leave its node, and how.
///
/// Proxmox finds most obstacles only while it migrates, some of them after the guest was stopped (facts/pve.md 2.4,
/// 2.5, 5.3), so they are looked for beforehand.
public enum Mobility {
  /// How a guest moves: a machine live unless policy has it restarted, a container by restart.
  public static func way(of guest: Guest, handling: GuestPolicy.Handling = .auto) -> Plan.Move.Way {
    guest.kind == .machine && handling != .restart ? .live : .restart
  }

  /// What keeps a guest on its node, what is wanted of it included.
  public static func obstacles(of guest: Guest, handling: GuestPolicy.Handling) -> [Blocker] {
    guard handling == .live, guest.kind == .container else { return obstacles(of: guest) }
    return obstacles(of: guest) + [
      Blocker(
        code: "not-live", node: guest.node, guest: guest.id,
        message: "\(guest.label): is to move live, which a container can't",
        remedy: "give it the policy restart or shutdown")
    ]
  }

  /// What keeps a guest on its node, whatever the target; empty if nothing does.
  public static func obstacles(of guest: Guest) -> [Blocker] {
    var found: [Blocker] = []
    func add(_ code: String, _ message: String, _ remedy: String) {
      found.append(
        Blocker(code: code, node: guest.node, guest: guest.id, message: "\(guest.label): \(message)", remedy: remedy))
    }
    // Those that HA keeps started leave by maintenance of their node (`ManagedGuests`).
    if let state = guest.haState, state != "started" {
      add(
        "ha-managed", "is managed by HA (\(state)); \(guest.kind.tool) migrate would only queue a request",
        "set its HA state to ignored, or leave its node out with --nodes")
    }
    if guest.status == .unknown {
      add("status-unknown", "its node does not say whether it runs", "bring \(guest.node) back first")
    }
    for disk in guest.disks {
      switch disk.backing {
      case .hostPath(let path, shared: false):
        let isMountPoint = !disk.key.hasPrefix("lxc.")
        add(
          "bind-mount", "\(disk.key) is bound to \(path) on \(guest.node)",
          "if \(path) is the same on every node, "
            + (isMountPoint ? "add shared=1 to \(disk.key)" : "make it a mount point mpN with shared=1"))
      case .hostDrive:
        add(
          "host-drive", "\(disk.key) is the node's own optical drive",
          "qm set \(guest.id) --\(disk.key) none,media=cdrom")
      case .hostPath(_, shared: true), .volume, .image: break
      }
    }
    if !guest.passthrough.isEmpty {
      add(
        "passthrough", "uses hardware of \(guest.node): \(guest.passthrough.joined(separator: ", "))",
        "shut it down for the time of the reboot, or leave its node out with --nodes")
    }
    return found
  }

  /// What speaks against one target; empty if nothing does.
  /// - Parameter home: where the guest came from, if it is only visiting: it may always go back.
  public static func objections(
    to target: Node, for guest: Guest, from source: Node?, home: NodeName? = nil
  ) -> [String] {
    var found: [String] = []
    // What the node that runs the guest does not have either, the guest does not need in the way we think: a bridge of
    // a software-defined network, a device by another name, a list that could not be read. Only a difference counts.
    func lacks(_ name: String, _ list: KeyPath<Node, [String]>) -> Bool {
      !target[keyPath: list].contains(name) && source.map { $0[keyPath: list].contains(name) } ?? true
    }
    let active = Set(target.storages.filter(\.isActive).map(\.name))
    let shared = Set(target.storages.filter(\.isShared).map(\.name))
    for disk in guest.disks {
      switch disk.backing {
      case .volume(let storage), .image(let storage):
        if !active.contains(storage) {
          found.append("storage \(storage) is not active there")
        } else if !shared.contains(storage) {
          found.append("\(disk.key) lies on local storage \(storage)")
        }
      case .hostPath, .hostDrive: break
      }
    }
    for device in guest.devices where lacks(device, \.devices) { found.append("\(device) does not exist there") }
    found += missingPaths(of: guest, on: target, from: source)
    for name in guest.mappings where lacks(name, \.mappings) { found.append("no device is mapped to \(name) there") }
    for bridge in guest.bridges where lacks(bridge, \.bridges) { found.append("no bridge \(bridge) there") }
    if guest.kind == .machine, let source, target.name != home, let reason = older(target, than: source) {
      found.append(reason)
    }
    return found
  }

  /// Paths and volumes that the guest needs and that are not on the target. What the target could not say is not there;
  /// what the source could not say the guest needs.
  /// - Source: facts/pve.md 2.4: nothing of it is looked at by a migration, and the start fails.
  private static func missingPaths(of guest: Guest, on target: Node, from source: Node?) -> [String] {
    let missing = guest.pathsNeeded.filter { path in
      guard !target.paths.contains(path) else { return false }
      guard let source, source.unread[.paths] == nil else { return true }
      return source.paths.contains(path)
    }
    let isKnown = target.unread[.paths] == nil
    return missing.map { isKnown ? "\($0) does not exist there" : "nobody knows whether \($0) exists there" }
  }

  /// What may go wrong when a guest moves live to another node, though Proxmox does not refuse it: a machine that sees
  /// the processor of its node may crash on one of another model.
  /// - Parameter home: where the guest came from, if it is only visiting: it was well there.
  /// - Returns: both models; nil where they are the same or not known, or make no difference.
  /// - Source: facts/pve.md 2.5.
  static func unlikeProcessors(
    of guest: Guest, handling: GuestPolicy.Handling, from source: Node?, to target: Node, home: NodeName?
  ) -> (here: String, there: String)? {
    guard guest.seesProcessor, way(of: guest, handling: handling) == .live, target.name != home, let source else {
      return nil
    }
    let (here, there) = (source.health.processor, target.health.processor)
    return here == there || here.isEmpty || there.isEmpty ? nil : (here, there)
  }

  /// Why a running machine can't go there: its QEMU is older than the one that the machine runs on. A revision of the
  /// package makes no difference. Where the versions of QEMU are not known, those of Proxmox VE stand for them.
  /// - Source: facts/pve.md 0, trap 28.
  private static func older(_ target: Node, than source: Node) -> String? {
    guard Guard.noOlderMachine.holds else { return nil }
    let (there, here) = (target.health.qemuVersion, source.health.qemuVersion)
    guard !there.isEmpty, !here.isEmpty else {
      return NaturalOrder.precedes(target.version, source.version)
        ? "runs PVE \(target.version), older than \(source.version)" : nil
    }
    func upstream(_ version: String) -> String { String(version.prefix { $0 != "-" }) }
    return NaturalOrder.precedes(upstream(there), upstream(here)) ? "runs QEMU \(there), older than \(here)" : nil
  }
}
