import Cluster
import Planning
import Screen

/// A made-up cluster, its plan and a run on it, for screens that are compared and looked at.
enum SampleHerd {
  static let pve1 = name("pve1")
  static let pve2 = name("pve2")
  static let pve3 = name("pve3")
  /// Sunday 2026-11-22, 07:04:12.
  static let now = Timestamp(iso8601: "2026-11-22T07:04:12Z") ?? Timestamp(milliseconds: 0)

  static func name(_ text: String) -> NodeName { NodeName(text) ?? NodeName("node").unsafelyUnwrapped }

  static let names = [
    "plex", "jellyfin", "grafana", "prometheus", "radarr", "pihole", "unbound", "npm", "vaultwarden", "sabnzbd",
    "overseerr", "sonarr", "tautulli", "bazarr", "prowlarr", "immich", "paperless", "gitea", "nextcloud", "mariadb",
    "redis", "mosquitto", "zigbee2mqtt", "frigate", "wiki",
  ]

  static func node(
    _ name: NodeName, kernel: String = "6.8.12-9-pve", days: Double, updates: Int, security: Int, memory: Double,
    load: Double
  ) -> Node {
    var node = Node(name: name, address: "10.0.0.\(name.rawValue.last ?? "1")")
    node.isOnline = true
    node.version = "8.4.1"
    node.kernel = kernel
    node.bootKernel = "6.8.12-11-pve"
    node.bootID = BootID("boot-\(name)")
    node.uptimeSeconds = days * 86_400 + 3 * 3600
    node.cores = 8
    node.load = [load, load * 0.9, load * 0.8]
    let total: Int64 = 64 << 30
    node.memory = Capacity(usedBytes: Int64(Double(total) * memory), totalBytes: total)
    node.updates = PendingUpdates(
      count: updates, security: security, kernel: updates > 0 ? "6.8.12-11-pve" : nil)
    node.storages = [
      Storage(
        name: "nfs1", type: "nfs", isActive: true, isShared: true,
        capacity: Capacity(usedBytes: 3 << 40, totalBytes: 8 << 40))
    ]
    return node
  }

  static func backupServer() -> BackupServer {
    var server = BackupServer(name: "pbs1", address: "10.0.0.9")
    server.isOnline = true
    server.version = "3.4"
    server.kernel = "6.8.12-9-pve"
    server.bootKernel = "6.8.12-9-pve"
    server.uptimeSeconds = 90 * 86_400 + 3600
    server.cores = 4
    server.load = [0.1, 0.1, 0.1]
    server.memory = Capacity(usedBytes: 5 << 30, totalBytes: 16 << 30)
    server.updates = PendingUpdates(count: 4)
    server.datastores = [
      BackupServer.Datastore(name: "store1", capacity: Capacity(usedBytes: 71 << 30, totalBytes: 100 << 30))
    ]
    server.lastBackup = now + -6 * 3600
    server.lastVerify = "OK"
    return server
  }

  static func guests() -> [Guest] {
    var guests = names.enumerated().map { index, name in
      Guest(
        id: GuestID(101 + index), kind: .container, name: name, node: pve1, status: .running, memoryBytes: 1 << 30)
    }
    guests.append(Guest(id: GuestID(150), kind: .machine, name: "homeassist", node: pve1, status: .running))
    for (index, name) in ["samba", "minio", "uptime", "syslog"].enumerated() {
      guests.append(Guest(id: GuestID(201 + index), kind: .container, name: name, node: pve2, status: .running))
    }
    for (index, name) in ["opnsense", "windows"].enumerated() {
      guests.append(Guest(id: GuestID(210 + index), kind: .machine, name: name, node: pve2, status: .running))
    }
    for (index, name) in ["dns2", "proxy2", "ldap"].enumerated() {
      guests.append(Guest(id: GuestID(301 + index), kind: .container, name: name, node: pve3, status: .running))
    }
    guests.append(Guest(id: GuestID(304), kind: .container, name: "spare", node: pve3, status: .stopped))
    for (index, name) in ["k3s", "build"].enumerated() {
      guests.append(Guest(id: GuestID(310 + index), kind: .machine, name: name, node: pve3, status: .running))
    }
    return guests
  }

  static func inventory() -> Inventory {
    Inventory(
      clusterName: "homelab", quorum: Quorum(isQuorate: true, votes: 3, expected: 3, needed: 2),
      nodes: [
        node(pve1, days: 41, updates: 23, security: 4, memory: 0.82, load: 1.68),
        node(pve2, kernel: "6.8.12-11-pve", days: 2, updates: 0, security: 0, memory: 0.34, load: 0.72),
        node(pve3, days: 12, updates: 19, security: 0, memory: 0.55, load: 0.31),
      ], guests: guests(), backupServers: [backupServer()], takenAt: now + -3)
  }

  /// The same with pve3 away.
  static func inventoryWithAbsence(isQuorate: Bool = true) -> Inventory {
    var inventory = inventory()
    var away = Node(name: pve3, address: "10.0.0.3")
    away.problems = ["ssh: no answer from 10.0.0.3 for 5 s"]
    inventory.nodes[2] = away
    inventory.quorum = Quorum(isQuorate: isQuorate, votes: isQuorate ? 2 : 1, expected: 3, needed: 2)
    for index in inventory.guests.indices where inventory.guests[index].node == pve3 {
      inventory.guests[index].status = .unknown
    }
    return inventory
  }

  /// Up to eight nodes with some guests each.
  static func largeInventory(nodes count: Int, guestsEach: Int = 12) -> Inventory {
    let nodes = (1...max(count, 1)).map(largeNode)
    var guests: [Guest] = []
    for (place, node) in nodes.enumerated() {
      for index in 0..<guestsEach {
        let kind: Guest.Kind = index % 4 == 3 ? .machine : .container
        let status: Guest.Status = index == 5 ? .stopped : .running
        guests.append(
          Guest(
            id: GuestID(place * 100 + 100 + index), kind: kind, name: names[(place + index) % names.count],
            node: node.name, status: status))
      }
    }
    return Inventory(
      clusterName: "warehouse", quorum: Quorum(isQuorate: true, votes: count, expected: count, needed: count / 2 + 1),
      nodes: nodes, guests: guests, backupServers: [backupServer()], takenAt: now)
  }

  private static func largeNode(_ number: Int) -> Node {
    let isFresh = number % 3 == 0
    return node(
      name("pve\(number)"), kernel: isFresh ? "6.8.12-11-pve" : "6.8.12-9-pve", days: Double(number * 7),
      updates: isFresh ? 0 : 10 + number, security: number % 4, memory: 0.3 + 0.03 * Double(number),
      load: 0.3 * Double(number))
  }

  static func move(_ guest: Guest, from: NodeName, to: NodeName, leg: Plan.Move.Leg) -> Plan.Move {
    let isMachine = guest.kind == .machine
    return Plan.Move(
      guest: guest.id, kind: guest.kind, name: guest.name, from: from, to: to, way: isMachine ? .live : .restart,
      leg: leg, seconds: isMachine ? 30 : 12, outageSeconds: isMachine ? 0 : guest.name == "plex" ? 15 : 9)
  }

  static func pass(_ node: NodeName, targets: [NodeName], in inventory: Inventory) -> Plan.Pass {
    let running = inventory.guests(on: node).filter { $0.status == .running }
    let drain = running.enumerated().map { index, guest in
      move(guest, from: node, to: targets[index % targets.count], leg: .drain)
    }
    let back = drain.map { move in
      var home = move
      (home.from, home.to, home.leg) = (move.to, move.from, .return)
      return home
    }
    return Plan.Pass(
      node: node, action: .restart, reason: "updates and a new kernel", drain: drain, return: back,
      seconds: 60 + 18 * Double(drain.count), phaseSeconds: [.drain: 120, .update: 90, .reboot: 70, .return: 120])
  }

  static func plan(_ scope: RunScope) -> Plan {
    let inventory = inventory()
    var passes: [Plan.Pass] =
      switch scope {
      case .rolling:
        [
          pass(pve2, targets: [pve1, pve3], in: inventory), pass(pve1, targets: [pve2, pve3], in: inventory),
          pass(pve3, targets: [pve1, pve2], in: inventory),
        ]
      case .reboot: [pass(pve1, targets: [pve2, pve3], in: inventory)]
      case .update(let nodes):
        nodes.map { Plan.Pass(node: $0, action: .update, reason: "updates", seconds: 90, phaseSeconds: [.update: 90]) }
      case .drain(let nodes):
        nodes.map { node in
          let others = inventory.nodes.map(\.name).filter { $0 != node }
          var drain = pass(node, targets: others, in: inventory)
          (drain.action, drain.return, drain.reason) = (.drain, [], "asked for")
          return drain
        }
      case .undrain(let nodes): nodes.map { Plan.Pass(node: $0, action: .return, reason: "asked for") }
      }
    for index in passes.indices.dropFirst() {
      passes[index].beginSeconds = passes[index - 1].beginSeconds + passes[index - 1].seconds
    }
    let moves = passes.flatMap { $0.drain + $0.return }
    let outages = inventory.guests.compactMap { guest -> Plan.Outage? in
      let own = moves.filter { $0.guest == guest.id }
      guard !own.isEmpty else { return nil }
      return Plan.Outage(guest: guest.id, interruptions: own.count, seconds: own.reduce(0) { $0 + $1.outageSeconds })
    }
    let makespan = passes.reduce(0) { $0 + $1.seconds }
    return Plan(
      passes: passes, makespanSeconds: makespan, lowerBoundSeconds: makespan * 0.96, outages: outages,
      peakMemory: [pve1: 0.82, pve2: 0.71, pve3: 0.66])
  }

  static func blockedPlan() -> Plan {
    Plan(
      passes: [],
      blockers: [
        Blocker(
          code: "guest-locked", node: pve1, guest: GuestID(109), message: "ct/109 vaultwarden is locked (backup)",
          remedy: "wait until the backup has ended, then ask again"),
        Blocker(
          code: "no-room", node: pve1, message: "no node has 8.0 GiB of memory left for vm/150 homeassist",
          remedy: "stop a guest on pve2, or give memory_limit a higher value"),
      ],
      warnings: [
        Blocker(
          code: "device", guest: GuestID(101), message: "ct/101 plex needs renderD128, which pve3 lacks", remedy: "")
      ])
  }

  static let run = RunID("7f3a") ?? RunID(random: 1)

  /// In the middle of draining pve1.
  static func progress() -> RunProgress {
    var working = RunProgress.NodeProgress(node: pve1, stage: .working(.drain))
    working.phaseFraction = 0.64
    working.phaseEnds = now + 112
    working.moved = 16
    working.toMove = 26
    let flights = [107, 108, 110, 111, 113, 114, 115, 116]
    let moved = [103, 104, 150, 112, 109, 101, 102, 105, 106, 117, 118, 119, 120, 121, 122, 123]
    var places: [GuestID: NodeName] = [:]
    for (index, id) in moved.enumerated() { places[GuestID(id)] = index % 2 == 0 ? pve2 : pve3 }
    return RunProgress(
      run: run, scope: .rolling, state: .running, startedAt: now + -62, endsAt: now + 903,
      nodes: [.init(node: pve2, stage: .done), working, .init(node: pve3)],
      inFlight: flights.enumerated().map { index, id in
        .init(
          guest: GuestID(id), label: "ct/\(id)", from: pve1, to: index < 5 ? pve2 : pve3,
          since: now + (Double(index) - 12))
      }, next: [124, 125].map(GuestID.init), movesDone: 28, movesTotal: 74, places: places)
  }

  static func notices() -> [(Double, Notice)] {
    func move(
      _ id: Int, _ name: String, _ to: NodeName, _ message: String, _ level: Notice.Level = .info,
      kind: String = "ct", event: String = "move.started", seconds: Double? = nil
    ) -> Notice {
      Notice(
        event: event, level: level, phase: .drain, node: pve1, guest: GuestID(id), subject: "\(kind)/\(id) \(name)",
        message: message, from: pve1, to: to, seconds: seconds)
    }
    return [
      (-41, move(103, "grafana", pve2, "running again after 9.4 s", event: "move.finished", seconds: 9.4)),
      (-39, move(104, "prometheus", pve3, "running again after 11.0 s", event: "move.finished", seconds: 11)),
      (-36, move(150, "homeassist", pve2, "live, paused 62 ms", kind: "vm", event: "move.finished", seconds: 0.062)),
      (-32, move(109, "vaultwarden", pve3, "shutting down")),
      (
        -31,
        Notice(
          event: "output", level: .output, phase: .drain, node: pve1, guest: GuestID(109),
          subject: "ct/109 vaultwarden",
          message: "shutdown CT 109")
      ),
      (-20, move(112, "sonarr", pve2, "start failed: renderD128 missing", .warning, event: "move.start-again")),
      (-20, move(112, "sonarr", pve2, "stopped on pve2: starting it in 4 s", .warning, event: "move.start-again")),
      (-16, move(112, "sonarr", pve2, "running again after 14.2 s", event: "move.finished", seconds: 14.2)),
      (-11, move(114, "bazarr", pve3, "shutting down")),
      (-3, move(109, "vaultwarden", pve3, "running again after 8.8 s", event: "move.finished", seconds: 8.8)),
      (0, move(115, "prowlarr", pve2, "shutting down")),
    ]
  }

  static func outcome(_ result: RunOutcome.Result = .ok) -> RunOutcome {
    let isBad = result == .strayed
    return RunOutcome(
      result: result, restarted: [pve2, pve1, pve3], moves: 74,
      strays: isBad
        ? [
          .init(
            guest: GuestID(112), label: "ct/112 sonarr", message: "is on pve2 and stopped; its home is pve1",
            remedy: "pve2: pct start 112, then pct migrate 112 pve1 --restart")
        ] : [], reason: isBad ? "one guest did not start after three attempts" : "",
      remedy: isBad ? "put ct/112 right by hand" : "", seconds: 980, forecastSeconds: 1010)
  }

  // MARK: - States

  static func state(_ width: Int, _ height: Int, options: ScreenState.Options? = nil) -> ScreenState {
    ScreenState(
      options: options ?? .init(clusterName: "homelab", nodes: [pve1, pve2, pve3], backupServers: ["pbs1"]),
      size: Size(width: width, height: height), now: now)
  }

  static func atRest(_ width: Int, _ height: Int, options: ScreenState.Options? = nil) -> ScreenState {
    var state = state(width, height, options: options)
    _ = state.handle(.inventory(inventory()))
    return state
  }

  static func withAbsence(_ width: Int, _ height: Int, isQuorate: Bool = true) -> ScreenState {
    var state = atRest(width, height)
    _ = state.handle(.tick(now + 60))
    _ = state.handle(.inventory(inventoryWithAbsence(isQuorate: isQuorate)))
    _ = state.handle(.tick(now + 120))
    return state
  }

  static func running(_ width: Int, _ height: Int, options: ScreenState.Options? = nil) -> ScreenState {
    var state = atRest(width, height, options: options)
    _ = state.handle(.progress(progress()))
    for (index, (offset, notice)) in notices().enumerated() {
      _ = state.handle(.record(RunRecord(run: run, seq: index + 1, time: now + offset, notice: notice)))
    }
    _ = state.handle(.tick(now))
    return state
  }

  static func asking(_ key: Key, _ scope: RunScope, plan: Plan, _ width: Int, _ height: Int) -> ScreenState {
    var state = atRest(width, height)
    _ = state.handle(.key(key))
    _ = state.handle(.plan(scope, plan))
    return state
  }

  static func ended(_ result: RunOutcome.Result, _ width: Int, _ height: Int) -> ScreenState {
    var state = running(width, height)
    _ = state.handle(.runEnded(outcome(result)))
    return state
  }

  static func pressing(_ key: Character, in state: ScreenState) -> ScreenState {
    var state = state
    _ = state.handle(.key(.character(key)))
    return state
  }

  static func large(_ nodes: Int, _ width: Int, _ height: Int) -> ScreenState {
    var state = state(width, height, options: .init(clusterName: "warehouse"))
    _ = state.handle(.inventory(largeInventory(nodes: nodes)))
    return state
  }

  /// pve1 is empty, goes down on purpose and is not seen.
  static func rebooting(_ width: Int, _ height: Int) -> ScreenState {
    var state = running(width, height)
    var progress = progress()
    progress.nodes[1].stage = .working(.reboot)
    progress.nodes[1].phaseFraction = 0.3
    progress.nodes[1].phaseEnds = now + 48
    (progress.inFlight, progress.next) = ([], [])
    for id in Array(101...125) + [150] { progress.places[GuestID(id)] = id % 2 == 0 ? pve2 : pve3 }
    _ = state.handle(.progress(progress))
    var inventory = inventory()
    inventory.nodes[0] = Node(name: pve1, address: "10.0.0.1")
    inventory.quorum.votes = 2
    _ = state.handle(.inventory(inventory))
    return state
  }

  static func withFailedNode(_ width: Int, _ height: Int) -> ScreenState {
    var state = running(width, height)
    var progress = progress()
    progress.nodes[0].stage = .failed("did not come back within 20 minutes")
    progress.nodes[1].stage = .working(.return)
    progress.nodes[2].stage = .skipped("a guest could not leave it")
    progress.state = .stopping
    _ = state.handle(.progress(progress))
    _ = state.handle(
      .record(
        RunRecord(
          run: run, seq: 40, time: now,
          notice: Notice(
            event: "node.failed", level: .error, phase: .reboot, node: pve2, subject: "pve2",
            message: "did not come back within 20 minutes: no answer on ssh; look at its console"))))
    return state
  }
}
