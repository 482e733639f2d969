import Cluster

/// What really happened on a simulated cluster, straight from it and never through the engine.
public struct GroundTruth: Hashable, Sendable, Codable {
  /// One node.
  public struct Node: Hashable, Sendable, Codable {
    /// Its name.
    public var name: String
    /// Whether it is up and in the cluster.
    public var online: Bool
    /// Restarts since the start.
    public var boots: Int
    /// Release of the running kernel.
    public var kernel: String
    /// Packages that an upgrade would install.
    public var pending: Int
  }

  /// One guest.
  public struct Guest: Hashable, Sendable, Codable {
    /// Where and how it was at the start.
    public struct Start: Hashable, Sendable, Codable {
      /// Its node.
      public var node: String
      /// `running` or `stopped`.
      public var status: String
    }

    /// Its id.
    public var id: Int
    /// `ct` or `vm`.
    public var type: String
    /// Its name.
    public var name: String
    /// Where and how it was at the start.
    public var start: Start
    /// The node that owns it; empty when it is gone.
    public var node: String
    /// `running` or `stopped`.
    public var status: String
    /// How often it came to another node.
    public var moves: Int
    /// How often it went out of service.
    public var interruptions: Int
    /// Seconds out of service, of a guest that ran at the start.
    public var outageSeconds: Double
    /// When somebody or something else last laid hands on it, in virtual seconds; nil if never.
    public var touchedAt: Double?
  }

  /// Ceph.
  public struct Ceph: Hashable, Sendable, Codable {
    /// Flags at the start.
    public var flagsAtStart: Set<String>
    /// Flags now.
    public var flags: Set<String>
    /// Nodes that were restarted by order while it was not told.
    public var untold: [String]
  }

  /// Name and version of this shape.
  public var schema = "herdmon/lab/1"
  /// Virtual time.
  public var time: Timestamp
  /// Most members of the cluster down at one moment.
  public var mostNodesDown: Int
  /// Most moves in flight at one moment.
  public var mostMovesAtOnce: Int
  /// Orders that a rule of safety speaks of.
  public var deeds: Deeds
  /// Hosts, backup servers last.
  public var nodes: [Node]
  /// Lock folders under `/etc/pve/priv/lock` that have not expired, and locked guests as `101 migrate`.
  public var locks: [String]
  /// Files under `/etc/pve/priv` that are none of Proxmox VE's own.
  public var foreignFiles: [String]
  /// Nodes in HA maintenance.
  public var maintenance: [String]
  /// Daemons and backup jobs that are suspended and were not at the start.
  public var suspended: [String]
  /// Silences of monitoring that last.
  public var silences: [String]
  /// Guests that ran at the start and went down while monitoring watched them, in order.
  public var alerts: [Int]
  /// Ceph, where the nodes carry it.
  public var ceph: Ceph?
  /// Programs and syntax that the simulation does not know.
  public var commandsRefused: [String]
  /// Guests in order of id.
  public var guests: [Guest]
}

extension SimulatedCluster {
  /// What really happened up to now.
  public func groundTruth() -> GroundTruth {
    let places = files.places
    let guests = ledger.guests.keys.sorted().compactMap { id -> GroundTruth.Guest? in
      guard let record = ledger.guests[id] else { return nil }
      let open = record.startRunning ? record.downSince.map { now - $0 } ?? 0 : 0
      return GroundTruth.Guest(
        id: id, type: record.kind.rawValue, name: name(of: id),
        start: .init(node: record.startNode, status: record.startRunning ? "running" : "stopped"),
        node: places[id]?.node ?? "",
        status: runningNode(of: id) == nil ? "stopped" : "running", moves: record.moves,
        interruptions: record.interruptions, outageSeconds: ((record.outageSeconds + open) * 1000).rounded() / 1000,
        touchedAt: ledger.touches[id])
    }
    let locked = places.keys.sorted().compactMap { id in files.configuration(id)?["lock"].map { "\(id) \($0)" } }
    return GroundTruth(
      time: timestamp, mostNodesDown: ledger.mostNodesDown, mostMovesAtOnce: ledger.mostMovesAtOnce,
      deeds: ledger.deeds,
      nodes: nodes.map { node in
        GroundTruth.Node(
          name: node.name, online: node.port == .open && (node.kind == .backup || node.isMember),
          boots: ledger.boots[node.name] ?? 0, kernel: node.kernel, pending: node.packages.newer.count)
      },
      locks: files.heldLocks.filter { !$0.hasPrefix("ha_") } + locked,
      foreignFiles: files.children(of: "priv").filter { $0.hasPrefix("herdmon") },
      maintenance: manager.maintenanceNodes, suspended: suspended, silences: monitor.open,
      alerts: monitor.alerts.filter { ledger.guests[$0]?.startRunning == true },
      ceph: ceph.map { .init(flagsAtStart: $0.flagsAtStart, flags: $0.flags, untold: $0.untold) },
      commandsRefused: ledger.commandsRefused, guests: guests)
  }
}
