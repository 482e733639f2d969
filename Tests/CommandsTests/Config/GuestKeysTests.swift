import Cluster
import Planning
import Testing

@testable import Commands

@Suite struct GuestKeysTests {
  private func rules(_ text: String) throws -> [GuestRule] {
    try ConfigFileTests.load("[cluster.c]\nnodes = ['10.0.0.1']\n" + text).cluster(named: nil).policy.guestRules
  }

  @Test func `every key of a guest is read`() throws {
    let rules = try rules(
      """
      [[cluster.c.guest]]
      id = [101, 102]
      name = "db-*"
      tag = ["db", "sql"]
      pool = "infra"
      type = "ct"
      policy = "restart"
      shutdown_timeout = "2m"
      force_stop = true
      order = 10
      after = [103, "dns*"]
      healthy = { tcp = "10.0.0.53:53", within = "90s" }
      keep = "apart"
      nodes = ["pve2", "pve1"]
      strict = false

      [[cluster.c.guest]]
      type = "vm"
      healthy = { http = "https://10.0.0.80:8443/health" }

      [[cluster.c.guest]]
      id = 104
      healthy = { command = ["systemctl", "is-active", "nginx"] }
      """)
    var first = GuestRule()
    first.ids = [GuestID(101), GuestID(102)]
    first.names = [NamePattern("db-*")]
    first.tags = ["db", "sql"]
    first.pools = ["infra"]
    first.kind = .container
    first.handling = .restart
    first.shutdownSeconds = 120
    first.mayForceStop = true
    first.order = 10
    first.after = [.id(GuestID(103)), .name(NamePattern("dns*"))]
    first.probe = HealthProbe(.tcp(host: "10.0.0.53", port: 53), limitSeconds: 90)
    first.keep = .apart
    first.nodes = [NodeName("pve2"), NodeName("pve1")].compactMap { $0 }
    first.isStrict = false
    #expect(rules.first == first)
    #expect(rules[1].kind == .machine)
    #expect(rules[1].probe == HealthProbe(.http(url: "https://10.0.0.80:8443/health")))
    #expect(rules[2].probe == HealthProbe(.command(["systemctl", "is-active", "nginx"])))
  }

  @Test func `a cluster's own rules stand before the guests that policy shuts down`() throws {
    let rules = try rules(
      """
      [cluster.c.policy]
      shutdown_guests = [101]
      [[cluster.c.guest]]
      id = 101
      policy = "live"
      """)
    #expect(rules.map(\.handling) == [.live, .shutdown])
  }

  private static let mistakes: [ConfigMistake] = {
    let head = "[cluster.c]\nnodes = ['10.0.0.1']\n[[cluster.c.guest]]\n"
    return [
      .init(
        "no array", "[cluster.c]\nnodes = ['10.0.0.1']\nguest = 3",
        "3: guest: must be tables [[cluster.NAME.guest]], not a number"),
      .init(
        "nobody", head + "policy = 'live'",
        "3: a [[guest]] says of nobody what it wants; give id, name, tag, pool or type"),
      .init("nothing", head + "id = 101", "3: a [[guest]] wants nothing; give policy, order or another wish"),
      .init(
        "policy", head + "id = 101\npolicy = 'liv'",
        "5: policy: 'liv' is none of auto, live, restart, shutdown, ignore; did you mean 'live'?"),
      .init(
        "key", head + "id = 101\npolcy = 'live'\norder = 1",
        "5: unknown key 'polcy' in [[guest]]; did you mean 'policy'?"),
      .init("type", head + "type = 'lxc'\norder = 1", "4: type: 'lxc' is none of ct, vm"),
      .init("id", head + "id = 7\norder = 1", "4: id: 7 is not from 100 to 999999999"),
      .init("no ids", head + "id = []\norder = 1", "4: id: is empty"),
      .init("after", head + "id = 101\nafter = [true]", "5: after: must be a guest's id or name, not true or false"),
      .init(
        "two checks", head + "id = 101\nhealthy = { tcp = 'a:1', http = 'http://a' }",
        "5: healthy: needs one of tcp, http and command"),
      .init("no port", head + "id = 101\nhealthy = { tcp = 'a' }", "5: healthy: tcp: 'a' is not HOST:PORT"),
      .init(
        "no web", head + "id = 101\nhealthy = { http = 'file:/etc/passwd' }",
        "5: healthy: http: 'file:/etc/passwd' is not a URL with http or https"),
      .init(
        "no node's name", head + "id = 101\nnodes = ['a b']",
        "5: nodes: 'a b' is not a node name (letters, digits and hyphens)"),
      .init(
        "unknown check", head + "id = 101\nhealthy = { icmp = 'a' }",
        "5: healthy: unknown key 'icmp' in healthy; did you mean 'tcp'?"),
    ]
  }()

  @Test(arguments: mistakes)
  func `a mistake is named with its line`(_ mistake: ConfigMistake) {
    #expect(ConfigFileTests.problems(mistake.text) == mistake.problems)
  }
}
