import Cluster

/// The HA stack: requests, services, maintenance, and what becomes of the services of a lost node. It acts in rounds,
/// as the real daemons do, so an order takes hold some seconds after it was given.
/// - Source: facts/pve.md 7.
final class AvailabilityManager {
  struct Service {
    /// `started`, `stopped`, `migrate`, `relocate`, `error`, `freeze`, `fence`.
    var state: String
    var target: String?
    /// The node it left for a maintenance, and to which it returns after it.
    var maintenanceNode: String?
  }

  private enum Request {
    case move(Int, to: String)
    case maintenance(String, Bool)
  }

  /// A silent node's services are recovered after so long (facts/pve.md 7.5).
  static let fenceSeconds = 120.0
  /// A node that can't renew its watchdog is reset after so long (facts/pve.md 7.5).
  static let watchdogSeconds = 60.0
  /// Most services that a node moves at once (facts/pve.md 7.2).
  static let workersMax = 4

  private unowned let cluster: SimulatedCluster
  private(set) var services: [Int: Service] = [:]
  /// Nodes asked to be in maintenance.
  private(set) var requestedMaintenance: Set<String> = []
  /// Nodes that are in maintenance.
  private(set) var maintenance: Set<String> = []
  private var requests: [Request] = []
  private var frozen: Set<String> = []
  private var lostAt: [String: Double] = [:]
  private var isRunning = false
  /// The configuration as it was read last.
  private var kept: (version: Int, configuration: ManagedServices)?

  init(_ cluster: SimulatedCluster) { self.cluster = cluster }

  /// Nodes asked to be, or being, in maintenance.
  var maintenanceNodes: [String] { requestedMaintenance.union(maintenance).sorted() }

  var configuration: ManagedServices? {
    guard let entry = cluster.files.entries[ManagedServices.path], let bytes = entry.bytes else { return nil }
    if let kept, kept.version == entry.version { return kept.configuration }
    let configuration = ManagedServices(String(decoding: bytes, as: UTF8.self))
    kept = (entry.version, configuration)
    return configuration
  }

  func begin() {
    for id in configuration?.managed ?? [] {
      services[id] = Service(state: cluster.runningNode(of: id) == nil ? "stopped" : "started")
    }
    if !services.isEmpty { run() }
  }

  /// A service is given up; only a human puts it right.
  func giveUp(_ id: Int) {
    services[id]?.state = "error"
    HighAvailabilityReports.write(cluster)
  }

  /// One more service, from now on.
  func add(_ id: Int, kind: String) {
    let configuration = configuration ?? ManagedServices("")
    cluster.files.put(ManagedServices.path, text: configuration.text(with: id, "started", kind: kind), by: "")
    services[id] = Service(state: "started")
    run()
  }

  /// Whether orders to that guest become requests.
  func manages(_ id: Int) -> Bool { configuration?.managed.contains(id) ?? false }

  /// An order to a managed guest, carried out in a later round.
  func request(_ action: String, _ id: Int, to node: String? = nil) {
    if action == "migrate", let node {
      requests.append(.move(id, to: node))
    } else if let configuration {
      let state = action == "start" ? "started" : "stopped"
      cluster.files.put(ManagedServices.path, text: configuration.text(with: id, state), by: "")
    }
    run()
  }

  /// `ha-manager crm-command node-maintenance`.
  func requestMaintenance(_ node: String, _ isOn: Bool) {
    requests.append(.maintenance(node, isOn))
    run()
  }

  /// A clean shutdown freezes what stays on the node: policy `conditional` (facts/pve.md 7.3).
  func nodeShutsDown(_ node: String) { frozen.insert(node) }

  /// A service goes from the node with most of them to the node with fewest. Nobody else has asked for it.
  func balance() {
    let places = services.filter { $0.value.state == "started" }.keys.sorted()
      .reduce(into: [String: [Int]]()) { places, id in
        if let place = cluster.files.places[id] { places[place.node, default: []].append(id) }
      }
    let nodes = cluster.members.filter { isOnline($0.name) && $0.phase == .running && !maintenance.contains($0.name) }
      .sorted { (places[$0.name]?.count ?? 0, $0.id) < (places[$1.name]?.count ?? 0, $1.id) }
    guard let target = nodes.first, let source = nodes.last, let id = places[source.name]?.first,
      places[source.name]?.count ?? 0 > (places[target.name]?.count ?? 0) + 1
    else { return }
    cluster.ledger.touch(id, at: cluster.now)
    move(id, to: target.name)
  }

  private func run() {
    guard !isRunning else { return }
    isRunning = true
    schedule()
  }

  private func schedule() {
    cluster.after(cluster.herd.durations.managerRound) {
      self.round()
      let isIdle = self.services.isEmpty && self.requests.isEmpty && self.requestedMaintenance == self.maintenance
      if isIdle { self.isRunning = false } else { self.schedule() }
    }
  }

  private func isOnline(_ node: String) -> Bool { cluster.node(node)?.isQuorate ?? false }

  private func round() {
    guard cluster.members.contains(where: \.isQuorate) else { return }
    // A request of this round takes hold in the next: the local manager acts after the cluster's.
    maintenance = requestedMaintenance
    let due = requests
    requests = []
    for request in due {
      switch request {
      case .maintenance(let node, let isOn):
        if isOn { requestedMaintenance.insert(node) } else { requestedMaintenance.remove(node) }
      case .move(let id, let target):
        guard isOnline(target), !maintenance.contains(target), services[id] != nil else { continue }
        move(id, to: target)
      }
    }
    for id in services.keys.sorted() { tend(id) }
    watchNodes()
    HighAvailabilityReports.write(cluster)
  }

  /// Brings one service nearer to what is asked for.
  private func tend(_ id: Int) {
    guard let place = cluster.files.places[id], let service = services[id] else { return }
    guard service.state != "migrate", service.state != "relocate", service.state != "error" else { return }
    let wanted = configuration?.states[id] ?? "started"
    guard isOnline(place.node), let node = cluster.node(place.node), node.phase != .stopping else {
      if frozen.contains(place.node) { services[id]?.state = "freeze" }
      return
    }
    if wanted == "started", !node.runs(id) {
      services[id]?.state = "started"
      let task = WorkerTask(place.kind == .container ? "vzstart" : "qmstart", "\(id)", on: node, process: nil)
      return node.startGuest(id, place.kind) { refusal in
        if let refusal { task.fail(refusal.reason) } else { task.succeed() }
      }
    }
    if wanted == "stopped", node.runs(id) {
      services[id]?.state = "stopped"
      return node.shutDownGuest(id, place.kind, timeout: 60, force: true) { _ in }
    }
    services[id]?.state = wanted == "started" ? "started" : "stopped"
    guard wanted == "started" else { return }
    if maintenance.contains(place.node), working(on: place.node) < AvailabilityManager.workersMax {
      guard let target = target(of: id, except: place.node) else { return }
      services[id]?.maintenanceNode = place.node
      move(id, to: target)
    } else if let home = service.maintenanceNode, !requestedMaintenance.contains(home), !maintenance.contains(home),
      isOnline(home), cluster.node(home)?.phase == .running
    {
      services[id]?.maintenanceNode = nil
      if home != place.node, !cluster.hooks.homeless.contains(id) { move(id, to: home) }
    }
  }

  private func working(on node: String) -> Int {
    services.keys.count { id in
      cluster.files.places[id]?.node == node && ["migrate", "relocate"].contains(services[id]?.state)
    }
  }

  /// The least loaded of the nodes that the rules allow.
  private func target(of id: Int, except node: String) -> String? {
    let candidates = cluster.members.filter {
      $0.name != node && $0.isQuorate && $0.phase == .running && !requestedMaintenance.contains($0.name)
    }
    // What does not run is nowhere.
    let places = services.filter { $0.value.state != "stopped" }.reduce(into: [Int: Set<String>]()) { places, service in
      places[service.key] = Set([cluster.files.places[service.key]?.node, service.value.target].compactMap { $0 })
    }
    let allowed = PlacementRules(cluster.herd).nodes(for: id, among: candidates.map(\.name), places: places)
    return candidates.filter { allowed.contains($0.name) }
      .min { ($0.memoryUsed, $0.id) < ($1.memoryUsed, $1.id) }?.name
  }

  private func move(_ id: Int, to name: String) {
    guard let place = cluster.files.places[id], place.node != name, let source = cluster.node(place.node),
      let target = cluster.node(name)
    else { return }
    let isContainer = place.kind == .container
    services[id]?.state = isContainer ? "relocate" : "migrate"
    services[id]?.target = name
    let task = WorkerTask(isContainer ? "vzmigrate" : "qmigrate", "\(id)", on: source, process: nil)
    task.log("task started by HA resource agent")
    task.onEnd = { _ in
      self.services[id]?.state = "started"
      self.services[id]?.target = nil
    }
    if isContainer {
      ContainerMove.begin(task, id: id, from: source, to: target, restarts: true, timeout: 60)
    } else {
      MachineMove.begin(task, id: id, from: source, to: target, withLocalDisks: true)
    }
  }

  /// A node that went without saying so is fenced, and its services come up elsewhere.
  private func watchNodes() {
    for node in cluster.members {
      if node.isQuorate {
        lostAt[node.name] = nil
        if node.phase == .running { frozen.remove(node.name) }
      } else if lostAt[node.name] == nil {
        lostAt[node.name] = cluster.now
      }
      fence(node)
      guard let lost = lostAt[node.name], !frozen.contains(node.name),
        cluster.now - lost >= AvailabilityManager.fenceSeconds
      else { continue }
      recover(from: node.name)
    }
  }

  /// A node with services that has lost the cluster is reset by its own watchdog, before anyone recovers them.
  private func fence(_ node: SimulatedNode) {
    let hasServices = services.contains { id, service in
      service.state != "stopped" && cluster.files.places[id]?.node == node.name
    }
    guard node.phase == .running, hasServices, let lost = lostAt[node.name],
      cluster.now - lost >= AvailabilityManager.watchdogSeconds
    else { return }
    node.goDown()
  }

  private func recover(from name: String) {
    for id in services.keys.sorted() {
      guard let place = cluster.files.places[id], place.node == name, configuration?.states[id] == "started",
        let target = target(of: id, except: name)
      else { continue }
      let new = ClusterFiles.path(of: id, place.kind, on: target)
      _ = cluster.files.rename(place.path, new, by: target)
      services[id]?.state = "started"
      // A node that runs and fell out of the cluster is nobody's order.
      if cluster.node(name)?.phase == .running { cluster.ledger.touch(id, at: cluster.now) }
    }
  }
}
