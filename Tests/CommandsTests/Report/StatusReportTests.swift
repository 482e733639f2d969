import Cluster
import Testing

@testable import Commands

@Suite struct StatusReportTests {
  /// The shape of `status --json` in the manual, key by key.
  static let contract: Set<String> = [
    "schema", "time", "cluster.name", "cluster.quorate", "cluster.votes", "cluster.expected", "cluster.needed",
    "nodes[]", "nodes[].name", "nodes[].address", "nodes[].online", "nodes[].version", "nodes[].kernel",
    "nodes[].bootKernel", "nodes[].bootId", "nodes[].uptimeSeconds", "nodes[].cores", "nodes[].load[]",
    "nodes[].memory.used", "nodes[].memory.total", "nodes[].guests.ct.running", "nodes[].guests.ct.total",
    "nodes[].guests.vm.running", "nodes[].guests.vm.total", "nodes[].updates.pending", "nodes[].updates.security",
    "nodes[].rebootNeeded", "nodes[].rebootReason", "nodes[].maintenance", "nodes[].problems[]",
    "backupServers[]", "backupServers[].name", "backupServers[].online", "backupServers[].version",
    "backupServers[].kernel", "backupServers[].uptimeSeconds", "backupServers[].updates.pending",
    "backupServers[].updates.security", "backupServers[].rebootNeeded", "backupServers[].datastores[]",
    "backupServers[].datastores[].name", "backupServers[].datastores[].used", "backupServers[].datastores[].total",
    "backupServers[].lastBackup", "guests[]", "guests[].id", "guests[].type", "guests[].name", "guests[].node",
    "guests[].home", "guests[].status", "guests[].lock", "guests[].memory", "guests[].tags[]", "guests[].ha",
    "guests[].policy", "guests[].blockers[]",
  ]

  @Test func `every key of the contract is there`() throws {
    let json = try ReportJSON.text(StatusReport(SampleHerd.inventory))
    #expect(Self.contract.subtracting(try JSONShape.paths(json)) == [])
  }

  @Test func `a key without a value is null, not absent`() throws {
    var inventory = SampleHerd.inventory
    inventory.nodes = [SampleHerd.pve3]
    inventory.guests = [inventory.guests[3]]
    inventory.backupServers = [BackupServer(name: "pbs1", address: "a")]
    let json = try ReportJSON.text(StatusReport(inventory), isCompact: true)
    for key in ["bootId", "rebootReason", "lastBackup", "lock", "ha"] { #expect(json.contains("\"\(key)\":null")) }
  }

  @Test func `what is not known is null with the reason, and stays unknown when it is planned on`() throws {
    var inventory = SampleHerd.inventory
    inventory.nodes[0].updates = .unknown(because: "held packages")
    inventory.nodes[0].unread = [.tasks: "no such file"]
    inventory.nodes[1].isInCluster = false
    let report = StatusReport(inventory)
    let json = try ReportJSON.text(report, isCompact: true)
    #expect(json.contains(#""pending":null,"removals":[],"security":null,"unread":"held packages""#))
    #expect(report.inventory.nodes[0].updates == inventory.nodes[0].updates)
    #expect(report.inventory.nodes[0].unread == inventory.nodes[0].unread)
    #expect(report.inventory.nodes.map(\.isInCluster) == [true, false, true])
  }

  @Test func `values are in the units of the contract`() throws {
    let json = try ReportJSON.text(StatusReport(SampleHerd.inventory), isCompact: true)
    #expect(json.contains(#""time":"2026-11-22T07:00:00Z""#))
    #expect(json.contains(#""schema":"herdmon/status/1""#))
    #expect(json.contains(#""memory":{"total":34359738368,"used":12884901888}"#))
    #expect(json.contains(#""type":"vm""#))
    #expect(json.contains(#""rebootReason":"6.8.12-11-pve is installed, 6.8.12-9-pve runs""#))
  }

  @Test func `a compact report is one line`() throws {
    #expect(try !ReportJSON.text(StatusReport(SampleHerd.inventory), isCompact: true).contains("\n"))
  }

  @Test func `guests are counted without templates`() {
    let report = StatusReport(SampleHerd.inventory)
    #expect(report.nodes.map(\.guests.ct.running) == [2, 0, 0])
    #expect(report.nodes.map(\.guests.ct.total) == [2, 0, 1])
    #expect(report.nodes.map(\.guests.vm.total) == [1, 0, 0])
  }

  @Test func `a guest that can't move says why, and one that need not move does not`() {
    let report = StatusReport(SampleHerd.inventory)
    #expect(report.guests[2].blockers.map(\.code) == ["host-drive", "passthrough"])
    #expect(report.guests[0].blockers.isEmpty)
    #expect(report.guests[3].blockers.isEmpty)
  }

  @Test func `a saved report gives the inventory back`() throws {
    var inventory = SampleHerd.inventory
    inventory.affinities = [
      Affinity(
        label: "HA rule near", wish: .nodes([SampleHerd.name("pve2"): 3]), isStrict: false, guests: [GuestID(101)]),
      Affinity(label: "HA rule pair", wish: .together, isStrict: true, guests: [GuestID(101), GuestID(102)]),
      Affinity(label: "HA rule apart", wish: .apart, isStrict: true, guests: [GuestID(103)]),
    ]
    inventory.guests[0].paths = ["local:snippets/x.sh"]
    inventory.guests[2].seesProcessor = true
    let saved = try SavedStatus.parse(try ReportJSON.text(StatusReport(inventory)), path: "saved.json")
    var expected = inventory
    // Not in the report, and no plan asks for them.
    for index in expected.backupServers.indices {
      expected.backupServers[index].cores = 0
      expected.backupServers[index].load = []
    }
    #expect(saved.inventory == expected)
    #expect(saved.homes.isEmpty)
  }

  @Test func `a guest away from home is known to be away`() throws {
    var report = StatusReport(SampleHerd.inventory)
    report.guests[0].home = SampleHerd.name("pve2")
    #expect(report.homes == [GuestID(101): SampleHerd.name("pve2")])
  }

  @Test func `a report with the contract's keys alone can be planned on`() throws {
    let text = """
      {"schema":"herdmon/status/1","time":"2026-11-22T07:00:00Z",
       "cluster":{"name":"c","quorate":true,"votes":1,"expected":1,"needed":1},
       "nodes":[{"name":"pve1","address":"a","online":true,"version":"8.4.1","kernel":"6.8.12-9-pve",
         "bootKernel":"6.8.12-9-pve","bootId":null,"uptimeSeconds":1,"cores":2,"load":[0.1],
         "memory":{"used":1,"total":2},"guests":{"ct":{"running":1,"total":1},"vm":{"running":0,"total":0}},
         "updates":{"pending":0,"security":0},"rebootNeeded":false,"rebootReason":null,"maintenance":false,
         "problems":[]}],
       "backupServers":[{"name":"pbs1","online":false,"version":"","kernel":"","uptimeSeconds":0,
         "updates":{"pending":0,"security":0},"rebootNeeded":false,"datastores":[],"lastBackup":null}],
       "guests":[{"id":101,"type":"ct","name":"plex","node":"pve1","home":"pve1","status":"running","memory":1,
         "tags":[],"policy":"auto","blockers":[]}]}
      """
    let saved = try SavedStatus.parse(text, path: "f")
    #expect(saved.inventory.guests(on: SampleHerd.name("pve1")).map(\.label) == ["ct/101 plex"])
    #expect(saved.inventory.guests[0].lock == nil)
  }

  @Test(arguments: [
    ("", "f: is not JSON; it must be what 'herdmon status --json' prints"),
    ("{}", "f: .schema is missing; it must be what 'herdmon status --json' prints"),
    ("[1]", "f: is not JSON; it must be what 'herdmon status --json' prints"),
    (
      #"{"schema":"herdmon/status/1","time":"yesterday"}"#,
      "f: .time: 'yesterday' is not an ISO 8601 time in UTC; it must be what 'herdmon status --json' prints"
    ),
  ])
  func `what is no report is refused with the reason`(text: String, message: String) {
    let error = #expect(throws: SavedStatus.Unreadable.self) { try SavedStatus.parse(text, path: "f") }
    #expect(error?.description == message)
    #expect(error?.exitCode == .usage)
  }

  @Test func `a report of another schema is refused`() throws {
    var report = StatusReport(SampleHerd.inventory)
    report.schema = "herdmon/status/2"
    let text = try ReportJSON.text(report)
    let error = #expect(throws: SavedStatus.Unreadable.self) { try SavedStatus.parse(text, path: "f") }
    #expect(error?.reason == "has the schema 'herdmon/status/2', not herdmon/status/1")
  }
}
