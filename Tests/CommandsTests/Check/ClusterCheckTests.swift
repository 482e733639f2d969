import Cluster
import Testing

@testable import Commands

@Suite struct ClusterCheckTests {
  private static func config(_ nodes: String, extra: String = "") throws -> ClusterConfig {
    try ConfigFileTests.load("[cluster.homelab]\nnodes = [\(nodes)]\n\(extra)").cluster(named: nil)
  }

  private static let addresses = "'192.168.1.11', '192.168.1.12', '192.168.1.13'"

  @Test func `a healthy cluster has no problem`() throws {
    let points = ClusterCheck.points(
      SampleHerd.healthy, hosts: [:], config: try Self.config(Self.addresses, extra: "controller = 101"))
    #expect(points.exitCode == .ok)
    #expect(
      points.map(\.line) == [
        "ok       pve1: Proxmox VE 8.4.1, kernel 6.8.12-9-pve", "ok       pve2: Proxmox VE 8.4.1, kernel 6.8.12-9-pve",
        "ok       pve3: Proxmox VE 8.4.1, kernel 6.8.12-9-pve",
        "ok       homelab: quorate, 3 of 3 votes, 2 needed", "ok       controller: herdmon runs in ct/101 plex",
      ])
    #expect(points.summary == "5 points checked, all well")
  }

  @Test func `a silent node, an unknown guest and a wrong name are problems`() throws {
    let config = try Self.config(
      "{ name = 'pve9', address = '10.0.0.1' }, { name = 'pve2', address = '10.0.0.1', port = 2222 }",
      extra: "controller = 555")
    let points = ClusterCheck.points(
      SampleHerd.inventory, hosts: [SampleHerd.name("pve1"): "pve9", SampleHerd.name("pve2"): "pve2"], config: config)
    let problems = points.filter { $0.verdict == .problem }.map { "\($0.subject): \($0.message)" }
    #expect(
      problems == [
        "pve9: the node at 10.0.0.1 calls itself pve1",
        "pve3: connect to 192.168.1.13: no answer for 10 s; is it up?",
        "controller: there is no guest 555 in the cluster",
      ])
    #expect(points.exitCode == .refused)
    #expect(points.summary == "7 points checked, 3 problems")
  }

  @Test(arguments: ["6.4-15", "10.0.1", ""])
  func `a release that nobody has seen is a problem`(version: String) throws {
    var inventory = SampleHerd.healthy
    inventory.nodes[0].version = version
    let points = ClusterCheck.points(inventory, hosts: [:], config: try Self.config(Self.addresses))
    #expect(points.filter { $0.verdict == .problem }.map(\.subject) == ["pve1"])
  }
}
